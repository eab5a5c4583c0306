// Values are followed through the functions of a project, each call back to its own caller.

import { createClient } from "@supabase/supabase-js";

export const supabase = createClient(url, key);

export async function due() {
  const { data, error } = await supabase.from("content_metadata").select();
  if (error) throw error;
  return data;
}

export async function decide(post, reason) {
  await supabase.from("posted_decisions").insert({ post: post.id, reason });
}

export async function rows(table) {
  const { data } = await supabase.from(table).select();
  return data;
}

export async function put(table, row) {
  await supabase.from(table).insert(row);
}

export function toRow(post) {
  return { id: post.id };
}
// @file queue.ts
import { decide, due, put, rows, toRow } from "./functions";
import { withRetry } from "./retry";

export async function run() {
  const posts = await due();
  for (const post of posts) await decide(post, "due");
}

export async function copy() {
  const users = await rows("users");
  const posts = await rows("posts");
  await put("of_users", users[0]);
  await put("of_posts", posts.map(toRow));
  await put("of_nothing", { a: 1 });
}

export async function retried() {
  const posts = await withRetry(() => rows("retried"));
  await put("of_retried", posts);
  const other = await withRetry(async () => 3);
  await put("of_nothing", other);
}

export class Service {
  posts = [];
  async load() {
    this.posts = await rows("loaded");
  }
  async save() {
    await put("of_loaded", this.posts);
  }
}

export async function each() {
  const { supabase } = await import("./functions");
  const { data: tasks } = await supabase.from("tasks").select();
  tasks.forEach(finish);
  await put("of_moved", move({ tasks, other: 1 }).other);
}

async function finish(task) {
  await put("finished", { task });
}

function move({ tasks, other }) {
  return { tasks, other };
}
// @file retry.ts
export async function withRetry(action, times = 3) {
  for (let left = times; left > 0; left--) {
    try {
      return await action();
    } catch (error) {}
  }
}
