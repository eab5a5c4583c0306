// Functions are run by calls of their names, however those got where they are called.

import { createClient } from "@supabase/supabase-js";

export const supabase = createClient(url, key);

async function save(post) {
  await supabase.from("posts").insert(post);
}

export async function publish(post) {
  await save(post);
//      ^^^^ publish runs save
}

export default async function remove(id) {
  await supabase.from("posts").delete().eq("id", id);
}

export const archive = async (id) => {
  const inner = async () => {
    await supabase.from("posts").update({ archived: true }).eq("id", id);
  };
  await inner();
//      ^^^^^ archive runs archive.inner
};

function unrelated() {
  return save.name;
}
// @file index.ts
export { publish as share } from "./direct";
export { default as erase } from "./direct";
export * from "./direct";
// @file page.ts
import { share, erase, archive } from "./index";
import * as posts from "./direct";

export async function handle(post) {
  await share(post);
  await erase(post.id);
}

export async function clean(ids) {
  for (const id of ids) await archive(id);
  await posts.publish({});
}

export async function later() {
  const { publish } = await import("./direct");
  await publish({});
}

export function nothing(share) {
  share();
}
// @file top.ts
import { handle } from "./page";

await handle({});
