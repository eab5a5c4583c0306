// Either side of a conditional is a client.

import { createClient } from "@supabase/supabase-js";

const anon = createClient(url, key);
const admin = process.env.SERVICE ? createClient(url, service) : null;

await (admin ?? anon).from("nullish").select();
//                         ^^^^^^^^^ select nullish
await (admin || anon).from("or").select();
//                         ^^^^ select or
await (isAdmin ? admin : anon).from("ternary").select();
//                                  ^^^^^^^^^ select ternary
await (admin && admin.from("guarded").select());
//                         ^^^^^^^^^ select guarded
let client = anon;
if (isAdmin) client = admin;
await client.from("reassigned").select();
//                ^^^^^^^^^^^^ select reassigned
