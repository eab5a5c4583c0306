// A store holds the client: its hook, its selector and `getState` give it.

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file st.ts
import { create } from "zustand";
import { createStore } from "zustand/vanilla";
import { getSupabase } from "./lib";
export const useStore = create<any>()((set, get) => ({ client: getSupabase(), load: async () => { await get().client.from("z1").select(); } }));
//                                                                                                                        ^^^^ select z1
export const useS2 = create((set, get) => ({ client: getSupabase() }));
export const f = async () => { await useStore.getState().client.from("z2").select(); };
//                                                                   ^^^^ select z2
export function C() { const c = useS2((s) => s.client); return () => c.from("z3").select(); }
//                                                                          ^^^^ select z3
export function D() { const { client } = useS2(); return () => client.from("z4").select(); }
//                                                                         ^^^^ select z4
