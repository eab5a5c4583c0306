import { createClient } from "@supabase/supabase-js";

const client = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_SERVICE_KEY);

const { data } = await client.from("repairs").select("id, cost, boats!inner(port_id)").eq("done", false);
for (const repair of data ?? []) {
  if (repair.cost === 0) await client.from("repairs").update({ done: true }).eq("id", repair.id);
}
await client.from("repairs").insert([
  { boat_id: "1f5c2f0e-6f52-4f3e-9d2b-0c5f7a7b7c11", summary: "antifouling" },
  { boat_id: "1f5c2f0e-6f52-4f3e-9d2b-0c5f7a7b7c11", summary: "rigging", cost: 900 },
]);
