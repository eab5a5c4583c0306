// The verb may depend on a condition.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const base = supabase.from("posts");
//                         ^^^^^^^ insert posts
//                         ^^^^^^^ update posts
const { error } = id ? await base.update(row).eq("id", id) : await base.insert(row);

let request;
if (id) {
  request = supabase.from("notes").update(row);
//                        ^^^^^^^ update notes
} else {
  request = supabase.from("notes").insert(row);
//                        ^^^^^^^ insert notes
}
await request;

await supabase.from("tags")[id ? "update" : "insert"](row);
//                  ^^^^^^ ? tags (operation: no_verb)
await supabase.from("verbs")[verb](row);
//                  ^^^^^^^ ? verbs (operation: no_verb)
