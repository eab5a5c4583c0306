// A subscription to changes reads a relation.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const TABLE = "constant";

const channel = supabase
  .channel("room")
  .on("postgres_changes", { event: "*", schema: "public", table: "messages" }, show)
//    ^^^^^^^^^^^^^^^^^^ subscribe public.messages
  .on("postgres_changes", { event: "INSERT", schema: "audit", table: TABLE, filter: "id=eq.1" }, show)
//    ^^^^^^^^^^^^^^^^^^ subscribe audit.constant (constant)
  .on("broadcast", { event: "typing" }, show)
  .on("presence", { event: "sync" }, show)
  .subscribe();

channel.on("postgres_changes", { event: "DELETE", schema: "public", table: "later" }, show);
//         ^^^^^^^^^^^^^^^^^^ subscribe public.later
supabase.channel("all").on("postgres_changes", { event: "*", schema: "public" }, show).subscribe();
//                         ^^^^^^^^^^^^^^^^^^ subscribe public.*
const watch = (table: string) =>
  supabase.channel(table).on("postgres_changes", { event: "*", schema: "public", table }, show).subscribe();
//                           ^^^^^^^^^^^^^^^^^^ subscribe public.? (dynamic: parameter, wrapper)
watch("watched");
//    ^^^^^^^^^ subscribe public.watched (passed)
socket.on("postgres_changes", { table: "not ours" }, show);
//        ^^^^^^^^^^^^^^^^^^ subscribe not ours (client shape)
