// What a store or a map keeps is followed part by part.

import { createClient } from "@supabase/supabase-js";
import { storeToRefs } from "pinia";
import { ref } from "vue";

const supabase = createClient(url, key);

const current = ref(null);
const logos = ref([]);

function useOrganization() {
  return { current, logos };
}

export async function load() {
  const { data } = await supabase.from("organizations").select();
//                                     ^^^^^^^^^^^^^^^ select organizations
  current.value = data;
  const { data: images } = await supabase.from("logos").select();
//                                             ^^^^^^^ select logos
  logos.value = images;
}

export async function rename(name) {
  const { current: chosen } = storeToRefs(useOrganization());
  await supabase.from("renamed").insert({ id: chosen.value.id, name });
//                    ^^^^^^^^^ insert renamed; rows from select organizations
}

export async function keep() {
  const known = new Map();
  const { data: users } = await supabase.from("users").select();
//                                            ^^^^^^^ select users
  const { data: faces } = await supabase.from("faces").select();
//                                            ^^^^^^^ select faces
  known.set("a", { id: users, face: faces });
  await supabase.from("of_users").insert({ id: known.get("a").id });
//                    ^^^^^^^^^^ insert of_users; rows from select users
  await supabase.from("of_faces").insert({ face: known.get("a").face });
//                    ^^^^^^^^^^ insert of_faces; rows from select faces
}
