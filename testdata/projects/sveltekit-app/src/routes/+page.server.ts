import { list, remove } from "$db/notes";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ locals: { supabase } }) => {
  const { data: notes } = await list(supabase);
  const { count } = await supabase.from("visits").select("*", { count: "exact", head: true });
  return { notes, count };
};

export const actions: Actions = {
  create: async ({ locals, request }) => {
    const form = await request.formData();
    await locals.supabase.from("notes").insert({ text: form.get("text") });
  },
  remove: async ({ locals, url }) => {
    await remove(locals.supabase, url.searchParams.get("id")!);
  },
};
