// What stands around an error is read all the same.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

await supabase.from("before").select();
//                  ^^^^^^^^ select before
const broken = { a: ];
await supabase.from("after").select();
//                  ^^^^^^^ select after
function unfinished( {
  return supabase.from("within").select();
}
await supabase.from("last").select();
//                  ^^^^^^ select last
