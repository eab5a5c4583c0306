// A table of cases hands names to a test.

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file u/t.ts
import { getSupabase } from "../lib";
let db;
beforeAll(async () => { db = getSupabase(); });
describe("x", () => {
  let local: any;
  beforeEach(() => { local = getSupabase(); });
  it("a", async () => { await db.from("j1").select(); });
//                                    ^^^^ select j1
  it("b", async () => { await local.from("j2").delete(); });
//                                       ^^^^ delete j2
  it.each(["j3", "j4"])("c %s", async (t) => { await db.from(t).select(); });
//                                                           ^ select j3 (one of)
//                                                           ^ select j4 (one of)
  it.each([["j5", 1], ["j6", 2]])("c %s", async (t, n) => { await db.from(t).select(); });
//                                                                        ^ select j5 (one of)
//                                                                        ^ select j6 (one of)
  test.each([{ t: "j7" }])("c", async ({ t }) => { await db.from(t).select(); });
//                                                               ^ select j7 (constant)
});
