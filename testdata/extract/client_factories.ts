// Every function of the Supabase packages that makes a client.

import { createClient, SupabaseClient } from "@supabase/supabase-js";
import { createBrowserClient, createServerClient } from "@supabase/ssr";
import {
  createClientComponentClient,
  createMiddlewareClient,
  createPagesBrowserClient,
  createPagesServerClient,
  createRouteHandlerClient,
  createServerActionClient,
  createServerComponentClient,
} from "@supabase/auth-helpers-nextjs";
import { createSupabaseLoadClient } from "@supabase/auth-helpers-sveltekit";
import { useSupabaseClient } from "@supabase/auth-helpers-react";
import { PostgrestClient } from "@supabase/postgrest-js";

await createClient(url, key).from("a").select();
//                                ^^^ select a
await createServerClient(url, key, { cookies }).from("b").select();
//                                                   ^^^ select b
await createBrowserClient(url, key).from("c").select();
//                                       ^^^ select c
await createPagesBrowserClient().from("d").select();
//                                    ^^^ select d
await createPagesServerClient(context).from("d2").select();
//                                          ^^^^ select d2
await createRouteHandlerClient({ cookies }).from("e").select();
//                                               ^^^ select e
await createServerComponentClient({ cookies }).from("f").select();
//                                                  ^^^ select f
await createServerActionClient({ cookies }).from("g").select();
//                                               ^^^ select g
await createMiddlewareClient({ req, res }).from("h").select();
//                                              ^^^ select h
await createClientComponentClient<Database>().from("i").select();
//                                                 ^^^ select i
await createSupabaseLoadClient({}).from("j").select();
//                                      ^^^ select j
await useSupabaseClient().from("k").select();
//                             ^^^ select k
await new SupabaseClient(url, key).from("l").select();
//                                      ^^^ select l
await new PostgrestClient(url).from("m").select();
//                                  ^^^ select m
