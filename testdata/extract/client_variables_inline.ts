// The variables of a request's context have the types that the application says.

import { Hono } from "hono";
import type { SupabaseClient } from "@supabase/supabase-js";

const app = new Hono<{ Variables: { database: SupabaseClient } }>();

app.get("/notes", async (c) => {
  const query = c.get("database").from("got");
//                                     ^^^^^ select got (client annotated)
  await query.select();
  const other = c.var.database.from("var");
//                                  ^^^^^ select var (client annotated)
  await other.select();
});
