// Vue hands a client on by a key.

import { createClient } from "@supabase/supabase-js";
import { inject, provide } from "vue";

const key = Symbol("client");

export function install() {
  provide(key, createClient(url, anon));
}

export function useNotes() {
  const client = inject(key);
  return client.from("notes").select();
//                   ^^^^^^^ select notes
}
