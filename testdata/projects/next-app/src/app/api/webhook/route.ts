import { supabaseAdmin } from "@/lib/supabase/admin";

export async function POST(request: Request) {
  const event = await request.json();
  await supabaseAdmin.schema("audit").from("events").insert({ kind: event.type, payload: event });
  return new Response(null, { status: 204 });
}
