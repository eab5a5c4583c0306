// Statements that the generated types of supabase-js mostly let pass. Those that name something
// wrong end with `// wrong`; each stands on a line of its own.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";

const db = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);
const untyped: SupabaseClient = db;
const loose: any = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);
const usersWith = () => db.from("users").select("id");

export async function relations(chosen: string) {
  await db.from("userz").select("id"); // wrong
  await untyped.from("userz").select("id"); // wrong
  await untyped.from("users").select("nope"); // wrong
  await loose.from("userz").select("id"); // wrong
  await loose.from("users").select("nope"); // wrong
  await db.from(chosen as "users").select("id");
  await db.schema("private").from("ledger").select(); // wrong
  db.channel("all").on("postgres_changes", { event: "*", schema: "public", table: "userz" }, console.log).subscribe(); // wrong
}

export async function written() {
  await db.from("users").insert({ name: "Ada", nope: 1 }); // wrong
  await db.from("users").insert([{ name: "Ada", nope: 1 }]); // wrong
  const row = { name: "Ada", nope: 1 }; // wrong
  await db.from("users").insert(row);
  await db.from("users").update({ nope: 1 }).eq("id", 1); // wrong
  await db.from("users").upsert({ name: "Ada" }, { onConflict: "nope" }); // wrong
}

export async function filters() {
  await usersWith().eq("nope", 1); // wrong
  await usersWith().neq("nope", 1); // wrong
  await usersWith().gt("nope", 1); // wrong
  await usersWith().in("nope", [1]); // wrong
  await usersWith().is("nope", null); // wrong
  await usersWith().ilike("nope", "%a%"); // wrong
  await usersWith().order("nope"); // wrong
  await usersWith().match({ nope: 1 }); // wrong
  await usersWith().or("nope.eq.1"); // wrong
  await usersWith().filter("nope", "eq", 1); // wrong
  await usersWith().not("nope", "is", null); // wrong
  await usersWith().textSearch("nope", "ada"); // wrong
  await db.from("users").delete().match({ nope: 1 }); // wrong
  await db.from("users").update({ name: "Ada" }).filter("nope", "eq", 1); // wrong
}

export async function lists(columns: unknown) {
  await db.from("users").select("id, nope"); // wrong
  await db.from("users").select("id, orgz(id)"); // wrong
  await db.from("users").select(columns as string);
}

export async function routines() {
  await db.rpc("nofn"); // wrong
  await db.rpc("add_user", { p_nope: "Ada" }); // wrong
  await db.rpc("add_user", {} as any); // wrong
}

export async function elsewhere() {
  // Not awaited, without a filter, with the error left alone: each names what there is.
  db.from("users").delete().eq("id", 1);
  await db.from("users").delete();
  await db.from("users").insert({ name: "Ada" });
}
