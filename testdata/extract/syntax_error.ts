// What stands around an error is read all the same.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

await supabase.from("before").select();
//                  ^^^^^^^^ select before
const broken = ;
await supabase.from("after").select();
//                  ^^^^^^^ select after
call(1, 2;
await supabase.from("last").select();
//                  ^^^^^^ select last
