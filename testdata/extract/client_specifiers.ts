// The package has many names, and all of them mean it.

import { createClient as npm } from "npm:@supabase/supabase-js@2";
import { createClient as jsr } from "jsr:@supabase/supabase-js@2";
import { createClient as esm } from "https://esm.sh/@supabase/supabase-js@2.39.0";
import { createClient as deno } from "https://deno.land/x/supabase@1.0.0/mod.ts";
import { createClient as jsdelivr } from "https://cdn.jsdelivr.net/npm/@supabase/supabase-js/+esm";
import { createClient as skypack } from "https://cdn.skypack.dev/@supabase/supabase-js";
import { createClient as unpkg } from "https://unpkg.com/@supabase/supabase-js@2?module";
import * as namespace from "@supabase/supabase-js";
import whole from "@supabase/supabase-js";

await npm(url, key).from("npm").select();
//                       ^^^^^ select npm
await jsr(url, key).from("jsr").select();
//                       ^^^^^ select jsr
await esm(url, key).from("esm").select();
//                       ^^^^^ select esm
await deno(url, key).from("deno").select();
//                        ^^^^^^ select deno
await jsdelivr(url, key).from("jsdelivr").select();
//                            ^^^^^^^^^^ select jsdelivr
await skypack(url, key).from("skypack").select();
//                           ^^^^^^^^^ select skypack
await unpkg(url, key).from("unpkg").select();
//                         ^^^^^^^ select unpkg
await namespace.createClient(url, key).from("namespace").select();
//                                          ^^^^^^^^^^^ select namespace
await whole.createClient(url, key).from("whole").select();
//                                      ^^^^^^^ select whole
