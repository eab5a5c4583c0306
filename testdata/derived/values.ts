// What is written depends on what was read when its values are made of it.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function member() {
  const { data: user } = await supabase.from("users").select().single();
  await supabase.from("profiles").insert({ name: user.name });
}

async function looped() {
  const { data } = await supabase.from("sources").select();
  const rows = [];
  for (const source of data ?? []) {
    const row = { title: `copy of ${source.title}` };
    rows.push(row);
  }
  await supabase.from("copies").upsert(rows);
}

async function mapped() {
  const result = await supabase.from("orders").select();
  const totals = result.data.filter((order) => order.paid).map((order) => ({ total: order.total * 2 }));
  await supabase.from("totals").insert(totals);
}

async function set() {
  const { data: [account] } = await supabase.from("accounts").select();
  const change = {};
  change.balance = account.balance - 5;
  await supabase.from("balances").update(change).eq("account", account.id);
}

async function filtered() {
  const { data: job } = await supabase.from("jobs").select().single();
  await supabase.from("locks").update({ done: true }).eq("job", job.id);
  await supabase.from("locks").delete().match({ job: job.id });
}

async function chained() {
  await supabase.from("drafts").select().then(({ data }) => supabase.from("published").insert(data));
}

async function together() {
  const [{ data: a }, { data: b }] = await Promise.all([
    supabase.from("first").select(),
    supabase.from("second").select(),
  ]);
  await supabase.from("of_first").insert({ id: a[0].id });
  await supabase.from("of_second").insert(b.map(({ id }) => ({ id })));
}

async function returned() {
  const { data: order } = await supabase.from("carts").insert({}).select().single();
  await supabase.from("items").insert({ cart: order.id });
  const { data: price } = await supabase.rpc("price_of", { cart: order.id });
  await supabase.from("prices").insert({ price });
}

async function through_library() {
  const { data: text } = await supabase.from("texts").select().single();
  const answer = await openai.create({ messages: [{ content: text.body }] });
  await supabase.from("answers").insert({ body: answer.text });
}

async function by_key() {
  const { data: posts } = await supabase.from("posts").select();
  const byId = {};
  for (const post of posts) byId[post.id] = post;
  const seen = new Map();
  posts.forEach((post) => seen.set(post.id, post));
  await supabase.from("by_id").insert(byId.first);
  await supabase.from("seen").insert(seen.get("first"));
}

async function invoked() {
  const { data: mail } = await supabase.from("mails").select().single();
  await supabase.functions.invoke("send", { body: { mail } });
}

async function summed() {
  const { data: payments } = await supabase.from("payments").select();
  let sum = 0;
  for (const payment of payments) sum += payment.amount;
  await supabase.from("sums").insert({ sum });
  const other = payments.reduce((all, payment) => all + payment.amount, 0);
  await supabase.from("sums").insert({ sum: other });
}

function watch() {
  supabase
    .channel("all")
    .on("postgres_changes", { event: "INSERT", schema: "public", table: "events" }, async (payload) => {
      await supabase.from("log").insert({ id: payload.new.id });
    })
    .subscribe();
}
