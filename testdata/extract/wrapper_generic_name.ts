// A generic parameter keyed by the tables is a name handed in like any other.

import { SupabaseClient } from "@supabase/supabase-js";

export async function byId<T extends keyof Database["public"]["Tables"]>(
  client: SupabaseClient<Database>,
  table: T,
  id: string,
) {
  return client.from(table).select().eq("id", id).single();
//                   ^^^^^ select ? (dynamic: parameter, wrapper, client annotated)
}
declare const client: SupabaseClient<Database>;
await byId(client, "posts", "1");
//                 ^^^^^^^ select posts (passed, client annotated)
