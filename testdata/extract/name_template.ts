// A template or a concatenation is known when its parts are.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const PREFIX = "app_";
const version = 2;

await supabase.from(`${PREFIX}users`).select();
//                  ^^^^^^^^^^^^^^^^ select app_users (constant)
await supabase.from(PREFIX + "posts").select();
//                  ^^^^^^^^^^^^^^^^ select app_posts (constant)
await supabase.from(PREFIX.concat("tags")).select();
//                  ^^^^^^^^^^^^^^^^^^^^^ select ? (dynamic: computed)
await supabase.from(`${PREFIX}${isLive ? "live" : "test"}`).select();
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select app_live (one of)
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select app_test (one of)
await supabase.from(`${PREFIX}${name}`).select();
//                  ^^^^^^^^^^^^^^^^^^ select ? (dynamic: external)
await supabase.from(["app", "joined"].join("_")).select();
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ select ? (dynamic: computed)
await supabase.from(`v${version}_rows`).select();
//                  ^^^^^^^^^^^^^^^^^^ select ? (dynamic: computed)
