// A comment may hold the type in plain JavaScript.

/** @typedef {import("@supabase/supabase-js").SupabaseClient} Client */

/** @param {import("@supabase/supabase-js").SupabaseClient} db */
export async function load(db) {
  return db.from("profiles").select();
//               ^^^^^^^^^^ select profiles (client shape)
}
