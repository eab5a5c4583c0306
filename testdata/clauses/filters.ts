// A filter has a column, an operator and a value, each with all it can be.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const STATUS = { open: "open", closed: "closed" } as const;

await supabase
  .from("posts")
  .select("id")
  .eq("status", "draft")
  .neq("count", -1)
  .eq("is_public", true)
  .is("deleted_at", null)
  .in("status", ["a", other, ...more, 2])
  .eq("status", full ? "full" : "none")
  .eq("status", STATUS.open)
  .eq("owner", user.id)
  .eq("guarded", isAdmin && "admin")
  .eq("status", "cast" as Status)
  .eq(`${prefix}_id`, 1)
  .eq("undefined", undefined)
  .contains("tags", { a: 1 })
  .not("status", "in", "(a,b)")
  .filter("status", isOpen ? "eq" : "neq", "open")
  .match({ owner: 1, status: null })
  .or("a.eq.1,b.eq.2", { referencedTable: "authors" })
  .order("created_at", { ascending: false })
  .limit(1, { foreignTable: "tags" })
  .range(0, 9, { referencedTable: "tags" })
  .single();

let status = "first";
status = "second";
let count = 0;
count++;
await supabase.from("posts").select("id").eq("status", status).eq("count", count);

let query = supabase.from("posts").select("id");
if (author) query = query.eq("author", author).order("name");
await query;
