// What is written depends on what was read when its values are made of it.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

async function member() {
  const { data: user } = await supabase.from("users").select().single();
//                                           ^^^^^^^ select users
  await supabase.from("profiles").insert({ name: user.name });
//                    ^^^^^^^^^^ insert profiles; rows from select users
}

async function looped() {
  const { data } = await supabase.from("sources").select();
//                                     ^^^^^^^^^ select sources
  const rows = [];
  for (const source of data ?? []) {
    const row = { title: `copy of ${source.title}` };
    rows.push(row);
  }
  await supabase.from("copies").upsert(rows);
//                    ^^^^^^^^ upsert copies; rows from select sources
}

async function mapped() {
  const result = await supabase.from("orders").select();
//                                   ^^^^^^^^ select orders
  const totals = result.data.filter((order) => order.paid).map((order) => ({ total: order.total * 2 }));
  await supabase.from("totals").insert(totals);
//                    ^^^^^^^^ insert totals; rows from select orders
}

async function set() {
  const { data: [account] } = await supabase.from("accounts").select();
//                                                ^^^^^^^^^^ select accounts
  const change = {};
  change.balance = account.balance - 5;
  await supabase.from("balances").update(change).eq("account", account.id);
//                    ^^^^^^^^^^ update balances; rows from select accounts
}

async function filtered() {
  const { data: job } = await supabase.from("jobs").select().single();
//                                          ^^^^^^ select jobs
  await supabase.from("locks").update({ done: true }).eq("job", job.id);
//                    ^^^^^^^ update locks; filter from select jobs
  await supabase.from("locks").delete().match({ job: job.id });
//                    ^^^^^^^ delete locks; filter from select jobs
}

async function chained() {
  await supabase.from("drafts").select().then(({ data }) => supabase.from("published").insert(data));
//                    ^^^^^^^^ select drafts
//                                                                        ^^^^^^^^^^^ insert published; rows from select drafts
}

async function together() {
  const [{ data: a }, { data: b }] = await Promise.all([
    supabase.from("first").select(),
//                ^^^^^^^ select first
    supabase.from("second").select(),
//                ^^^^^^^^ select second
  ]);
  await supabase.from("of_first").insert({ id: a[0].id });
//                    ^^^^^^^^^^ insert of_first; rows from select first
  await supabase.from("of_second").insert(b.map(({ id }) => ({ id })));
//                    ^^^^^^^^^^^ insert of_second; rows from select second
}

async function returned() {
  const { data: order } = await supabase.from("carts").insert({}).select().single();
//                                            ^^^^^^^ insert carts
  await supabase.from("items").insert({ cart: order.id });
//                    ^^^^^^^ insert items; rows from insert carts
  const { data: price } = await supabase.rpc("price_of", { cart: order.id });
//                                           ^^^^^^^^^^ call price_of; rows from insert carts
  await supabase.from("prices").insert({ price });
//                    ^^^^^^^^ insert prices; rows from call price_of
}

async function through_library() {
  const { data: text } = await supabase.from("texts").select().single();
//                                           ^^^^^^^ select texts
  const answer = await openai.create({ messages: [{ content: text.body }] });
  await supabase.from("answers").insert({ body: answer.text });
//                    ^^^^^^^^^ insert answers; rows from select texts
}

async function by_key() {
  const { data: posts } = await supabase.from("posts").select();
//                                            ^^^^^^^ select posts
  const byId = {};
  for (const post of posts) byId[post.id] = post;
  const seen = new Map();
  posts.forEach((post) => seen.set(post.id, post));
  await supabase.from("by_id").insert(byId.first);
//                    ^^^^^^^ insert by_id; rows from select posts
  await supabase.from("seen").insert(seen.get("first"));
//                    ^^^^^^ insert seen; rows from select posts
}

async function invoked() {
  const { data: mail } = await supabase.from("mails").select().single();
//                                           ^^^^^^^ select mails
  await supabase.functions.invoke("send", { body: { mail } });
//                                ^^^^^^ edge function send; rows from select mails
}

async function summed() {
  const { data: payments } = await supabase.from("payments").select();
//                                               ^^^^^^^^^^ select payments
  let sum = 0;
  for (const payment of payments) sum += payment.amount;
  await supabase.from("sums").insert({ sum });
//                    ^^^^^^ insert sums; rows from select payments
  const other = payments.reduce((all, payment) => all + payment.amount, 0);
  await supabase.from("sums").insert({ sum: other });
//                    ^^^^^^ insert sums; rows from select payments
}

function watch() {
  supabase
    .channel("all")
    .on("postgres_changes", { event: "INSERT", schema: "public", table: "events" }, async (payload) => {
//      ^^^^^^^^^^^^^^^^^^ subscribe public.events
      await supabase.from("log").insert({ id: payload.new.id });
//                        ^^^^^ insert log; rows from subscribe public.events
    })
    .subscribe();
}
