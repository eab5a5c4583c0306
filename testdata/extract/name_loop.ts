// A loop over a literal array asks for each of its elements.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const ALL = ["a", "b"] as const;
const rows = [{ table: "c", id: 1 }, { table: "d", id: 2 }];
const counts = { e: 0, f: 0 };

for (const table of ["x", "y"]) {
  await supabase.from(table).select();
//                    ^^^^^ select x (one of)
//                    ^^^^^ select y (one of)
}
for (const table of ALL) await supabase.from(table).select();
//                                           ^^^^^ select a (one of)
//                                           ^^^^^ select b (one of)
for (const { table } of rows) await supabase.from(table).select();
//                                                ^^^^^ select c (one of)
//                                                ^^^^^ select d (one of)
for (const row of rows) await supabase.from(row.table).select();
//                                          ^^^^^^^^^ select c (one of)
//                                          ^^^^^^^^^ select d (one of)
for (let i = 0; i < ALL.length; i++) await supabase.from(ALL[i]).select();
//                                                       ^^^^^^ select a (one of)
//                                                       ^^^^^^ select b (one of)
for (const table in counts) await supabase.from(table).select();
//                                              ^^^^^ select e (one of)
//                                              ^^^^^ select f (one of)
ALL.forEach((table) => supabase.from(table).delete());
//                                   ^^^^^ delete a (one of)
//                                   ^^^^^ delete b (one of)
await Promise.all(ALL.map((table) => supabase.from(table).select()));
//                                                 ^^^^^ select a (one of)
//                                                 ^^^^^ select b (one of)
await Promise.all(rows.map(async ({ table }) => supabase.from(table).select()));
//                                                            ^^^^^ select c (one of)
//                                                            ^^^^^ select d (one of)
for (const [table, count] of Object.entries(counts)) await supabase.from(table).select();
//                                                                       ^^^^^ select e (one of)
//                                                                       ^^^^^ select f (one of)
for (const table of Object.keys(counts)) await supabase.from(table).select();
//                                                           ^^^^^ select e (one of)
//                                                           ^^^^^ select f (one of)
for (const [i, table] of ALL.entries()) await supabase.from(table).select();
//                                                          ^^^^^ select ? (dynamic: computed)
for (const table of [...ALL, "z"]) await supabase.from(table).select();
//                                                     ^^^^^ select a (one of)
//                                                     ^^^^^ select b (one of)
//                                                     ^^^^^ select z (one of)
for (const table of ALL.filter((table) => table !== "a")) await supabase.from(table).select();
//                                                                            ^^^^^ select a (one of)
//                                                                            ^^^^^ select b (one of)
for (const table of unknown) await supabase.from(table).select();
//                                               ^^^^^ select ? (dynamic: external)
