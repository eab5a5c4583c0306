// The type of an injection key is that of what is injected; a type argument says it too.

import { inject, type InjectionKey } from "vue";
import type { SupabaseClient } from "@supabase/supabase-js";

const ANNOTATED: InjectionKey<SupabaseClient> = Symbol("annotated");
const CAST = Symbol() as InjectionKey<SupabaseClient>;

export async function load() {
  await inject(ANNOTATED)!.from("annotated").select();
//                              ^^^^^^^^^^^ select annotated (client annotated)
  await inject(CAST)!.from("cast").select();
//                         ^^^^^^ select cast (client annotated)
  await inject<{ client: SupabaseClient }>("nobody")!.client.from("argument").select();
//                                                                ^^^^^^^^^^ select argument (client annotated)
}
