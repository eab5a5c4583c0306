// A client that is made when it is first used often hides behind a proxy.

import { createClient, type SupabaseClient } from "@supabase/supabase-js";

let client: SupabaseClient | null = null;
function getClient() {
  return (client ??= createClient(url, key));
}

const typed = new Proxy({} as SupabaseClient, {
  get: (_, key) => Reflect.get(getClient(), key),
});
const untyped = new Proxy({}, { get: (_, key) => getClient()[key] });
const annotated: SupabaseClient = new Proxy({}, handler) as any;

await typed.from("typed").select();
//               ^^^^^^^ select typed
await untyped.from("untyped").select();
//                 ^^^^^^^^^ select untyped
await annotated.from("annotated").select();
//                   ^^^^^^^^^^^ select annotated (client annotated)
