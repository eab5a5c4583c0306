import type { SupabaseClient } from "@supabase/supabase-js";

const TABLE = "notes";

export const list = (supabase: SupabaseClient) => supabase.from(TABLE).select("id, text");

export async function remove(supabase: SupabaseClient, id: string) {
  await supabase.from(TABLE).delete().eq("id", id);
}
