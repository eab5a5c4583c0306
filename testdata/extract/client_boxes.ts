// Signals, subjects and stores are boxes: calling, `value` and `$name` read what they hold.

// @file src/client.ts
import { createClient } from "@supabase/supabase-js";
import { get, writable } from "svelte/store";
export const make = () => createClient(url, key);
export const store = writable(make());
export const load = async () => {
  const query = get(store).from("get");
//                              ^^^^^ select get
  await query.select();
};
// @file src/service.ts
import { computed, signal } from "@angular/core";
import { BehaviorSubject } from "rxjs";
import { make } from "./client";
export class Service {
  private own = signal(make());
  private derived = computed(() => this.own());
  private subject = new BehaviorSubject(make());
  async load() {
    const own = this.own().from("signal");
//                              ^^^^^^^^ select signal
    await own.select();
    const derived = this.derived().from("computed");
//                                      ^^^^^^^^^^ select computed
    await derived.select();
    const value = this.subject.value.from("value");
//                                        ^^^^^^^ select value
    await value.select();
    const got = this.subject.getValue().from("got");
//                                           ^^^^^ select got
    await got.select();
  }
}
// @file src/Notes.svelte
<script>
  import { store } from "./client";
  const load = async () => {
    const query = $store.from("store");
//                            ^^^^^^^ select store
    await query.select();
  };
</script>
