// A type may be imported where it is used.

import type { Client as Named } from "./client";

export async function inline(db: import("@supabase/supabase-js").SupabaseClient) {
  await db.from("inline").select();
//              ^^^^^^^^ select inline (client annotated)
}
type Client = import("./client").Client | null;
export async function own(db: Client) {
  await db.from("own").select();
//              ^^^^^ select own (client annotated)
}
export async function named(db: Named) {
  await db.from("named").select();
//              ^^^^^^^ select named (client annotated)
}
export const GET = ({ locals }) => locals.supabase.from("locals").select();
//                                                      ^^^^^^^^ select locals (client annotated)
// @file client.ts
export type { SupabaseClient as Client } from "@supabase/supabase-js";
// @file app.d.ts
declare namespace App {
  interface Locals {
    supabase: import("@supabase/supabase-js").SupabaseClient;
  }
}
