// Filters, orders and the like name columns.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

await supabase
  .from("posts")
//      ^^^^^^^ select posts, open
  .select("id")
//         ^^ select id
  .eq("eq", 1)
//     ^^ filter eq
  .neq("neq", 1)
//      ^^^ filter neq
  .gt("gt", 1)
//     ^^ filter gt
  .gte("gte", 1)
//      ^^^ filter gte
  .lt("lt", 1)
//     ^^ filter lt
  .lte("lte", 1)
//      ^^^ filter lte
  .like("like", "%")
//       ^^^^ filter like
  .ilike("ilike", "%")
//        ^^^^^ filter ilike
  .is("is", null)
//     ^^ filter is
  .in("in", [1])
//     ^^ filter in
  .contains("contains", [1])
//           ^^^^^^^^ filter contains
  .containedBy("contained_by", [1])
//              ^^^^^^^^^^^^ filter contained_by
  .overlaps("overlaps", [1])
//           ^^^^^^^^ filter overlaps
  .textSearch("text_search", "a")
//             ^^^^^^^^^^^ filter text_search
  .match({ matched: 1, also: 2 })
//         ^^^^^^^ filter matched
//                     ^^^^ filter also
  .filter("filtered", "eq", 1)
//         ^^^^^^^^ filter filtered
  .not("negated", "is", null)
//      ^^^^^^^ filter negated
  .or("a.eq.1,b.eq.2")
//     ^^^^^^^^^^^^^ filter a.eq.1,b.eq.2
  .or("c.eq.1", { referencedTable: "authors" })
//     ^^^^^^ filter c.eq.1
//                                  ^^^^^^^ referenced authors
  .eq(name, 1)
  .order("ordered", { ascending: false })
//        ^^^^^^^ order ordered
  .order("embedded", { referencedTable: "authors" })
//        ^^^^^^^^ order embedded
//                                       ^^^^^^^ referenced authors
  .limit(1, { foreignTable: "tags" });
//                           ^^^^ referenced tags
