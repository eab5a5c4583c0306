// `App.Locals` says what hooks put there, and every handler finds it.

import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ locals }) => {
  await locals.supabase.from("locals").select();
//                           ^^^^^^^^ select locals (client annotated)
  const { supabase } = locals;
  await supabase.from("taken").select();
//                    ^^^^^^^ select taken (client annotated)
};
export const load = async ({ locals: { supabase } }) => {
  await supabase.from("nested").select();
//                    ^^^^^^^^ select nested (client annotated)
};
export const actions = {
  default: async (event) => {
    await event.locals.supabase.from("event").insert({});
//                                   ^^^^^^^ insert event (client annotated)
  },
};
// @file src/app.d.ts
import type { SupabaseClient } from "@supabase/supabase-js";
declare global {
  namespace App {
    interface Locals {
      supabase: SupabaseClient;
    }
  }
}
export {};
