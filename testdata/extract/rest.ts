// PostgREST over plain HTTP names the relation in the path.

const url = process.env.SUPABASE_URL;

await fetch(`${url}/rest/v1/posts?select=id,title`, { headers });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select posts (client shape)
await fetch(`${url}/rest/v1/notes`, { method: "POST", headers, body });
//          ^^^^^^^^^^^^^^^^^^^^^^ insert notes (client shape)
await fetch(url + "/rest/v1/tags?id=eq.1", { method: "PATCH", headers, body });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ update tags (client shape)
await fetch(`${url}/rest/v1/logs?id=eq.1`, { method: "DELETE", headers });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ delete logs (client shape)
await fetch(`${url}/rest/v1/rpc/refresh`, { method: "POST", headers });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ call refresh (client shape)
await fetch(`${url}/rest/v1/${table}`, { headers });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^ select ? (dynamic: external, client shape)
await axios.get(`${url}/rest/v1/axios_rows`);
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ select axios_rows (client shape)
