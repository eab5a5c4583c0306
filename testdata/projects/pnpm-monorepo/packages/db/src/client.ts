import { createClient, type SupabaseClient } from "@supabase/supabase-js";

export type Client = SupabaseClient;

let client: Client | undefined;

export function getClient(): Client {
  client ??= createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);
  return client;
}
