// A class without a constructor runs that of the class it extends.

import { type SupabaseClient, createClient } from "@supabase/supabase-js";

class Repository {
  constructor(
    protected client: SupabaseClient,
    protected table: string,
  ) {}
  all() {
    return this.client.from(this.table).select();
//                          ^^^^^^^^^^ select ? (dynamic: parameter, wrapper, client annotated)
  }
}
class Users extends Repository {}
class Admins extends Users {
  remove() {
    return this.client.from(this.table).delete();
//                          ^^^^^^^^^^ delete ? (dynamic: parameter, wrapper, client annotated)
  }
}

const client = createClient(url, key);
new Users(client, "users");
//                ^^^^^^^ select users (passed, client annotated)
const admins = new Admins(client, "admins");
//                                ^^^^^^^^ select admins (passed, client annotated)
//                                ^^^^^^^^ delete admins (passed, client annotated)
await admins.remove();
