// Hono's context hands values on by name.

import { createClient } from "@supabase/supabase-js";
import { Hono } from "hono";

const app = new Hono();

app.use("*", async (c, next) => {
  c.set("supabase", createClient(url, key));
  await next();
});

app.get("/notes", async (c) => {
  const supabase = c.get("supabase");
  await supabase.from("notes").select();
//                    ^^^^^^^ select notes
  await c.var.supabase.from("vars").select();
//                          ^^^^^^ select vars
});
