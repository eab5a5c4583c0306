// A wrapper hands a client to the handler that it is given.

// @file e.ts
import { getSupabase } from "./lib";
export function enhanceAction(fn, config) {
  return async (...args) => { const client = getSupabase(); return fn({ client, args }); };
}
export function withDb<T>(handler: (c: any, req: Request) => T) { return async (req: Request) => { const c = getSupabase(); return handler(c, req); }; }

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file u.ts
import { enhanceAction, withDb } from "./e";
export const act = enhanceAction(async ({ client: db }) => { await db.from("w1").select("*"); }, {});
//                                                                         ^^^^ select w1
export const GET = withDb(async (c, req) => { return c.from("w2").select("*"); });
//                                                          ^^^^ select w2
