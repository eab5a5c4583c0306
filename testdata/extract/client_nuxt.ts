// The Nuxt module hands clients to its server routes.

import { serverSupabaseClient, serverSupabaseServiceRole } from "#supabase/server";

export default defineEventHandler(async (event) => {
  const client = await serverSupabaseClient(event);
  await client.from("notes").select();
//                  ^^^^^^^ select notes
  await serverSupabaseServiceRole(event).from("audit").insert({});
//                                            ^^^^^^^ insert audit
});
