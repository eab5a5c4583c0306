// A client whose module is not among the files is one by what it is called and what is called on it.

import { supabase } from "@/lib/supabase/client";
import { createClient } from "../generated/server";
import db from "./missing";

await supabase.from("imported").select();
//                  ^^^^^^^^^^ select imported (client imported)
await createClient().from("made").select();
//                        ^^^^^^ select made (client shape)
await db.from("shaped").select("id").eq("id", 1);
//            ^^^^^^^^ select shaped (client shape)
