// A lookup in a known object by an unknown key gives one of its values.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const TABLES = { post: "posts", note: "notes" };
const nested = { post: { table: "nested_posts" }, note: { table: "nested_notes" } };
const key2 = "post";

export async function load(kind: keyof typeof TABLES) {
  await supabase.from(TABLES[kind]).select();
//                    ^^^^^^^^^^^^ select notes (one of)
//                    ^^^^^^^^^^^^ select posts (one of)
  await supabase.from(TABLES[key2]).select();
//                    ^^^^^^^^^^^^ select posts (constant)
  await supabase.from(nested[kind].table).select();
//                    ^^^^^^^^^^^^^^^^^^ select nested_notes (one of)
//                    ^^^^^^^^^^^^^^^^^^ select nested_posts (one of)
  const config = nested[kind];
  await supabase.from(config.table).select();
//                    ^^^^^^^^^^^^ select nested_notes (one of)
//                    ^^^^^^^^^^^^ select nested_posts (one of)
}
const map = new Map([["post", "map_posts"], ["note", "map_notes"]]);
await supabase.from(map.get(kind)).select();
//                  ^^^^^^^^^^^^^ select map_notes (one of)
//                  ^^^^^^^^^^^^^ select map_posts (one of)
