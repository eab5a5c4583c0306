// A callback that gets the builder decides about the verb.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

function withTable(table: string, use: (builder: any) => unknown) {
  return use(supabase.from(table));
//                         ^^^^^ select ? (dynamic: parameter, wrapper)
//                         ^^^^^ delete ? (dynamic: parameter, wrapper)
}

await withTable("posts", (builder) => builder.select());
//              ^^^^^^^ select posts (passed)
await withTable("notes", (builder) => builder.delete().eq("id", 1));
//              ^^^^^^^ delete notes (passed)
