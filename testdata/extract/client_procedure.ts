// The context that middleware hands to `next` reaches the actions behind it.

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file safe.ts
import { createSafeActionClient } from "next-safe-action";
import { getSupabase } from "./lib";
export const actionClient = createSafeActionClient();
export const authActionClient = actionClient.use(async ({ next }) => {
  const supabase = await getSupabase();
  return next({ ctx: { db: supabase, user: 1 } });
});

// @file a.ts
import { authActionClient } from "./safe";
export const a = authActionClient.schema({}).metadata({}).action(async ({ parsedInput, ctx: { db } }) => {
  await db.from("t1").select("id");
//              ^^^^ select t1
});
export const b = authActionClient.action(async ({ ctx }) => {
  await ctx.db.from("t2").insert({a: 1});
//                  ^^^^ insert t2
});
