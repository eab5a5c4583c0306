// What is computed or comes from elsewhere is not guessed.

import { createClient } from "@supabase/supabase-js";
import { tableName } from "some-library";
import { missing } from "./missing";

const supabase = createClient(url, key);

await supabase.from(tableName).select();
//                  ^^^^^^^^^ select ? (dynamic: external)
await supabase.from(missing).select();
//                  ^^^^^^^ select ? (dynamic: missing_module)
await supabase.from(name.toLowerCase()).select();
//                  ^^^^^^^^^^^^^^^^^^ select ? (dynamic: external)
await supabase.from(compute(1 + 2)).select();
//                  ^^^^^^^^^^^^^^ select ? (dynamic: external)
const { data } = await supabase.from("tables").select("name");
//                                   ^^^^^^^^ select tables
for (const row of data) await supabase.from(row.name).delete();
//                                          ^^^^^^^^ delete ? (dynamic: computed)
await supabase.from().select();
//             ^^^^ select ? (dynamic: computed)
await supabase.from(...names).select();
//                  ^^^^^^^^ select ? (dynamic: external)
