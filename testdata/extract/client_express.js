// Middleware puts the client on the request.

const { createClient } = require("@supabase/supabase-js");

app.use((req, res, next) => {
  req.supabase = createClient(URL, KEY);
  next();
});

app.get("/notes", async (req, res) => {
  const { data } = await req.supabase.from("notes").select();
//                                         ^^^^^^^ select notes
  res.json(data);
});
