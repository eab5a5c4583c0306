// An error within an expression does not hide what follows in it.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const broken = { a: ];
await supabase.from("after").select();
//                  ^^^^^^^ select after
