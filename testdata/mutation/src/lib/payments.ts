import { db } from "./client";

export async function pay(booking: string, amount: number) {
  const { error } = await db.from("payments").insert({ booking_id: booking, amount, currency: "EUR" });
  if (error) throw error;
}

export const settle = (id: number) =>
  db.from("payments").update({ paid_at: new Date().toISOString() }).eq("id", id).is("paid_at", null);

export const open = () =>
  db.from("payments").select("id, amount, currency, ...bookings (starts_on, state)").is("paid_at", null);

export const totals = (customer: string) =>
  db.from("booking_totals").select("booking_id, paid").eq("customer_id", customer).gt("paid", 0);
