import { createServerClient } from "@supabase/ssr";
import type { Handle } from "@sveltejs/kit";
import { PUBLIC_SUPABASE_ANON_KEY, PUBLIC_SUPABASE_URL } from "$env/static/public";

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.supabase = createServerClient(PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_ANON_KEY, {
    cookies: { getAll: () => event.cookies.getAll() },
  });
  const { data } = await event.locals.supabase.from("sessions").select("user_id").maybeSingle();
  event.locals.user = data?.user_id;
  return resolve(event);
};
