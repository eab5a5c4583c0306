// Callers in other files count as well.

import { fetchAll } from "./lib";
import { insertInto as put } from "./lib";

await fetchAll("posts");
//             ^^^^^^^ select posts (passed)
await put("notes", { id: 1 });
//        ^^^^^^^ insert notes (passed)
// @file lib.ts
import { createClient } from "@supabase/supabase-js";
const supabase = createClient(url, key);
export async function fetchAll(table: string) {
  return supabase.from(table).select();
//                     ^^^^^ select ? (dynamic: parameter, wrapper)
}
export async function insertInto(table: string, row: object) {
  return supabase.from(table).insert(row);
//                     ^^^^^ insert ? (dynamic: parameter, wrapper)
}
export async function unused(table: string) {
  return supabase.from(table).delete();
//                     ^^^^^ delete ? (dynamic: parameter)
}
