// The name may come in an object of options.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function load({ table, columns = "*" }: { table: string; columns?: string }) {
  return supabase.from(table).select(columns);
//                     ^^^^^ select ? (dynamic: parameter, wrapper)
}
async function save(options: { table: string; row: object }) {
  return supabase.from(options.table).insert(options.row);
//                     ^^^^^^^^^^^^^ insert ? (dynamic: parameter, wrapper)
}
const api = {
  remove: (table: string) => supabase.from(table).delete(),
//                                         ^^^^^ delete ? (dynamic: parameter, wrapper)
};

await load({ table: "posts" });
//         ^^^^^^^^^^^^^^^^^^ select posts (passed)
await save({ table: "notes", row: { id: 1 } });
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insert notes (passed)
await api.remove("tags");
//               ^^^^^^ delete tags (passed)
