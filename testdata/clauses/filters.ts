// A filter has a column, an operator and a value, each with all it can be.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const STATUS = { open: "open", closed: "closed" } as const;
//                      ^^^^ value 'open'

await supabase
  .from("posts")
//      ^^^^^^^ select posts
  .select("id")
//         ^^ select id
  .eq("status", "draft")
//     ^^^^^^ eq status
//               ^^^^^ value 'draft'
  .neq("count", -1)
//      ^^^^^ neq count
//              ^^ value -1
  .eq("is_public", true)
//     ^^^^^^^^^ eq is_public
//                 ^^^^ value true
  .is("deleted_at", null)
//     ^^^^^^^^^^ is deleted_at
//                  ^^^^ value null
  .in("status", ["a", other, ...more, 2])
//     ^^^^^^ in status
//              ^^^^^^^^^^^^^^^^^^^^^^^^ value ['a', ?, ?, 2]
  .eq("status", full ? "full" : "none")
//     ^^^^^^ eq status
//                      ^^^^ value 'full'
//                               ^^^^ value 'none'
  .eq("status", STATUS.open)
//     ^^^^^^ eq status
  .eq("owner", user.id)
// ^^ value ?
//     ^^^^^ eq owner
  .eq("guarded", isAdmin && "admin")
// ^^ value ?
//     ^^^^^^^ eq guarded
//                           ^^^^^ value 'admin'
  .eq("status", "cast" as Status)
//     ^^^^^^ eq status
//               ^^^^ value 'cast'
  .eq(`${prefix}_id`, 1)
//    ^^^^^^^^^^^^^^ eq ?
//                    ^ value 1
  .eq("undefined", undefined)
//     ^^^^^^^^^ eq undefined
//                 ^^^^^^^^^ value undefined
  .contains("tags", { a: 1 })
//           ^^^^ contains tags
//                  ^^^^^^^^ value {}
  .not("status", "in", "(a,b)")
//      ^^^^^^ not status
//                ^^ operator in
//                      ^^^^^ value '(a,b)'
  .filter("status", isOpen ? "eq" : "neq", "open")
//         ^^^^^^ filter status
//                            ^^ operator eq
//                                   ^^^ operator neq
//                                          ^^^^ value 'open'
  .match({ owner: 1, status: null })
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^ match a row
//         ^^^^^ owner = 1
//                   ^^^^^^ status = null
  .or("a.eq.1,b.eq.2", { referencedTable: "authors" })
//     ^^^^^^^^^^^^^ or a.eq.1,b.eq.2
//                                         ^^^^^^^ of authors
  .order("created_at", { ascending: false })
//        ^^^^^^^^^^ order created_at
  .limit(1, { foreignTable: "tags" })
// ^^^^^ limit
//                           ^^^^ of tags
  .range(0, 9, { referencedTable: "tags" })
// ^^^^^ limit
//                                 ^^^^ of tags
  .single();
// ^^^^^^ single

let status = "first";
//            ^^^^^ value 'first'
status = "second";
//        ^^^^^^ value 'second'
let count = 0;
//          ^ value 0
count++;
await supabase.from("posts").select("id").eq("status", status).eq("count", count);
//                  ^^^^^^^ select posts
//                                   ^^ select id
//                                            ^^^^^^ eq status
//                                                             ^^ value ?
//                                                                 ^^^^^ eq count

let query = supabase.from("posts").select("id");
//                        ^^^^^^^ select posts
//                                         ^^ select id
if (author) query = query.eq("author", author).order("name");
//                        ^^ value ?
//                            ^^^^^^ eq author
//                                                    ^^^^ order name
await query;
