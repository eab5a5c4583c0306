// A bucket is no relation, wherever `storage` stands.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const BUCKET = "constant";

await supabase.storage.from("avatars").upload("a.png", file);
//                          ^^^^^^^^^ bucket avatars
await supabase.storage
  .from("covers")
//      ^^^^^^^^ bucket covers
  .download("b.png");
const { storage } = supabase;
await storage.from("destructured").list();
//                 ^^^^^^^^^^^^^^ bucket destructured
const files = supabase.storage.from(BUCKET);
//                                  ^^^^^^ bucket constant (constant)
await files.remove(["a"]);
supabase.storage.from("urls").getPublicUrl("a");
//                    ^^^^^^ bucket urls
await supabase.storage.createBucket("created", { public: true });
//                                  ^^^^^^^^^ bucket created
await supabase.storage.getBucket("got");
//                               ^^^^^ bucket got
await supabase.storage.emptyBucket("emptied");
//                                 ^^^^^^^^^ bucket emptied
await supabase.storage.from(req.body.bucket).list();
//                          ^^^^^^^^^^^^^^^ bucket ? (dynamic: external)
await supabase.storage.listBuckets();
await supabase["storage"].from("indexed").list();
//                             ^^^^^^^^^ bucket indexed
const upload = (bucket: string) => supabase.storage.from(bucket).upload("a", file);
//                                                       ^^^^^^ bucket ? (dynamic: parameter, wrapper)
await upload("through a wrapper");
//           ^^^^^^^^^^^^^^^^^^^ bucket through a wrapper (passed)
