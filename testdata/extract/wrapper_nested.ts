// A wrapper of a wrapper counts at the outermost call that knows the name.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

function builder(table: string) {
  return supabase.from(table);
//                     ^^^^^ select ? (dynamic: parameter, wrapper)
//                     ^^^^^ update ? (dynamic: parameter, wrapper)
//                     ^^^^^ delete ? (dynamic: parameter, wrapper)
}
function all(table: string) {
  return builder(table).select();
}
function remove(table: string, id: string) {
  return builder(table).delete().eq("id", id);
}

await all("posts");
//        ^^^^^^^ select posts (passed)
await remove("notes", "1");
//           ^^^^^^^ delete notes (passed)
await builder("direct").update({ a: 1 });
//            ^^^^^^^^ update direct (passed)
