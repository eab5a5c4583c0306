// What only runs because of what was read, or stands beside it, does not depend on it.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function constants() {
  await supabase.from("users").select();
//                    ^^^^^^^ select users
  await supabase.from("constants").insert({ a: 1 });
//                    ^^^^^^^^^^^ insert constants
}

async function controlled() {
  const { data: user, error } = await supabase.from("users").select().single();
//                                                  ^^^^^^^ select users
  if (user) await supabase.from("controlled").insert({ seen: true });
//                              ^^^^^^^^^^^^ insert controlled
  const state = user ? "known" : "unknown";
  await supabase.from("controlled").insert({ state });
//                    ^^^^^^^^^^^^ insert controlled
  if (error) await supabase.from("errors").insert({ message: error.message });
//                               ^^^^^^^^ insert errors
}

async function counted() {
  const { data: users } = await supabase.from("users").select();
//                                            ^^^^^^^ select users
  let count = 0;
  const done = [];
  for (const user of users) {
    count++;
    done.push(user.id);
  }
  await supabase.from("logs").insert({ count, all: users.length, done: done.length });
//                    ^^^^^^ insert logs
}

async function beside() {
  const { data: users } = await supabase.from("users").select();
//                                            ^^^^^^^ select users
  const { data: posts } = await supabase.from("posts").select();
//                                            ^^^^^^^ select posts
  const context = { users, posts, size: 3 };
  await supabase.from("of_posts").insert({ posts: context.posts });
//                    ^^^^^^^^^^ insert of_posts; rows from select posts
  await supabase.from("of_nothing").insert({ size: context.size });
//                    ^^^^^^^^^^^^ insert of_nothing
}

function same(value) {
  return value;
}

async function first() {
  const { data } = await supabase.from("users").select();
//                                     ^^^^^^^ select users
  await supabase.from("of_users").insert(same(data));
//                    ^^^^^^^^^^ insert of_users; rows from select users
}

async function second() {
  await supabase.from("of_nothing").insert(same({ a: 1 }));
//                    ^^^^^^^^^^^^ insert of_nothing
}

async function silent() {
  const { data } = await supabase.from("silent").insert({ a: 1 });
//                                     ^^^^^^^^ insert silent
  await supabase.from("of_nothing").insert({ data });
//                    ^^^^^^^^^^^^ insert of_nothing
}

async function asked() {
  const { data: user } = await supabase.from("users").select().single();
//                                           ^^^^^^^ select users
  const { data: posts } = await supabase.from("posts").select().eq("author", user.id);
//                                            ^^^^^^^ select posts
  await supabase.from("of_posts").insert(posts);
//                    ^^^^^^^^^^ insert of_posts; rows from select posts
}
