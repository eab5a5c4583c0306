// A parameter nobody fills in is a client by its name or by what is called on it.

export async function named(supabase) {
  return supabase.from("named").select();
//                     ^^^^^^^ select named (client named)
}
export async function shaped(x) {
  return x.from("shaped").select("id").eq("id", 1).maybeSingle();
//              ^^^^^^^^ select shaped (client shape)
}
export async function neither(x) {
  return x.from("neither").to("other");
}
