// What a Nuxt plugin provides is `$name` everywhere.

// @file nuxt.config.ts
export default defineNuxtConfig({});
// @file plugins/client.ts
import { createClient } from "@supabase/supabase-js";
export default defineNuxtPlugin((nuxt) => {
  nuxt.provide("called", createClient(url, key));
  return { provide: { database: createClient(url, key) } };
});
// @file pages/index.vue
<script setup>
const { $database } = useNuxtApp();
const query = $database.from("returned");
//                           ^^^^^^^^^^ select returned
await query.select();
const called = useNuxtApp().$called.from("called");
//                                       ^^^^^^^^ select called
await called.select();
</script>
