// One client for all: `getInstance`, made on first use, or behind a proxy.

// @file s.ts
import { createClient, SupabaseClient } from "@supabase/supabase-js";
export class Db {
  private static instance: Db;
  private conn;
  private constructor() { this.conn = createClient("u", "k"); }
  static getInstance() { if (!Db.instance) { Db.instance = new Db(); } return Db.instance; }
  getClient() { return this.conn; }
  get client() { return this.conn; }
}
let _c = null;
export function lazy() { if (_c === null) { _c = createClient("u", "k"); } return _c; }
export const proxied = new Proxy({} as any, { get(_t, p) { return lazy()[p]; } });
export const proxied2 = new Proxy({}, { get: (_, prop) => Reflect.get(lazy(), prop) });

// @file u.ts
import { Db, lazy, proxied, proxied2 } from "./s";
export async function f() {
  await Db.getInstance().getClient().from("s1").select();
//                                        ^^^^ select s1
  await Db.getInstance().client.from("s2").select();
//                                   ^^^^ select s2
  await lazy().from("s3").select();
//                  ^^^^ select s3
  await proxied.from("s4").select();
//                   ^^^^ select s4
  await proxied2.from("s5").select();
//                    ^^^^ select s5
}
