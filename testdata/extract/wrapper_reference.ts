// A wrapper may be handed on by its name alone.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function count(table: string) {
  return supabase.from(table).select("*", { count: "exact", head: true });
//                     ^^^^^ select ? (dynamic: parameter)
}

await Promise.all(["posts", "notes"].map(count));
