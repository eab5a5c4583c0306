// A chain may be written in many ways and stays the same chain.

import { createClient } from "@supabase/supabase-js";

const client = createClient(url, key);

await client.from<Todo>("generic").select();
//                      ^^^^^^^^^ select generic
await (client as any).from("cast").select();
//                         ^^^^^^ select cast
await client?.from("optional").select();
//                 ^^^^^^^^^^ select optional
await client!.from("asserted").select();
//                 ^^^^^^^^^^ select asserted
await (client.from("parenthesised")).select();
//                 ^^^^^^^^^^^^^^^ select parenthesised
await client["from"]("indexed").select();
await client.from(`template`).select();
//                ^^^^^^^^^^ select template
await client.from("as const" as const).select();
//                ^^^^^^^^^^ select as const
await client.from("satisfied" satisfies string).select();
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select satisfied
await client.from(("wrapped")).select();
//                 ^^^^^^^^^ select wrapped
await (<any>client).from("angle").select();
//                       ^^^^^^^ select angle
await client
  // A comment within the chain.
  .from("commented") /* and another */
//      ^^^^^^^^^^^ select commented
  .select();
void client.from("voided").select().then(() => {});
//               ^^^^^^^^ select voided
client.from("trailing",).select();
//          ^^^^^^^^^^ select trailing
client.from ("spaced") .select();
//           ^^^^^^^^ select spaced
await client.from('it\'s').select();
//                ^^^^^^^ select it's
await client.from("\u0061bc").select();
//                ^^^^^^^^^^ select abc
