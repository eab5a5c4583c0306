// Over plain HTTP the clauses stand in the address and the body.

await fetch(`${url}/rest/v1/users?select=id,name&status=eq.active&age=not.gt.3&order=name.desc,id&limit=1`);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ limit
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select users (client shape)
//                                       ^^^^^^^ select id,name
//                                               ^^^^^^ filter status
//                                                      ^^ operator eq
//                                                         ^^^^^^ value 'active'
//                                                                ^^^ filter age
//                                                                    ^^^^^^ operator not.gt
//                                                                           ^ value '3'
//                                                                                   ^^^^ order name
//                                                                                             ^^ order id
await fetch(`${url}/rest/v1/users?select=${list}&name=eq.${name}`);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select ?
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ value ?
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select users (client shape)
//                                               ^^^^ filter name
//                                                    ^^ operator eq
await fetch(`${url}/rest/v1/users?or=(a.eq.1,b.eq.2)&and=(c.eq.1,d.eq.2)&posts.order=id&posts.limit=2`);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ or and(c.eq.1,d.eq.2) (put together)
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ limit
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ all columns
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select users (client shape)
//                                    ^^^^^^^^^^^^^ or a.eq.1,b.eq.2
//                                                                       ^^^^^ of posts
//                                                                                   ^^ order id
//                                                                                      ^^^^^ of posts
await fetch(`${url}/rest/v1/users?name=eq.Ann%20Lee`);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ all columns
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ select users (client shape)
//                                ^^^^ filter name
//                                     ^^ operator eq
//                                        ^^^^^^^^^ value 'Ann Lee'
await fetch(`${url}/rest/v1/users`);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ all columns
//          ^^^^^^^^^^^^^^^^^^^^^^ select users (client shape)
await fetch(`${url}/rest/v1/users?on_conflict=id`, {
//    ^^^^^ default to null: unknown
//    ^^^^^ ignore duplicates: unknown
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ upsert users (client shape)
//                                            ^^ on conflict id
  method: "POST",
  headers: { Prefer: "resolution=merge-duplicates" },
  body: JSON.stringify({ id: 1, name: "a" }),
//                     ^^^^^^^^^^^^^^^^^^^^ upsert a row
//                       ^^ id = 1
//                              ^^^^ name = 'a'
});
await fetch(`${url}/rest/v1/users?id=eq.1`, { method: "PATCH", body: JSON.stringify({ name }) });
//    ^^^^^ default to null: unknown
//    ^^^^^ ignore duplicates: unknown
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ update users (client shape)
//                                ^^ filter id
//                                   ^^ operator eq
//                                      ^ value '1'
//                                                                                  ^^^^^^^^ update a row
//                                                                                    ^^^^ name = ?
await fetch(`${url}/rest/v1/users?id=eq.1`, { method: "PATCH", body });
//    ^^^^^ other rows
//    ^^^^^ default to null: unknown
//    ^^^^^ ignore duplicates: unknown
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ update users (client shape)
//                                ^^ filter id
//                                   ^^ operator eq
//                                      ^ value '1'
await fetch(`${url}/rest/v1/rpc/add?a=1&b=${b}&total=gt.3`);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rpc a row, open: 1
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in the address: yes
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ call add (client shape)
//                                  ^ a = '1'
//                                      ^ b = ?
//                                             ^^^^^ filter total
//                                                   ^^ operator gt
//                                                      ^ value '3'
await fetch(`${url}/rest/v1/rpc/add`, { method: "POST", body: JSON.stringify({ a: 1 }) });
//          ^^^^^^^^^^^^^^^^^^^^^^^^ call add (client shape)
//                                                                           ^^^^^^^^ rpc a row
//                                                                             ^ a = 1
