// Classes that extend each other lead nowhere, and are left in peace.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

abstract class A extends B {
  abstract table: string;
  all() {
    return supabase.from(this.table).select();
//                       ^^^^^^^^^^ select ? (dynamic: computed)
  }
}
abstract class B extends A {
  abstract table: string;
}
