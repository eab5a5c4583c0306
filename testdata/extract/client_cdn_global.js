// A script tag puts the package into a global.

const client = window.supabase.createClient(URL, KEY);

async function load() {
  const { data } = await client.from("scores").select("*").limit(10);
//                                   ^^^^^^^^ select scores
  return data;
}

const { createClient } = supabase;
const second = createClient(URL, KEY);
second.from("players").insert({ name: "a" });
//          ^^^^^^^^^ insert players (client shape)
