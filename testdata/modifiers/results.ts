// What becomes of a result, and how much is asked for.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const { data, error } = await supabase.from("error_taken").select();
//                                          ^^^^^^^^^^^^^ select error_taken: awaited
const { data: rows } = await supabase.from("error_ignored").select();
//                                         ^^^^^^^^^^^^^^^ select error_ignored: awaited
const result = await supabase.from("error_read_later").select();
//                                 ^^^^^^^^^^^^^^^^^^ select error_read_later: awaited, error read
if (result.error) throw result.error;
const kept = await supabase.from("never_looked_at").select();
//                               ^^^^^^^^^^^^^^^^^ select never_looked_at: awaited
await supabase.from("discarded").delete().eq("id", 1);
//                  ^^^^^^^^^^^ delete discarded: filter, awaited
supabase.from("not_awaited").insert({});
//            ^^^^^^^^^^^^^ insert not_awaited: nothing
await supabase.from("throwing").select().throwOnError();
//                  ^^^^^^^^^^ select throwing: throw on error, awaited
await supabase.from("one").select().eq("id", 1).single();
//                  ^^^^^ select one: filter, single, awaited
await supabase.from("maybe").select().maybeSingle();
//                  ^^^^^^^ select maybe: single, awaited
await supabase.from("limited").select().limit(10);
//                  ^^^^^^^^^ select limited: limit, awaited
await supabase.from("ranged").select().range(0, 9);
//                  ^^^^^^^^ select ranged: limit, awaited
await supabase.from("returning").insert({}).select();
//                  ^^^^^^^^^^^ insert returning: returning, awaited
await supabase.from("counted").select("*", { count: "exact" });
//                  ^^^^^^^^^ select counted: count, awaited
await supabase.from("head").select("*", { count: "exact", head: true });
//                  ^^^^^^ select head: head, count, awaited
for (const id of ids) await supabase.from("looped").delete().eq("id", id);
//                                        ^^^^^^^^ delete looped: filter, awaited, in loop
ids.map((id) => supabase.from("mapped").delete().eq("id", id));
//                            ^^^^^^^^ delete mapped: filter, limit?, single?, returning?, throw on error?, awaited?, error read?, in loop
supabase.from("then").select().then(({ data, error }) => error);
//            ^^^^^^ select then: awaited
function handed() {
  return supabase.from("returned").select();
//                     ^^^^^^^^^^ select returned: filter?, limit?, single?, throw on error?, awaited?, error read?
}
await supabase.from("unfiltered").delete();
//                  ^^^^^^^^^^^^ delete unfiltered: awaited
let query = supabase.from("conditional").select();
//                        ^^^^^^^^^^^^^ select conditional: filter, awaited?, error read
if (id) query = query.eq("id", id);
const { error: queryError } = await query;
