// A procedure's context is of the type that it was declared with.

// @file init.ts
import { initTRPC } from "@trpc/server";
import { type SupabaseClient } from "@supabase/supabase-js";
import { getSupabase } from "./lib";
type Context = { db: SupabaseClient };
const t = initTRPC.context<Context>().create();
export const router = t.router;
export const pub = t.procedure;

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file r.ts
import { router, pub } from "./init";
export const r = router({ list: pub.query(({ ctx, input }) => ctx.db.from("q1").select("*")) });
//                                                                        ^^^^ select q1 (client annotated)
