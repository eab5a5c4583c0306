// A constant is followed to the literal that defines it, across files.

import { createClient } from "@supabase/supabase-js";
import { TABLE, TABLES, Tables, NAMES, Config } from "./names";
import * as names from "./names";
import fallback from "./names";

const supabase = createClient(url, key);
const LOCAL = "local";
let once = "assigned";

await supabase.from(LOCAL).select();
//                  ^^^^^ select local (constant)
await supabase.from(once).select();
//                  ^^^^ select assigned (constant)
await supabase.from(TABLE).select();
//                  ^^^^^ select imported (constant)
await supabase.from(TABLES.users).select();
//                  ^^^^^^^^^^^^ select app_users (constant)
await supabase.from(TABLES["posts"]).select();
//                  ^^^^^^^^^^^^^^^ select app_posts (constant)
await supabase.from(TABLES.nested.deep).select();
//                  ^^^^^^^^^^^^^^^^^^ select app_deep (constant)
await supabase.from(Tables.Profiles).select();
//                  ^^^^^^^^^^^^^^^ select user_profiles (constant)
await supabase.from(NAMES[1]).select();
//                  ^^^^^^^^ select one (constant)
await supabase.from(names.TABLE).select();
//                  ^^^^^^^^^^^ select imported (constant)
await supabase.from(Config.table).select();
//                  ^^^^^^^^^^^^ select static_member (constant)
await supabase.from(fallback.table).select();
//                  ^^^^^^^^^^^^^^ select default_member (constant)
const { users: U } = TABLES;
await supabase.from(U).select();
//                  ^ select app_users (constant)
const [first] = NAMES;
await supabase.from(first).select();
//                  ^^^^^ select zero (constant)
// @file names.ts
export const TABLE = "imported";
export const TABLES = { users: "app_users", posts: "app_posts", nested: { deep: "app_deep" } } as const;
export enum Tables {
  Profiles = "user_profiles",
}
export const NAMES = ["zero", "one"] as const;
export class Config {
  static readonly table = "static_member";
}
export default { table: "default_member" };
