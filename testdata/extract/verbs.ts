// The first verb of a chain decides the operation; filters do not change it.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const { data } = await supabase
  .from("profiles")
//      ^^^^^^^^^^ select profiles
  .select("id")
  .eq("id", id);

// An insert that returns its rows is still an insert.
await supabase.from("profiles").insert({ id }).select();
//                  ^^^^^^^^^^ insert profiles

await supabase.from("profiles").upsert({ id }, { onConflict: "id" });
//                  ^^^^^^^^^^ upsert profiles
await supabase.from("profiles").update({ name }).eq("id", id).select().single();
//                  ^^^^^^^^^^ update profiles
await supabase.from("profiles").delete().eq("id", id);
//                  ^^^^^^^^^^ delete profiles

// A verb that is no verb is not guessed.
await supabase.from("profiles").merge({ id });
//                  ^^^^^^^^^^ ? profiles (operation: no_verb)

// No verb, no access.
const pending = supabase.from("profiles");
