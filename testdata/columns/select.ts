// A select list is kept as it is written; its grammar is PostgREST's.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const LIST = "id, title";

await supabase.from("posts").select("id, author:users(name)");
//                  ^^^^^^^ select posts
//                                   ^^^^^^^^^^^^^^^^^^^^^^ select id, author:users(name)
await supabase.from("posts").select();
//                  ^^^^^^^ select posts, all columns
await supabase.from("posts").select("*");
//                  ^^^^^^^ select posts, all columns
//                                   ^ select *
await supabase.from("posts").select(LIST);
//                  ^^^^^^^ select posts
//                                  ^^^^ select id, title
await supabase.from("posts").select(`
//                  ^^^^^^^ select posts
//                                   ^ select title id, title
  title
  id,
  title
`);
await supabase.from("posts").select(full ? "id, body" : "id");
//                  ^^^^^^^ select posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^ select id
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^ select id, body
await supabase.from("posts").select(columns);
//                  ^^^^^^^ select posts, open
await supabase.from("posts").insert({ id: 1 }).select("id");
//                  ^^^^^^^ insert posts
//                                    ^^ written id
//                                                     ^^ select id
