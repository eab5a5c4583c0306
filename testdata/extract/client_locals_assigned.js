// Without types the assignment in the hook tells.

export const load = async ({ locals }) => {
  return locals.supabase.from("notes").select();
//                            ^^^^^^^ select notes
};
// @file src/hooks.server.js
import { createServerClient } from "@supabase/ssr";
export const handle = async ({ event, resolve }) => {
  event.locals.supabase = createServerClient(url, key, {});
  return resolve(event);
};
