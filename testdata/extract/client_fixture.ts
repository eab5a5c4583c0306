// A test gets the client that a fixture of its name uses.

// @file fx.ts
import { test as base } from "@playwright/test";
import { getSupabase } from "./lib";
export const test = base.extend<{ db: any }>({ db: async ({}, use) => { const c = getSupabase(); await use(c); } });

// @file lib.ts
import { createClient } from "@supabase/supabase-js";
export const getSupabase = () => createClient(process.env.U!, process.env.K!);

// @file u.ts
import { test } from "./fx";
test("x", async ({ db, page }) => { await db.from("pw1").select(); });
//                                                ^^^^^ select pw1
