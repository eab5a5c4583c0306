// The verb on a builder that a function returns belongs to its caller.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

const posts = () => supabase.from("posts");
//                                ^^^^^^^ select posts (wrapper)
//                                ^^^^^^^ insert posts (wrapper)
class Service {
  private get notes() {
    return supabase.from("notes");
//                       ^^^^^^^ select notes
  }
  tags() {
    return supabase.from("tags");
//                       ^^^^^^ update tags (wrapper)
  }
  async run() {
    await this.notes.select();
    await this.tags().update({ a: 1 });
//             ^^^^ update tags (passed)
  }
}

await posts().select();
//    ^^^^^ select posts (passed)
await posts().insert({ id: 1 });
//    ^^^^^ insert posts (passed)
