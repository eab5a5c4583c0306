// A base class takes the table from `super(…)`, a field or an abstract member of each subclass.

import { createClient, type SupabaseClient } from "@supabase/supabase-js";

abstract class Repository<T> {
  constructor(protected client: SupabaseClient, private table: string) {}
  async find(id: string) {
    return this.client.from(this.table).select().eq("id", id).single();
//                          ^^^^^^^^^^ select ? (dynamic: parameter, wrapper, client annotated)
  }
  async remove(id: string) {
    return this.client.from(this.table).delete().eq("id", id);
//                          ^^^^^^^^^^ delete ? (dynamic: parameter, wrapper, client annotated)
  }
}

class Users extends Repository<User> {
  constructor(client: SupabaseClient) {
    super(client, "users");
//                ^^^^^^^ select users (passed, client annotated)
//                ^^^^^^^ delete users (passed, client annotated)
  }
}
class Teams extends Repository<Team> {
  constructor(client: SupabaseClient) {
    super(client, "teams");
//                ^^^^^^^ select teams (passed, client annotated)
//                ^^^^^^^ delete teams (passed, client annotated)
  }
}

abstract class Store {
  abstract readonly table: string;
  protected client = createClient(url, key);
  async list() {
    return this.client.from(this.table).select();
//                          ^^^^^^^^^^ select notes (one of)
//                          ^^^^^^^^^^ select tags (one of)
  }
}
class Notes extends Store {
  readonly table = "notes";
}
class Tags extends Store {
  readonly table = "tags";
}

const generic = new (class extends Repository<unknown> {})(client, "anonymous");
const users = new Users(createClient(url, key));
await users.find("1");
