import { createClient } from "@supabase/supabase-js";

const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!);

Deno.serve(async () => {
  const { data } = await supabase.rpc("unsent_digests", { max: 100 });
  await Promise.all(data.map((row) => supabase.from("digests").update({ sent: true }).eq("id", row.id)));
  return new Response();
});
