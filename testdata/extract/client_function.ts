// What a function returns is a client when one is returned.

import { createClient } from "@supabase/supabase-js";

function plain() {
  return createClient(url, key);
}
const arrow = () => createClient(url, key);
async function promised() {
  const client = createClient(url, key);
  return client;
}
let cached: any;
function singleton() {
  if (!cached) cached = createClient(url, key);
  return cached;
}
function both() {
  return { client: createClient(url, key), other: 1 };
}
const memo = cache(() => createClient(url, key));

await plain().from("plain").select();
//                 ^^^^^^^ select plain
await arrow().from("arrow").select();
//                 ^^^^^^^ select arrow
await (await promised()).from("promised").select();
//                            ^^^^^^^^^^ select promised
await singleton().from("singleton").select();
//                     ^^^^^^^^^^^ select singleton
await both().client.from("both").select();
//                       ^^^^^^ select both
const { client: renamed } = both();
await renamed.from("renamed").select();
//                 ^^^^^^^^^ select renamed
await memo().from("memo").select();
//                ^^^^^^ select memo
(await promised()).rpc("refresh");
//                     ^^^^^^^^^ call refresh
promised().then((client) => client.from("then").select());
//                                      ^^^^^^ select then
