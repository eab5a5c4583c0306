// What a request brings is said to be the request's.

import express from "express";
import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const app = express();

export async function POST(request: Request) {
  const { table } = await request.json();
  await supabase.from(table).select();
//                    ^^^^^ select ? (dynamic: request)
  const params = new URL(request.url).searchParams;
  await supabase.from(params.get("table")).select();
//                    ^^^^^^^^^^^^^^^^^^^ select ? (dynamic: computed)
}
app.get("/:table", async (req, res) => {
  await supabase.from(req.params.table).select();
//                    ^^^^^^^^^^^^^^^^ select ? (dynamic: request)
  await supabase.from(req.query.table).select();
//                    ^^^^^^^^^^^^^^^ select ? (dynamic: request)
  await supabase.from(req.body.table).insert(req.body);
//                    ^^^^^^^^^^^^^^ insert ? (dynamic: request)
});
await supabase.from(process.argv[2]).select();
//                  ^^^^^^^^^^^^^^^ select ? (dynamic: request)
