import { db } from "./client";

const NAMES = ["given_name", "family_name"].join(", ");

export async function find(text: string) {
  return db
    .from("customers")
    .select(`id, email, ${NAMES}, full_name, home:home_port_id (name)`)
    .or("given_name.ilike.*an*,family_name.not.is.null")
    .filter("email", "ilike", `%${text}%`);
}

export async function withMessages(id: string) {
  return db
    .from("customers")
    .select("email, sent:messages!messages_sender_id_fkey (body, sent_at), received:messages!receiver_id (id, body)")
    .eq("id", id)
    .order("sent_at", { referencedTable: "sent", ascending: false })
    .limit(5, { referencedTable: "sent" });
}

export async function register(email: string, given: string) {
  const base = { email, created_at: new Date().toISOString() };
  return db.from("customers").upsert({ ...base, given_name: given }, { onConflict: "email" });
}
