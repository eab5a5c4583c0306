import { db } from "./client";

export function watch(booking: string, refresh: () => void) {
  return db
    .channel("messages")
    .on(
      "postgres_changes",
      { event: "INSERT", schema: "public", table: "messages", filter: `booking_id=eq.${booking}` },
      refresh,
    )
    .subscribe();
}

export const send = (from: string, to: string, body: string) =>
  db.from("messages").insert({ sender_id: from, receiver_id: to, body });

export const conversation = (a: string, b: string) =>
  db
    .from("messages")
    .select("id, body, sent_at, sender:customers!sender_id (given_name), bookings (state)")
    .or(`and(sender_id.eq.${a},receiver_id.eq.${b}),and(sender_id.eq.${b},receiver_id.eq.${a})`)
    .order("sent_at");
