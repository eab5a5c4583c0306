// Methods that return the client with something changed.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const { from } = supabase;
const bound = supabase.from.bind(supabase);

await from("destructured").select();
//         ^^^^^^^^^^^^^^ select destructured
await bound("bound").select();
const copy = { ...helpers, supabase };
await copy.supabase.from("property").select();
//                       ^^^^^^^^^^ select property
const map = { main: createClient(url, key), other: createClient(url, key) };
await map.main.from("known key").select();
//                  ^^^^^^^^^^^ select known key
await map[which].from("any key").select();
//                    ^^^^^^^^^ select any key
const proxy = new Proxy({}, { get: (_, key) => supabase[key] });
await proxy.from("proxy").select();
//               ^^^^^^^ select proxy
globalThis.supabase = supabase;
await globalThis.supabase.from("global").select();
//                             ^^^^^^^^ select global
