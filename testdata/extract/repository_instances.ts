// Each instance of one class has the table it was made with.

import { createClient } from "@supabase/supabase-js";

class Table {
  constructor(private name: string) {}
  all() {
    return createClient(url, key).from(this.name).select();
//                                     ^^^^^^^^^ select ? (dynamic: parameter, wrapper)
  }
}

const posts = new Table("posts");
//                      ^^^^^^^ select posts (passed)
const notes = new Table("notes");
//                      ^^^^^^^ select notes (passed)
await posts.all();
await notes.all();
