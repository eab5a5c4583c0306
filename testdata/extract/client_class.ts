// A class keeps the client in a field, whichever way it gets there.

import { createClient, type SupabaseClient } from "@supabase/supabase-js";

class Initialised {
  private readonly client = createClient(url, key);
  #secret = createClient(url, key);
  static shared = createClient(url, key);

  async run() {
    await this.client.from("field").select();
//                         ^^^^^^^ select field
    await this.#secret.from("private").select();
//                          ^^^^^^^^^ select private
    await Initialised.shared.from("static").select();
//                                ^^^^^^^^ select static
  }
}

class Assigned {
  client;
  constructor() {
    this.client = createClient(url, key);
  }
  run = async () => {
    await this.client.from("assigned").select();
//                         ^^^^^^^^^^ select assigned
  };
}

class Injected {
  constructor(private readonly client: SupabaseClient) {}
  async run() {
    await this.client.from("injected").select();
//                         ^^^^^^^^^^ select injected (client annotated)
    const { client } = this;
    await client.from("taken out").select();
//                    ^^^^^^^^^^^ select taken out (client annotated)
    const self = this;
    list.forEach(function () {
      self.client.from("self").select();
//                     ^^^^^^ select self (client annotated)
    });
  }
}

class Lazy {
  private cached?: SupabaseClient;
  get client() {
    return (this.cached ??= createClient(url, key));
  }
  async run() {
    await this.client.from("getter").select();
//                         ^^^^^^^^ select getter
  }
}

class Base {
  protected client = createClient(url, key);
}
class Derived extends Base {
  async run() {
    await this.client.from("inherited").select();
//                         ^^^^^^^^^^^ select inherited
    await super.client.from("super").select();
//                          ^^^^^^^ select super
  }
}
