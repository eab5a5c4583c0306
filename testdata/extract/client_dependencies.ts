// Services get their client from a factory of services.

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file c.ts
import { getSupabase } from "./lib";
export function createServices({ client }) { return { users: makeUsers({ client }), posts: makePosts(client) }; }
function makeUsers(deps) { return { async list() { return deps.client.from("d1").select("*"); } }; }
//                                                                         ^^^^ select d1
const makePosts = (db) => ({ list: () => db.from("d2").select("*") });
//                                               ^^^^ select d2
export const services = createServices({ client: getSupabase() });
