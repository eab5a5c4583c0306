// An enum's key is not its value; a const enum is an enum.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
enum Table {
  Users = "app_users",
  Copy = Users,
  "Quoted" = "app_quoted",
}
const enum Fixed {
  Posts = "app_posts",
}
declare enum Ambient {
  Logs = "app_logs",
}

await supabase.from(Table.Users).select();
//                  ^^^^^^^^^^^ select app_users (constant)
await supabase.from(Table.Copy).select();
//                  ^^^^^^^^^^ select ? (dynamic: external)
await supabase.from(Table["Quoted"]).select();
//                  ^^^^^^^^^^^^^^^ select app_quoted (constant)
await supabase.from(Fixed.Posts).select();
//                  ^^^^^^^^^^^ select app_posts (constant)
await supabase.from(Ambient.Logs).select();
//                  ^^^^^^^^^^^^ select app_logs (constant)
await supabase.from(`${Table.Users}`).select();
//                  ^^^^^^^^^^^^^^^^ select app_users (constant)
