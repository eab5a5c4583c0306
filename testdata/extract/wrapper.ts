// What a wrapper reaches is told by its callers, and counted there.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const TABLE = "constant";

async function fetchAll<T>(table: string): Promise<T[]> {
  const { data } = await supabase.from(table).select("*");
//                                     ^^^^^ select ? (dynamic: parameter, wrapper)
  return data;
}

await fetchAll("literal");
//             ^^^^^^^^^ select literal (passed)
await fetchAll<Post>(TABLE);
//                   ^^^^^ select constant (passed)
await fetchAll(flag ? "one" : "other");
//             ^^^^^^^^^^^^^^^^^^^^^^ select one (passed)
//             ^^^^^^^^^^^^^^^^^^^^^^ select other (passed)
await fetchAll(process.argv[2]);
//             ^^^^^^^^^^^^^^^ select ? (passed)
["x", "y"].map((table) => fetchAll(table));
//                                 ^^^^^ select x (passed)
//                                 ^^^^^ select y (passed)
["p", "q"].forEach(fetchAll);
