// The file is a test by its name.

import { createClient } from "@supabase/supabase-js";

await createClient(url, key).from("posts").select();
//                                ^^^^^^^ select posts: awaited, in test, expects failure
