// Several at once, some of whose results nobody takes.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const [{ data: posts }, , { count }] = await Promise.all([
  supabase.from("posts").select(),
//              ^^^^^^^ select posts
  supabase.from("notes").update({ seen: true }).eq("id", 1),
//              ^^^^^^^ update notes
  supabase.from("tags").select("*", { count: "exact", head: true }),
//              ^^^^^^ select tags
]);
const settled = await Promise.allSettled([supabase.from("logs").insert({})]);
//                                                      ^^^^^^ insert logs
