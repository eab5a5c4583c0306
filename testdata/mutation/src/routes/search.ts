import { db } from "../lib/client";

export async function search(byCountry: boolean, order: "name" | "country") {
  const column = byCountry ? "country" : "name";
  return db.from("ports").select("id").ilike(column, "k%").order(order);
}

export async function everything() {
  return db.from("ports").select("*").order("opened_on");
}
