import { serverSupabaseClient } from "#supabase/server";

export default defineEventHandler(async (event) => {
  const client = await serverSupabaseClient(event);
  const { data } = await client.rpc("todo_stats", { days: 7 });
  await admin(event).from("stat_requests").insert({ at: new Date() });
  return data;
});
