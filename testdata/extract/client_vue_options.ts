// In the parts of a component or a store that is one object, `this` is the whole.

// @file src/main.js
import { createClient } from "@supabase/supabase-js";
const client = createClient(url, key);
app.provide("injected", client);
app.config.globalProperties.$global = client;
// @file src/Notes.vue
<script>
import { createClient } from "@supabase/supabase-js";
export default {
  inject: ["injected"],
  data() {
    return { own: createClient(url, key) };
  },
  methods: {
    async load() {
      const injected = this.injected.from("injected");
//                                        ^^^^^^^^^^ select injected
      await injected.select();
      const global = this.$global.from("global");
//                                     ^^^^^^^^ select global
      await global.select();
      const own = this.own.from("own");
//                              ^^^^^ select own
      await own.select();
    },
  },
};
</script>
// @file src/store.js
import { defineStore } from "pinia";
import { createClient } from "@supabase/supabase-js";
export const useOptions = defineStore("options", {
  state: () => ({ client: createClient(url, key) }),
  getters: { database: (state) => createClient(url, key) },
  actions: {
    async load() {
      const state = this.client.from("state");
//                                   ^^^^^^^ select state
      await state.select();
      const getter = this.database.from("getter");
//                                      ^^^^^^^^ select getter
      await getter.select();
    },
  },
});
export const useSetup = defineStore("setup", () => ({ client: createClient(url, key) }));
export async function load() {
  const options = useOptions().client.from("options");
//                                         ^^^^^^^^^ select options
  await options.select();
  const setup = useSetup().client.from("setup");
//                                     ^^^^^^^ select setup
  await setup.select();
}
