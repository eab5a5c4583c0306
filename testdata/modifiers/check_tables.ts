// What finds out whether something is there reckons with it being missing.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

await supabase.from("by_file").select("*", { head: true });
//                  ^^^^^^^^^ select by_file: head, awaited, expects failure
// @file lib.ts
import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

export async function tableExists() {
  await supabase.from("by_name").select("*").limit(0);
//                    ^^^^^^^^^ select by_name: limit, awaited, expects failure
}

export async function load() {
  const { data, error } = await supabase.from("by_code").select("*");
//                                            ^^^^^^^^^ select by_code: awaited, error read, expects failure
  if (error?.code === "42P01") return [];
  const result = await supabase.from("by_message").select("*");
//                                   ^^^^^^^^^^^^ select by_message: awaited, error read, expects failure
  if (result.error && result.error.message.includes("does not exist")) return [];
  const { error: plain } = await supabase.from("not_compared").select("*");
//                                             ^^^^^^^^^^^^^^ select not_compared: awaited, error read
  if (plain) throw plain;
}
