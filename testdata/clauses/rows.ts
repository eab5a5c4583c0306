// Rows are told apart wherever they are put together, and a key that is not in every run is one
// that is there sometimes.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const base = { owner: 1, status: "old" };
//             ^^^^^ owner = 1
//                       ^^^^^^ status = ?

await supabase.from("posts").insert({ id: 1, "quoted": "a", shorthand, [computed]: 1, ["known"]: 2 });
//                  ^^^^^^^ insert posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insert a row, open: 1
//                                    ^^ id = 1
//                                            ^^^^^^ quoted = 'a'
//                                                          ^^^^^^^^^ shorthand = ?
//                                                                                    ^^^^^^^^^ known = 2
await supabase.from("posts").insert([{ id: 1 }, { id: 2, title: "b" }, ...others]);
//                  ^^^^^^^ insert posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insert rows: 2, repeated, others
//                                     ^^ id = 1
//                                                ^^ id = 2
//                                                       ^^^^^ title = 'b'
await supabase.from("posts").update({ ...base, status: "new" });
//                  ^^^^^^^ update posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ update a row
//                                             ^^^^^^ status = 'new'
await supabase.from("posts").update({ status: "old", ...unknown });
//                  ^^^^^^^ update posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ update a row, open: 1
//                                    ^^^^^^ status = 'old' | ?
await supabase.from("posts").update({ ...(title && { title }), ...(full ? { body: 1 } : {}), ...(a ? { x: 1 } : { x: 2 }) });
//                  ^^^^^^^ update posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ update a row
//                                                   ^^^^^ sometimes title = ?
//                                                                          ^^^^ sometimes body = 1
//                                                                                                     ^ x = 1
//                                                                                                                ^ x = 2
await supabase.from("posts").upsert({ id: 1 } as Post, { onConflict: "id, owner", ignoreDuplicates: true, defaultToNull: false });
//                  ^^^^^^^ upsert posts
//                           ^^^^^^ default to null: no
//                           ^^^^^^ ignore duplicates: yes
//                                  ^^^^^^^^^^^^^^^^^ upsert a row
//                                    ^^ id = 1
//                                                                    ^^^^^^^^^ on conflict id, owner
await supabase.from("posts").upsert({ id: 1 }, options);
//                  ^^^^^^^ upsert posts
//                           ^^^^^^ default to null: unknown
//                           ^^^^^^ ignore duplicates: unknown
//                                  ^^^^^^^^^ upsert a row
//                                    ^^ id = 1
await supabase.from("posts").insert(users.map((user) => ({ id: user.id, name: "x" })));
//                  ^^^^^^^ insert posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insert rows: 1, repeated
//                                                         ^^ id = ?
//                                                                      ^^^^ name = 'x'
await supabase.from("posts").insert(
//                  ^^^^^^^ insert posts
  users.filter(Boolean).map((user) => {
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insert rows: 1, repeated
    const row = { id: user.id } satisfies Post;
//                ^^ id = ?
    if (user.name) row.name = user.name;
//                     ^^^^ sometimes name = ?
    return row;
  }),
);

const changes: Record<string, unknown> = {};
changes.title = "a";
//      ^^^^^ sometimes title = 'a'
changes["body"] = null;
//       ^^^^ sometimes body = null
await supabase.from("posts").update(changes);
//                  ^^^^^^^ update posts
//                                  ^^^^^^^ update a row
changes.later = 1;

const { secret, ...rest } = { secret: 1, open: 2 };
//                                       ^^^^ open = 2
await supabase.from("posts").insert(rest);
//                  ^^^^^^^ insert posts
//                                  ^^^^ insert a row, open: 1

const removed = { id: 1, extra: 2 };
//                ^^ id = 1
delete removed.extra;
await supabase.from("posts").insert(removed);
//                  ^^^^^^^ insert posts
//                                  ^^^^^^^ insert a row, open: 1

const rows = [];
for (const user of users) rows.push({ id: user.id });
//                                    ^^ id = ?
await supabase.from("posts").insert(rows);
//                  ^^^^^^^ insert posts
//                                  ^^^^ insert rows: 1, repeated

const loop = { id: 1, ...loop };
//             ^^ id = 1
await supabase.from("posts").insert(loop);
//                  ^^^^^^^ insert posts
//                                  ^^^^ insert a row

function build(name: string) {
  const row: any = { name };
//                   ^^^^ name = 'n'
  row.kind = "built";
//    ^^^^ sometimes kind = 'built'
  return row;
}
await supabase.from("posts").insert(build("n"));
//                  ^^^^^^^ insert posts
//                                  ^^^^^^^^^^ insert a row
await supabase.from("posts").insert([build("n"), full ? { a: 1 } : { a: 2, b: 3 }]);
//                  ^^^^^^^ insert posts
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insert rows: 2
//                                                        ^ a = 1
//                                                                   ^ a = 2
//                                                                         ^ sometimes b = 3

async function save(table: string, row: object) {
  return supabase.from(table).insert(row);
//                     ^^^^^ insert ? (dynamic: parameter, wrapper)
//                            ^^^^^^ other rows
}
await save("notes", { text: "b" });
//         ^^^^^^^ insert notes (passed)
//                  ^^^^^^^^^^^^^ insert a row
//                    ^^^^ text = 'b'

await supabase.rpc("plain");
//             ^^^ rpc a row
//                 ^^^^^^^ call plain
await supabase.rpc("some", { p_id: 1, p_list: [1, "a"] }, { get: true });
//             ^^^ in the address: yes
//                 ^^^^^^ call some
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rpc a row
//                           ^^^^ p_id = 1
//                                    ^^^^^^ p_list = [1, 'a']
await supabase.rpc("open", args, { head: isHead });
//             ^^^ other rows
//             ^^^ in the address: unknown
//                 ^^^^^^ call open

const filled: any = { id: 1 };
//                    ^^ id = 1
addDefaults(filled);
logged(filled);
await supabase.from("posts").insert(filled);
//                  ^^^^^^^ insert posts
//                                  ^^^^^^ insert a row, open: 1
function addDefaults(row: any) {
  row.created_at = new Date();
}
function logged(row: any) {
  console.log(row);
}
