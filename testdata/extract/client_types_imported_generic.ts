// A type imported in place may have arguments, of which the grammar does not know.

import { createClient } from "@supabase/supabase-js";
export async function generic(db: import("@supabase/supabase-js").SupabaseClient<Database>) {
  await db.from("generic").select();
//              ^^^^^^^^^ select generic (client annotated)
}
const later = createClient(url, key);
await later.from("after").select();
//               ^^^^^^^ select after
interface Locals {
  supabase: import("@supabase/supabase-js").SupabaseClient<Database>;
  other: import("@supabase/supabase-js").SupabaseClient<Database, "public">;
}
await later.from("last").select();
//               ^^^^^^ select last
