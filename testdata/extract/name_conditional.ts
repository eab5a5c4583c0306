// A name that is one of several stands once for each.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const kind = isDraft ? "drafts" : "posts";

await supabase.from(kind).select();
//                  ^^^^ select drafts (one of)
//                  ^^^^ select posts (one of)
await supabase.from(isDraft ? "a" : "b").delete().eq("id", 1);
//                  ^^^^^^^^^^^^^^^^^^^ delete a (one of)
//                  ^^^^^^^^^^^^^^^^^^^ delete b (one of)
await supabase.from(process.env.TABLE ?? "default_table").select();
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select default_table (constant)
await supabase.from(process.env.TABLE || "or_table").select();
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select or_table (constant)
await supabase.from(process.env.TABLE).select();
//                  ^^^^^^^^^^^^^^^^^ select ? (dynamic: environment)
await supabase.from(import.meta.env.VITE_TABLE ?? "vite_table").select();
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select vite_table (constant)
await supabase.from(given || "fallback").select();
//                  ^^^^^^^^^^^^^^^^^^^ select ? (dynamic: external)
let table = "first";
if (other) table = "second";
await supabase.from(table).select();
//                  ^^^^^ select first (one of)
//                  ^^^^^ select second (one of)
let chosen: string;
switch (mode) {
  case 1:
    chosen = "one";
    break;
  default:
    chosen = "many";
}
await supabase.from(chosen).select();
//                  ^^^^^^ select many (one of)
//                  ^^^^^^ select one (one of)
