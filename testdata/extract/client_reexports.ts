// A client passes through modules under many names.

import supabase, { admin as root } from "./lib";
import * as lib from "./lib";
import { db } from "./lib/other";

await supabase.from("default").select();
//                  ^^^^^^^^^ select default
await root.from("named").select();
//              ^^^^^^^ select named
await lib.admin.from("namespace").select();
//                   ^^^^^^^^^^^ select namespace
await db.from("starred").select();
//            ^^^^^^^^^ select starred
const later = await import("./lib");
await later.admin.from("dynamic import").select();
//                     ^^^^^^^^^^^^^^^^ select dynamic import
const { admin } = await import("./lib");
await admin.from("destructured import").select();
//               ^^^^^^^^^^^^^^^^^^^^^ select destructured import
// @file lib/index.ts
export { supabase as default } from "./client";
export * from "./client";
// @file lib/other.ts
export * from "./client";
export { admin as db } from "./client";
// @file lib/client.ts
import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(url, anon);
export const admin = createClient(url, service);
