// A procedure's context is what its middleware adds to what the context was declared with.

// @file init.ts
import { initTRPC } from "@trpc/server";
import { getSupabase } from "./lib";
export const createTRPCContext = async () => { const db = getSupabase(); return { db }; };
const t = initTRPC.context<typeof createTRPCContext>().create({});
const mw = t.middleware(({ ctx, next }) => next({ ctx: { ...ctx, admin: getSupabase() } }));
export const publicProcedure = t.procedure;
export const protectedProcedure = t.procedure.use(mw);
export const createTRPCRouter = t.router;

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file r.ts
import { createTRPCRouter, protectedProcedure, publicProcedure } from "./init";
export const r = createTRPCRouter({
  list: publicProcedure.input({}).query(async ({ ctx }) => {
    return ctx.db.from("p1").select("*");
//                     ^^^^ select p1
  }),
  add: protectedProcedure.input({}).mutation(async ({ ctx: { db, admin } }) => {
    await admin.from("p3").delete().eq("id", 1);
//                   ^^^^ delete p3
    return db.from("p2").update({ a: 1 }).eq("id", 2);
//                 ^^^^ update p2
  }),
});
