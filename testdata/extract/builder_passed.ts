// A helper or a hook that is handed a builder finishes it.

import { createClient } from "@supabase/supabase-js";
import { useQuery } from "@supabase-cache-helpers/postgrest-react-query";

const supabase = createClient(url, key);

async function paginate(query: any, page: number) {
  return query.range(page * 10, page * 10 + 9);
}
async function first(builder: any) {
  return builder.select("*").limit(1);
}

await paginate(supabase.from("posts").select(), 1);
//                           ^^^^^^^ select posts
await first(supabase.from("notes"));
//                        ^^^^^^^ select notes
const { data } = useQuery(supabase.from("tags").select("id"));
//                                      ^^^^^^ select tags
send(supabase.from("handed to a library"));
//                 ^^^^^^^^^^^^^^^^^^^^^ ? handed to a library (operation: no_verb)
