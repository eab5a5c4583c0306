// The type that says what a parameter is stands in another file, or around the function.

// @file ty.ts
import type { SupabaseClient as SC } from "@supabase/supabase-js";
import { createServerClient } from "@supabase/ssr";
export type Client = SC<any>;
export type Client2 = ReturnType<typeof make>;
export type Client3 = Awaited<ReturnType<typeof amake>>;
export function make() { return createServerClient("u","k",{} as any); }
export async function amake() { return make(); }
export interface Ctx { db: Client; user?: string }
export type Deps = { ctx: Ctx } & { extra: number };
export type Picked = Pick<SC, "from" | "rpc">;
export type Q = ReturnType<SC["from"]>;

// @file u.ts
import type { Client, Client2, Client3, Ctx, Deps, Picked } from "./ty";
import type * as TT from "./ty";
export const a = (c: Client) => c.from("y1").select();
//                                     ^^^^ select y1 (client annotated)
export const b = (c: Client2) => c.from("y2").select();
//                                      ^^^^ select y2
export const d = async (c: Client3) => c.from("y3").select();
//                                            ^^^^ select y3
export const e = ({ db }: Ctx) => db.from("y4").select();
//                                        ^^^^ select y4 (client annotated)
export const f = ({ ctx: { db } }: Deps) => db.from("y5").select();
//                                                  ^^^^ select y5 (client annotated)
export const g = (c: Picked) => c.rpc("y6");
//                                    ^^^^ call y6 (client annotated)
export const h = (c: TT.Client) => c.from("y7").select();
//                                        ^^^^ select y7 (client annotated)
export class S { constructor(private c: Client | null) {} m() { return this.c?.from("y8").select(); }
//                                                                                  ^^^^ select y8 (client annotated)
  n() { if (!this.c) return; return this.c.schema("z").from("y9").select(); } }
//                                                          ^^^^ select z.y9 (client annotated)
export function i(this: Ctx) { return this.db.from("y10").select(); }
//                                                 ^^^^^ select y10 (client shape)
export const j: (c: Client) => any = (c) => c.from("y11").select();
//                                                 ^^^^^ select y11 (client annotated)
type H = (args: { client: Client }) => Promise<void>;
export const k: H = async ({ client }) => { await client.from("y12").select(); };
//                                                            ^^^^^ select y12 (client annotated)
export function l<C extends Client>(c: C) { return c.from("y13").select(); }
//                                                        ^^^^^ select y13 (client annotated)
export const m = { run: (c: Client) => c.from("y14").select() } satisfies Record<string, any>;
//                                            ^^^^^ select y14 (client annotated)
const refs: { current: Client | null } = { current: null };
export const n = () => refs.current!.from("y15").select();
//                                        ^^^^^ select y15 (client annotated)
export const o = (cs: Client[]) => cs.map((c) => c.from("y16").select());
//                                                      ^^^^^ select y16 (client annotated)
export const p = (cs: Record<string, Client>) => cs["a"].from("y17").select();
//                                                            ^^^^^ select y17 (client annotated)
export const q = (cs: Map<string, Client>) => cs.get("a")!.from("y18").select();
//                                                              ^^^^^ select y18 (client annotated)
export const r = (f: () => Promise<Client>) => f().then((c) => c.from("y19").select());
//                                                                    ^^^^^ select y19 (client annotated)
