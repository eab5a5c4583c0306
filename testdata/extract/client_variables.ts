// The type of a request's variables says what they are.

// @file r.ts
import { Hono } from "hono";
import type { SupabaseClient } from "@supabase/supabase-js";
type Env = { Variables: { db: SupabaseClient } };
const app = new Hono<Env>();
app.get("/", async (c) => {
  await c.get("db").from("h4").select("*");
//                       ^^^^ select h4 (client annotated)
  await c.var.db.from("h5").select("*");
//                    ^^^^ select h5 (client annotated)
});
