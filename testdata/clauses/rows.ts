// Rows are told apart wherever they are put together, and a key that is not in every run is one
// that is there sometimes.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const base = { owner: 1, status: "old" };

await supabase.from("posts").insert({ id: 1, "quoted": "a", shorthand, [computed]: 1, ["known"]: 2 });
await supabase.from("posts").insert([{ id: 1 }, { id: 2, title: "b" }, ...others]);
await supabase.from("posts").update({ ...base, status: "new" });
await supabase.from("posts").update({ status: "old", ...unknown });
await supabase.from("posts").update({ ...(title && { title }), ...(full ? { body: 1 } : {}), ...(a ? { x: 1 } : { x: 2 }) });
await supabase.from("posts").upsert({ id: 1 } as Post, { onConflict: "id, owner", ignoreDuplicates: true, defaultToNull: false });
await supabase.from("posts").upsert({ id: 1 }, options);
await supabase.from("posts").insert(users.map((user) => ({ id: user.id, name: "x" })));
await supabase.from("posts").insert(
  users.filter(Boolean).map((user) => {
    const row = { id: user.id } satisfies Post;
    if (user.name) row.name = user.name;
    return row;
  }),
);

const changes: Record<string, unknown> = {};
changes.title = "a";
changes["body"] = null;
await supabase.from("posts").update(changes);
changes.later = 1;

const { secret, ...rest } = { secret: 1, open: 2 };
await supabase.from("posts").insert(rest);

const removed = { id: 1, extra: 2 };
delete removed.extra;
await supabase.from("posts").insert(removed);

const rows = [];
for (const user of users) rows.push({ id: user.id });
await supabase.from("posts").insert(rows);

const loop = { id: 1, ...loop };
await supabase.from("posts").insert(loop);

function build(name: string) {
  const row: any = { name };
  row.kind = "built";
  return row;
}
await supabase.from("posts").insert(build("n"));
await supabase.from("posts").insert([build("n"), full ? { a: 1 } : { a: 2, b: 3 }]);

async function save(table: string, row: object) {
  return supabase.from(table).insert(row);
}
await save("notes", { text: "b" });

await supabase.rpc("plain");
await supabase.rpc("some", { p_id: 1, p_list: [1, "a"] }, { get: true });
await supabase.rpc("open", args, { head: isHead });
