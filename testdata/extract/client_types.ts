// A type of the package tells a client, through aliases, interfaces and generics.

import { SupabaseClient } from "@supabase/supabase-js";
import type * as Supa from "@supabase/supabase-js";

type Client = SupabaseClient<Database>;
interface Dependencies {
  db: Client;
  nested: { client: SupabaseClient };
}
type Optional = Client | null;
type Factory = () => Promise<Client>;
type Made = ReturnType<typeof make>;
declare function make(): Client;
declare const factory: Factory;

export async function direct(db: SupabaseClient) {
  await db.from("direct").select();
//              ^^^^^^^^ select direct (client annotated)
}
export async function aliased(db: Client) {
  await db.from("aliased").select();
//              ^^^^^^^^^ select aliased (client annotated)
}
export async function member({ db, nested }: Dependencies) {
  await db.from("member").select();
//              ^^^^^^^^ select member (client annotated)
  await nested.client.from("nested").select();
//                         ^^^^^^^^ select nested (client annotated)
}
export async function optional(db?: Optional) {
  await db?.from("optional").select();
//               ^^^^^^^^^^ select optional (client annotated)
}
export async function namespaced(db: Supa.SupabaseClient) {
  await db.from("namespaced").select();
//              ^^^^^^^^^^^^ select namespaced (client annotated)
}
export async function made(db: Made) {
  await db.from("made").select();
//              ^^^^^^ select made (client shape)
}
export async function inline(db: import("@supabase/supabase-js").SupabaseClient) {
  await db.from("inline").select();
//              ^^^^^^^^ select inline (client annotated)
}
export async function picked(dependencies: Pick<Dependencies, "db">) {
  await dependencies.db.from("picked").select();
//                           ^^^^^^^^ select picked (client annotated)
}
export async function indexed(db: Dependencies["db"]) {
  await db.from("indexed").select();
//              ^^^^^^^^^ select indexed (client annotated)
}
export async function promised() {
  const db = await factory();
  await db.from("promised").select();
//              ^^^^^^^^^^ select promised (client annotated)
}
export async function generic<T extends Client>(db: T) {
  await db.from("generic").select();
//              ^^^^^^^^^ select generic (client annotated)
}
