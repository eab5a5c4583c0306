// A filter that is added on a condition belongs to the query all the same.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

let query = supabase.from("posts").select("id");
//                        ^^^^^^^ select posts
//                                         ^^ select id
if (author) query = query.eq("author", author);
//                            ^^^^^^ filter author
query = query.order("created_at");
//                   ^^^^^^^^^^ order created_at
await query;

const table = supabase.from("notes");
//                          ^^^^^^^ select notes
//                          ^^^^^^^ delete notes
await table.select("id").eq("one", 1);
//                  ^^ select id
//                           ^^^ filter one
await table.delete().eq("two", 2);
//                       ^^^ filter two
