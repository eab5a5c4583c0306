// A file is read for its edge functions and buckets alone.

// @file src/client.ts
import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(url, key);
// @file src/invite.ts
import { supabase } from "./client";
export const invite = () => supabase.functions.invoke("invite");
//                                                    ^^^^^^^^ edge function invite
// @file src/bucket.ts
import { supabase } from "./client";
export const make = () => supabase.storage.createBucket("pictures");
//                                                      ^^^^^^^^^^ insert bucket pictures
