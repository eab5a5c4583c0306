// A text stands where its literal stands, wherever that is; one that is put together where it is
// handed over.

import { createClient } from "@supabase/supabase-js";
import { SHARED, LISTS } from "./lists";

const supabase = createClient(url, key);
const LIST = "id, title";
const [first] = ["id"];

await supabase.from("posts").select(LIST);
await supabase.from("posts").select(SHARED);
await supabase.from("posts").select(LISTS.short);
await supabase.from("posts").select(full ? "id, body" : LIST);
await supabase.from("posts").select(`id, ${LIST}`);
await supabase.from("posts").select("id, " + "body");
await supabase.from("posts").select("it\'s");
await supabase.from("posts").select(process.env.LIST ?? "id");
await supabase.from("posts").select("id" as const);
await supabase.from("posts").select(unknown);
await supabase.from("posts").select();

function page(list: "id" | "title") {
  return supabase.from("posts").select(list);
}

async function wrapped(table: string, list = "id") {
  return supabase.from(table).select(list);
}
await wrapped("notes", "text");
await wrapped("tags");

supabase.channel("x").on("postgres_changes", { event: "INSERT", schema: "public", table: "posts", filter: "id=eq.1" }, () => {});
// @file lists.ts
export const SHARED = `id,
  name`;
export const LISTS = { short: "id" };
