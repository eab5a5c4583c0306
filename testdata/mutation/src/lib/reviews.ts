import { db } from "./client";

const FIELDS = { stars: "stars", body: "body" } as const;

export const best = () =>
  db
    .from("reviews")
    .select("id, stars, body, author:customers (given_name), bookings!inner (boats!inner (name, kind))")
    .gte(FIELDS.stars, 4)
    .eq("bookings.boats.kind", "sail")
    .order(FIELDS.stars, { ascending: false });

export const write = (booking: string, author: string, stars: number) =>
  db.from("reviews").insert({ booking_id: booking, author_id: author, stars, body: null });

export const without = () => db.from("reviews").select("id").not("body", "is", null).textSearch("body", "storm");
