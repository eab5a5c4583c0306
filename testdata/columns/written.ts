// The keys of written rows are columns, wherever the row is put together.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const row = { id: 1, title };
//            ^^ written id
//                   ^^^^^ written title
const base = { owner: 1 };
//             ^^^^^ written owner

await supabase.from("posts").insert({ id: 1, "quoted": 2, shorthand });
//                  ^^^^^^^ insert posts
//                                    ^^ written id
//                                            ^^^^^^ written quoted
//                                                        ^^^^^^^^^ written shorthand
await supabase.from("posts").insert([{ id: 1 }, { id: 2, title: "b" }]);
//                  ^^^^^^^ insert posts
//                                     ^^ written id
//                                                ^^ written id
//                                                       ^^^^^ written title
await supabase.from("posts").insert(row);
//                  ^^^^^^^ insert posts
await supabase.from("posts").update({ ...base, title: "a" });
//                  ^^^^^^^ update posts
//                                             ^^^^^ written title
await supabase.from("posts").update({ ...unknown, title: "a" });
//                  ^^^^^^^ update posts, open
//                                                ^^^^^ written title
await supabase.from("posts").update({ [key]: 1, title: "a" });
//                  ^^^^^^^ update posts, open
//                                              ^^^^^ written title
await supabase.from("posts").upsert(rows.map((row) => ({ id: row.id, title: row.title })));
//                  ^^^^^^^ upsert posts
//                                                       ^^ written id
//                                                                   ^^^^^ written title
const changes: Record<string, unknown> = {};
changes.title = "a";
//      ^^^^^ written title
if (body) changes.body = body;
//                ^^^^ written body
await supabase.from("posts").update(changes);
//                  ^^^^^^^ update posts
const dynamic = {};
dynamic[name] = 1;
await supabase.from("posts").update(dynamic);
//                  ^^^^^^^ update posts, open
await supabase.from("posts").insert(row as Post);
//                  ^^^^^^^ insert posts
await supabase.from("posts").insert(await request.json());
//                  ^^^^^^^ insert posts, open
await supabase.from("posts").upsert({ id: 1 }, { onConflict: "id,owner" });
//                  ^^^^^^^ upsert posts
//                                    ^^ written id
//                                                            ^^ conflict id
//                                                               ^^^^^ conflict owner
