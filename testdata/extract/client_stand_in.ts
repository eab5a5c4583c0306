// What a test hands in says nothing about the code under test.

import type { SupabaseClient } from "@supabase/supabase-js";

export interface Dependencies {
  client: SupabaseClient;
}

export async function typed(dependencies: Dependencies) {
  await dependencies.client.from("typed").select();
//                               ^^^^^^^ select typed (client annotated)
}

export async function untyped(supabase) {
  const query = supabase.from("untyped");
//                            ^^^^^^^^^ insert untyped (client named)
  await query.insert({});
}

// @file src/notes.test.ts
import { typed, untyped } from "../client_stand_in";

const standIn = { from: vi.fn(() => ({ select: vi.fn() })) };

it("loads", async () => {
  await typed({ client: standIn });
  await untyped(standIn);
  await standIn.from("own").select();
//              ^^^^ no access: an object written in the program
});
