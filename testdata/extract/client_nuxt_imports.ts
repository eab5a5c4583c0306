// `#imports` names what Nuxt would make available without an import.

import { useSupabaseClient } from "#imports";

export const useNotes = () => useSupabaseClient().from("notes").select();
//                                                     ^^^^^^^ select notes
