// Angular injects the one object of a class, and what is provided under a token.

import { Component, InjectionToken, inject } from "@angular/core";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";

const CLIENT = new InjectionToken<SupabaseClient>("client");
const MADE = new InjectionToken("made", { factory: () => createClient(url, key) });
const PROVIDED = new InjectionToken("provided");

export const providers = [{ provide: PROVIDED, useFactory: () => createClient(url, key) }];

export class Database {
  private own = createClient(url, key);
  get client() {
    return this.own;
  }
}

export class Notes {
  private database = inject(Database);
  private typed = inject(CLIENT);
  private made = inject(MADE);
  private provided = inject(PROVIDED);
  constructor(private readonly service: Database) {}

  async list() {
    await this.database.client.from("injected").select();
//                                  ^^^^^^^^^^ select injected
    await this.service.client.from("constructed").select();
//                                 ^^^^^^^^^^^^^ select constructed
    await this.typed.from("typed").select();
//                        ^^^^^^^ select typed (client annotated)
    await this.made.from("made").select();
//                       ^^^^^^ select made
    await this.provided.from("provided").select();
//                           ^^^^^^^^^^ select provided
  }
}
