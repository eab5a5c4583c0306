// A parameter whose type lists the names is one of them.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
type Table = "posts" | "notes";

export async function union(table: Table) {
  await supabase.from(table).select();
//                    ^^^^^ select notes (one of)
//                    ^^^^^ select posts (one of)
}
export async function single(table: "only") {
  await supabase.from(table).select();
//                    ^^^^^ select only (constant)
}
export async function open(table: string) {
  await supabase.from(table).select();
//                    ^^^^^ select ? (dynamic: parameter)
}
