// A text stands where its literal stands, wherever that is; one that is put together where it is
// handed over.

import { createClient } from "@supabase/supabase-js";
import { SHARED, LISTS } from "./lists";

const supabase = createClient(url, key);
const LIST = "id, title";
//            ^^^^^^^^^ select id, title
const [first] = ["id"];

await supabase.from("posts").select(LIST);
//                  ^^^^^^^ select posts
await supabase.from("posts").select(SHARED);
//                  ^^^^^^^ select posts
await supabase.from("posts").select(LISTS.short);
//                  ^^^^^^^ select posts
await supabase.from("posts").select(full ? "id, body" : LIST);
//                  ^^^^^^^ select posts
//                                          ^^^^^^^^ select id, body
await supabase.from("posts").select(`id, ${LIST}`);
//                  ^^^^^^^ select posts
//                                  ^^^^^^^^^^^^^ select id, id, title (put together)
await supabase.from("posts").select("id, " + "body");
//                  ^^^^^^^ select posts
//                                  ^^^^^^^^^^^^^^^ select id, body (put together)
await supabase.from("posts").select("it\'s");
//                  ^^^^^^^ select posts
//                                   ^^^^^ select it's (put together)
await supabase.from("posts").select(process.env.LIST ?? "id");
//                  ^^^^^^^ select posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^ select id (put together)
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^ select ?
await supabase.from("posts").select("id" as const);
//                  ^^^^^^^ select posts
//                                   ^^ select id
await supabase.from("posts").select(unknown);
//                  ^^^^^^^ select posts
//                                  ^^^^^^^ select ?
await supabase.from("posts").select();
//                  ^^^^^^^ select posts
//                           ^^^^^^ all columns

function page(list: "id" | "title") {
  return supabase.from("posts").select(list);
//                     ^^^^^^^ select posts
//                                     ^^^^ select id (put together)
//                                     ^^^^ select title (put together)
//                                     ^^^^ select ?
}

async function wrapped(table: string, list = "id") {
//                                            ^^ select id
  return supabase.from(table).select(list);
//                     ^^^^^ select ? (dynamic: parameter, wrapper)
//                                   ^^^^ select ?
}
await wrapped("notes", "text");
//            ^^^^^^^ select notes (passed)
//                      ^^^^ select text
await wrapped("tags");
//            ^^^^^^ select tags (passed)

supabase.channel("x").on("postgres_changes", { event: "INSERT", schema: "public", table: "posts", filter: "id=eq.1" }, () => {});
//                       ^^^^^^^^^^^^^^^^^^ subscribe public.posts
//                                                     ^^^^^^ event INSERT
//                                                                                                         ^^^^^^^ filter id=eq.1
// @file lists.ts
export const SHARED = `id,
//                     ^^^ select id, name
  name`;
export const LISTS = { short: "id" };
//                             ^^ select id
