// A bucket is no relation, wherever `storage` stands.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);
const BUCKET = "constant";

await supabase.storage.from("avatars").upload("a.png", file);
//                          ^^^^^^^^^ insert bucket avatars
await supabase.storage
  .from("covers")
//      ^^^^^^^^ select bucket covers
  .download("b.png");
const { storage } = supabase;
await storage.from("destructured").list();
//                 ^^^^^^^^^^^^^^ select bucket destructured
const files = supabase.storage.from(BUCKET);
//                                  ^^^^^^ delete bucket constant (constant)
await files.remove(["a"]);
supabase.storage.from("urls").getPublicUrl("a");
//                    ^^^^^^ select bucket urls
await supabase.storage.createBucket("created", { public: true });
//                                  ^^^^^^^^^ insert bucket created
await supabase.storage.getBucket("got");
//                               ^^^^^ select bucket got
await supabase.storage.emptyBucket("emptied");
//                                 ^^^^^^^^^ delete bucket emptied
await supabase.storage.from(req.body.bucket).list();
//                          ^^^^^^^^^^^^^^^ select bucket ? (dynamic: external)
await supabase.storage.listBuckets();
await supabase["storage"].from("indexed").list();
//                             ^^^^^^^^^ select bucket indexed
const upload = (bucket: string) => supabase.storage.from(bucket).upload("a", file);
//                                                       ^^^^^^ insert bucket ? (dynamic: parameter, wrapper)
await upload("through a wrapper");
//           ^^^^^^^^^^^^^^^^^^^ insert bucket through a wrapper (passed)

// A bucket that is kept is asked by what is called on it later.
const avatars = supabase.storage.from("kept");
//                                    ^^^^^^ select bucket kept
//                                    ^^^^^^ insert bucket kept
await avatars.upload("a.png", file);
avatars.getPublicUrl("a.png");
