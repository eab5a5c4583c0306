// Functions that are handed on are run by what gets them.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

export async function list(request, response) {
  return supabase.from("posts").select();
}

export async function tick() {
  await supabase.from("ticks").insert({});
}

export const report = cached(async () => {
  return supabase.from("reports").select();
});

const unused = list;

app.get("/posts", list);
//                ^^^^ (module) hands on list
app.get("/inline", async () => {
//  ^^^ (module) hands on app.get("/inline")
  await supabase.from("inline").select();
});
// @file routes.ts
import { list, report, tick } from "./handed";

export const handlers = { GET: list, POST: async () => {} };

const jobs = [tick, report];

export function start() {
  setInterval(tick, 1000);
  return jobs;
}

export async function show() {
  return report();
}

export function compare(other) {
  return other === tick;
}
