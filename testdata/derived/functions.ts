// Values are followed through the functions of a project, each call back to its own caller.

import { createClient } from "@supabase/supabase-js";

export const supabase = createClient(url, key);

export async function due() {
  const { data, error } = await supabase.from("content_metadata").select();
//                                            ^^^^^^^^^^^^^^^^^^ select content_metadata
  if (error) throw error;
  return data;
}

export async function decide(post, reason) {
  await supabase.from("posted_decisions").insert({ post: post.id, reason });
//                    ^^^^^^^^^^^^^^^^^^ insert posted_decisions; rows from select content_metadata
}

export async function rows(table) {
  const { data } = await supabase.from(table).select();
//                                     ^^^^^ select ? (dynamic: parameter, wrapper)
  return data;
}

export async function put(table, row) {
  await supabase.from(table).insert(row);
//                    ^^^^^ insert ? (dynamic: parameter, wrapper)
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
//                         ^^^^^^^ select users (passed)
  const posts = await rows("posts");
//                         ^^^^^^^ select posts (passed)
  await put("of_users", users[0]);
//          ^^^^^^^^^^ insert of_users (passed); rows from select users (passed)
  await put("of_posts", posts.map(toRow));
//          ^^^^^^^^^^ insert of_posts (passed); rows from select posts (passed)
  await put("of_nothing", { a: 1 });
//          ^^^^^^^^^^^^ insert of_nothing (passed)
}

export async function retried() {
  const posts = await withRetry(() => rows("retried"));
//                                         ^^^^^^^^^ select retried (passed)
  await put("of_retried", posts);
//          ^^^^^^^^^^^^ insert of_retried (passed); rows from select retried (passed)
  const other = await withRetry(async () => 3);
  await put("of_nothing", other);
//          ^^^^^^^^^^^^ insert of_nothing (passed)
}

export class Service {
  posts = [];
  async load() {
    this.posts = await rows("loaded");
//                          ^^^^^^^^ select loaded (passed)
  }
  async save() {
    await put("of_loaded", this.posts);
//            ^^^^^^^^^^^ insert of_loaded (passed); rows from select loaded (passed)
  }
}

export async function each() {
  const { supabase } = await import("./functions");
  const { data: tasks } = await supabase.from("tasks").select();
//                                            ^^^^^^^ select tasks
  tasks.forEach(finish);
  await put("of_moved", move({ tasks, other: 1 }).other);
//          ^^^^^^^^^^ insert of_moved (passed)
}

async function finish(task) {
  await put("finished", { task });
//          ^^^^^^^^^^ insert finished (passed); rows from select tasks
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
// @file guard.ts
import { supabase } from "./functions";

async function log(cost, params) {
  await supabase.from("usage").insert({ cost, model: params.model });
//                    ^^^^^^^ insert usage
}

async function guarded(operation, params) {
  const result = await operation();
  await log(result.usage, params);
  return result;
}

export async function create(params) {
  return guarded(async () => {
    const response = await ask(params);
    return response;
  }, params);
}

export async function first() {
  const { data } = await supabase.from("first_in").select();
//                                     ^^^^^^^^^^ select first_in
  const made = await create({ prompt: data[0].text });
  await supabase.from("first_out").insert({ made: made.text });
//                    ^^^^^^^^^^^ insert first_out; rows from select first_in
}

export async function second() {
  const { data } = await supabase.from("second_in").select();
//                                     ^^^^^^^^^^^ select second_in
  const made = await create({ prompt: data[0].text });
  await supabase.from("second_out").insert({ made: made.text });
//                    ^^^^^^^^^^^^ insert second_out; rows from select second_in
}
