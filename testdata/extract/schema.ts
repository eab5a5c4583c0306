// The schema is set by the client's options or by `schema`, and holds for what follows.

import { createClient } from "@supabase/supabase-js";

const SCHEMA = "billing";
const supabase = createClient(url, key);
const scoped = createClient(url, key, { db: { schema: "api" } });
const constant = createClient(url, key, { db: { schema: SCHEMA } });
const dynamic = createClient(url, key, { db: { schema: process.env.DB_SCHEMA } });
const options = { db: { schema: "shared" } };
const shared = createClient(url, key, options);

await supabase.from("none").select();
//                  ^^^^^^ select none
await supabase.schema("audit").from("events").select();
//                                  ^^^^^^^^ select audit.events
await supabase.schema("audit").rpc("rotate");
//                                 ^^^^^^^^ call audit.rotate
await scoped.from("option").select();
//                ^^^^^^^^ select api.option
await scoped.schema("other").from("overridden").select();
//                                ^^^^^^^^^^^^ select other.overridden
await constant.from("constant").select();
//                  ^^^^^^^^^^ select billing.constant
await dynamic.from("dynamic").select();
//                 ^^^^^^^^^ select ?.dynamic
await shared.from("shared").select();
//                ^^^^^^^^ select shared.shared

const audit = supabase.schema("audit");
await audit.from("kept").select();
//               ^^^^^^ select audit.kept
function billing() {
  return supabase.schema(SCHEMA);
}
await billing().from("returned").select();
//                   ^^^^^^^^^^ select billing.returned
await supabase.schema(isLive ? "live" : "test").from("conditional").select();
//                                                   ^^^^^^^^^^^^^ select ?.conditional
const either = isLive ? supabase.schema("live") : supabase;
await either.from("either").select();
//                ^^^^^^^^ select ?.either
const inSchema = (schema: string) => supabase.schema(schema);
await inSchema("reports").from("parameter").select();
//                             ^^^^^^^^^^^ select reports.parameter
