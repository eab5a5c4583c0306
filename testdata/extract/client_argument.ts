// A parameter is what its callers hand in.

import { createClient } from "@supabase/supabase-js";

async function load(x: any) {
  return x.from("handed").select();
//              ^^^^^^^^ select handed
}
async function options({ x, limit }: { x: any; limit: number }) {
  return x.from("in an object").select().limit(limit);
//              ^^^^^^^^^^^^^^ select in an object
}
const apply = (callback: (x: any) => unknown) => callback(createClient(url, key));

await load(createClient(url, key));
await options({ x: createClient(url, key), limit: 1 });
apply((x) => x.from("callback").select());
//                  ^^^^^^^^^^ select callback
