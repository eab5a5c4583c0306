// A builder that is kept is followed even when only its name says that a client made it.

export async function rename(supabase, id) {
  const notes = supabase.from("notes");
//                            ^^^^^^^ select notes (client named)
//                            ^^^^^^^ delete notes (client named)
  await notes.select().eq("id", id);
  await notes.delete().eq("id", id);
}
