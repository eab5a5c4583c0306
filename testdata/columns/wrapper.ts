// What a caller hands to a wrapper stays with that caller.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function insert(table: string, row: object) {
  return supabase.from(table).insert(row);
//                     ^^^^^ insert ? (dynamic: parameter, wrapper), open
}

await insert("posts", { title: "a" });
//           ^^^^^^^ insert posts (passed)
//                      ^^^^^ written title
await insert("notes", { text: "b" });
//           ^^^^^^^ insert notes (passed)
//                      ^^^^ written text
