// Over plain HTTP the clauses stand in the address and the body.

await fetch(`${url}/rest/v1/users?select=id,name&status=eq.active&age=not.gt.3&order=name.desc,id&limit=1`);
await fetch(`${url}/rest/v1/users?select=${list}&name=eq.${name}`);
await fetch(`${url}/rest/v1/users?or=(a.eq.1,b.eq.2)&and=(c.eq.1,d.eq.2)&posts.order=id&posts.limit=2`);
await fetch(`${url}/rest/v1/users?name=eq.Ann%20Lee`);
await fetch(`${url}/rest/v1/users`);
await fetch(`${url}/rest/v1/users?on_conflict=id`, {
  method: "POST",
  headers: { Prefer: "resolution=merge-duplicates" },
  body: JSON.stringify({ id: 1, name: "a" }),
});
await fetch(`${url}/rest/v1/users?id=eq.1`, { method: "PATCH", body: JSON.stringify({ name }) });
await fetch(`${url}/rest/v1/users?id=eq.1`, { method: "PATCH", body });
await fetch(`${url}/rest/v1/rpc/add?a=1&b=${b}&total=gt.3`);
await fetch(`${url}/rest/v1/rpc/add`, { method: "POST", body: JSON.stringify({ a: 1 }) });
