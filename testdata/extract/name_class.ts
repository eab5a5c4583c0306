// A repository keeps its table in a field.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

class Posts {
  private readonly table = "posts";
  static TABLE = "static_posts";
  get view() {
    return "posts_view";
  }
  async all() {
    await supabase.from(this.table).select();
//                      ^^^^^^^^^^ select posts (constant)
    await supabase.from(Posts.TABLE).select();
//                      ^^^^^^^^^^^ select static_posts (constant)
    await supabase.from(this.view).select();
//                      ^^^^^^^^^ select posts_view (constant)
  }
}
