// What only runs because of what was read, or stands beside it, does not depend on it.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function constants() {
  await supabase.from("users").select();
  await supabase.from("constants").insert({ a: 1 });
}

async function controlled() {
  const { data: user, error } = await supabase.from("users").select().single();
  if (user) await supabase.from("controlled").insert({ seen: true });
  const state = user ? "known" : "unknown";
  await supabase.from("controlled").insert({ state });
  if (error) await supabase.from("errors").insert({ message: error.message });
}

async function counted() {
  const { data: users } = await supabase.from("users").select();
  let count = 0;
  const done = [];
  for (const user of users) {
    count++;
    done.push(user.id);
  }
  await supabase.from("logs").insert({ count, all: users.length, done: done.length });
}

async function beside() {
  const { data: users } = await supabase.from("users").select();
  const { data: posts } = await supabase.from("posts").select();
  const context = { users, posts, size: 3 };
  await supabase.from("of_posts").insert({ posts: context.posts });
  await supabase.from("of_nothing").insert({ size: context.size });
}

function same(value) {
  return value;
}

async function first() {
  const { data } = await supabase.from("users").select();
  await supabase.from("of_users").insert(same(data));
}

async function second() {
  await supabase.from("of_nothing").insert(same({ a: 1 }));
}

async function left() {
  const { data: user } = await supabase.from("users").select().single();
  const { id, ...rest } = { id: user.id, name: "fixed" };
  await supabase.from("of_nothing").insert(rest);
}

async function replaced() {
  const { data: user } = await supabase.from("users").select().single();
  await supabase.from("of_nothing").insert({ ...{ id: user.id }, id: 3 });
}

async function silent() {
  const { data } = await supabase.from("silent").insert({ a: 1 });
  await supabase.from("of_nothing").insert({ data });
}

async function asked() {
  const { data: user } = await supabase.from("users").select().single();
  const { data: posts } = await supabase.from("posts").select().eq("author", user.id);
  await supabase.from("of_posts").insert(posts);
}
