// Edge functions are invoked by name.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const NAME = "constant";

await supabase.functions.invoke("send-mail", { body: { to } });
//                              ^^^^^^^^^^^ edge function send-mail
await supabase.functions.invoke(NAME);
//                              ^^^^ edge function constant (constant)
const { functions } = supabase;
await functions.invoke("destructured");
//                     ^^^^^^^^^^^^^^ edge function destructured
await supabase.functions.invoke(name);
//                              ^^^^ edge function ? (dynamic: external)
ipcRenderer.invoke("not-ours");
