// Types that a project adds to a library's say what requests carry.

// @file types.d.ts
import type { SupabaseClient } from "@supabase/supabase-js";
declare module "fastify" {
  interface FastifyRequest {
    db: SupabaseClient;
  }
}

// @file routes.ts
import type { FastifyReply, FastifyRequest } from "fastify";
export async function list(request: FastifyRequest, reply: FastifyReply) {
  const { db } = request;
  const query = db.from("kept");
//                 ^^^^ no access: `FastifyRequest.db` of the package `fastify`
  await query.select();
  return request.db.rpc("direct");
//                  ^^^ no access: `FastifyRequest.db` of the package `fastify`
}
