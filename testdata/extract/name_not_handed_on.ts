// A text under the same key elsewhere is not the same text: only clients are handed on by keys.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const search = new URL(request.url).searchParams;
search.set("table", "written");

const table = params.get("table") || "default";
await supabase.from(table).select();
//                  ^^^^^ select ? (dynamic: external)

options.table = "assigned";
await supabase.from(settings.options.table).select();
//                  ^^^^^^^^^^^^^^^^^^^^^^ select ? (dynamic: external)
