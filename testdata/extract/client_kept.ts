// Clients in tuples, maps, objects, getters and globals.

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file u.ts
import { cache } from "react";
import { getSupabase } from "./lib";
export const getC = cache(async () => getSupabase());
export async function f() {
  const [c, other] = await Promise.all([getC(), fetch("x")]);
  await c.from("l1").select();
//             ^^^^ select l1
  const { getSupabase: gs } = await import("./lib");
  await gs().from("l2").select();
//                ^^^^ select l2
  const mod = await import("./lib"); await mod.getSupabase().from("l3").select();
//                                                                ^^^^ select l3
  const run = async (cb) => cb(getSupabase());
  await run((x) => x.from("l4").select());
//                        ^^^^ select l4
  const clients = new Map(); clients.set("a", getSupabase());
  await clients.get("a").from("l5").select();
//                            ^^^^ select l5
  const reg = {}; reg["k"] = getSupabase(); reg.z = getSupabase();
  await reg.z.from("l6").select();
//                 ^^^^ select l6
  await reg["k"].from("l7").select();
//                    ^^^^ select l7
  const { data: { x } = {}, error } = await getSupabase().from("l8").select();
//                                                             ^^^^ select l8
  let c2; try { c2 = getSupabase(); } catch { throw 1; }
  await c2.from("l9").select();
//              ^^^^ select l9
  const o = { c: getSupabase(), get lazy() { return getSupabase(); }, async m() { return this.c.from("l10").select(); } };
//                                                                                                   ^^^^^ select l10
  await o.lazy.from("l11").select();
//                  ^^^^^ select l11
  const { c: c3 } = { ...o };
  await c3.from("l12").select();
//              ^^^^^ select l12
  await (globalThis as any).__c?.from("l13").select();
//                                    ^^^^^ select l13
  await (await (async () => getSupabase())()).from("l14").select();
//                                                 ^^^^^ select l14
  const b = getSupabase().from("l15"); await b.select();
//                             ^^^^^ select l15
}
(globalThis as any).__c ??= getSupabase();
export const svc = Object.assign({}, { c: getSupabase() });
export const z = () => svc.c.from("l16").select();
//                                ^^^^^ select l16
