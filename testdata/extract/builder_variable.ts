// A builder kept in a variable may be finished later, more than once.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const table = supabase.from("posts");
//                          ^^^^^^^ select posts
//                          ^^^^^^^ insert posts
await table.select();
await table.insert({ id: 1 });

let query = supabase.from("notes").select("*");
//                        ^^^^^^^ select notes
if (search) query = query.eq("title", search);
const { data } = await query;

const late = supabase.from("tags");
//                         ^^^^^^ select tags
//                         ^^^^^^ delete tags
const builder = flag ? late.select() : late.delete();

const pair = { rows: supabase.from("in_object") };
//                                 ^^^^^^^^^^^ select in_object
await pair.rows.select();
