import { createClient } from "@supabase/supabase-js";

const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);

export async function subscribe(email: string) {
  await supabase.from("subscribers").upsert({ email }, { onConflict: "email" });
}

export async function unsubscribe(email: string) {
  await supabase.from("subscribers").update({ status: "left" }).eq("email", email);
}

export async function readers(issue: number) {
  const { data } = await supabase
    .from("issues")
    .select("title, deliveries(opened, subscribers(email))")
    .eq("id", issue)
    .single();
  return data;
}
