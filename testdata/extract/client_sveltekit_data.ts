// What `load` returns reaches the page and the layouts below as `data`, and `parent()` gives it too.

// @file src/routes/+layout.ts
import { createBrowserClient } from "@supabase/ssr";
export const load = async ({ data }) => {
  const client = createBrowserClient(url, key);
  return { client, session: data.session };
};
// @file src/routes/notes/+page.ts
export const load = async ({ parent }) => {
  const { client } = await parent();
  const notes = client.from("notes");
//                          ^^^^^^^ select notes
  return { notes: await notes.select() };
};
// @file src/routes/old/+page.svelte
<script>
  export let data;
  $: ({ client } = data);
  const rows = () => {
    const query = data.client.from("old");
//                                 ^^^^^ select old
    return query.select();
  };
</script>
// @file src/routes/new/+page.svelte
<script>
  let { data } = $props();
  let { client } = $derived(data);
  const rows = () => {
    const query = client.from("new");
//                            ^^^^^ select new
    return query.select();
  };
</script>
// @file src/routes/+layout.svelte
<script>
  import { setContext } from "svelte";
  export let data;
  setContext("database", data.client);
</script>
// @file src/lib/Notes.svelte
<script>
  import { getContext } from "svelte";
  const database = getContext("database");
  const rows = () => {
    const query = database.from("context");
//                              ^^^^^^^^^ select context
    return query.select();
  };
</script>
