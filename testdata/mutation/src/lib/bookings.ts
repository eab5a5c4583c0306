import { db } from "./client";
import { BOOKING_COLUMNS, TABLES } from "./names";

export const bookings = () => db.from(TABLES.bookings);

export async function openBookings(customer: string) {
  return bookings()
    .select(BOOKING_COLUMNS)
    .eq("customer_id", customer)
    .in("state", ["requested", "confirmed"])
    .eq("customers.email", "a@example.org")
    .order("starts_on");
}

export async function book(boat: string, customer: string, from: string, to: string) {
  return bookings().upsert(
    { boat_id: boat, customer_id: customer, starts_on: from, ends_on: to },
    { onConflict: "boat_id, starts_on", ignoreDuplicates: true },
  );
}

export async function confirm(id: string, note?: string) {
  const change: Record<string, string> = { state: "confirmed" };
  if (note) change.note = note;
  return bookings().update(change).eq("id", id);
}

export async function cancel(id: string, reason: string) {
  return db.rpc("cancel_booking", { p_booking: id, p_reason: reason });
}

export async function drop(id: string) {
  return bookings().delete().match({ id, state: "cancelled" });
}
