// What a server is decorated with is a member of it and of its requests.

import fastify from "fastify";
import { createClient } from "@supabase/supabase-js";

const app = fastify();
app.decorate("database", createClient(url, key));

app.get("/notes", async (request) => {
  const own = app.database.from("own");
//                              ^^^^^ select own
  await own.select();
  const server = request.server.database.from("server");
//                                            ^^^^^^^^ select server
  await server.select();
});
