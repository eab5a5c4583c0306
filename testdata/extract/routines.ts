// A routine is called by name, in a schema if one is set.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const NAME = "constant_fn";

await supabase.rpc("plain");
//                 ^^^^^^^ call plain
await supabase.rpc("with_arguments", { a: 1, b: 2 });
//                 ^^^^^^^^^^^^^^^^ call with_arguments
await supabase.rpc("listed", {}).select("id").limit(1);
//                 ^^^^^^^^ call listed
await supabase.rpc(NAME);
//                 ^^^^ call constant_fn (constant)
await supabase.rpc(fast ? "fast_fn" : "slow_fn");
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ call fast_fn (one of)
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ call slow_fn (one of)
await supabase.schema("jobs").rpc("run", { id });
//                                ^^^^^ call jobs.run
await supabase.rpc("counted", {}, { head: true, count: "exact" });
//                 ^^^^^^^^^ call counted
const call = (name: string, args: object) => supabase.rpc(name, args);
//                                                        ^^^^ call ? (dynamic: parameter, wrapper)
await call("through_wrapper", { x: 1 });
//         ^^^^^^^^^^^^^^^^^ call through_wrapper (passed)
await supabase.rpc(process.argv[2]);
//                 ^^^^^^^^^^^^^^^ call ? (dynamic: request)
