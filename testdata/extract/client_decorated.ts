// A server and its requests are decorated by one plugin and used by another.

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file p.ts
import { getSupabase } from "./lib";
export default async function (fastify) { fastify.decorate("pg", getSupabase()); fastify.decorateRequest("udb", null); fastify.addHook("onRequest", async (request) => { request.udb = getSupabase(); }); }

// @file r.ts
export default async function routes(fastify) {
  fastify.get("/", async (request, reply) => {
    await fastify.pg.from("f1").select("*");
//                        ^^^^ select f1
    await request.udb.from("f2").select("*");
//                         ^^^^ select f2
  });
}
