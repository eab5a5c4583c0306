// The keys of a routine's arguments are its argument names.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const parameters = { a: 1, b: 2 };
//                   ^ argument a
//                         ^ argument b

await supabase.rpc("plain");
//                 ^^^^^^^ call plain
await supabase.rpc("literal", { p_id: 1, p_name: "a" });
//                 ^^^^^^^^^ call literal
//                              ^^^^ argument p_id
//                                       ^^^^^^ argument p_name
await supabase.rpc("variable", parameters);
//                 ^^^^^^^^^^ call variable
await supabase.rpc("open", unknown);
//                 ^^^^^^ call open, open
await supabase.rpc("filtered", {}).eq("id", 1);
//                 ^^^^^^^^^^ call filtered
//                                     ^^ filter id
