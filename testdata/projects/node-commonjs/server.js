const express = require("express");
const supabase = require("./config/supabase");
const { tables } = require("./config");
const orders = require("./models/order");

const app = express();

app.get("/users", async (req, res) => {
  const { data, error } = await supabase.from(tables.users).select("id, email");
  if (error) return res.status(500).json(error);
  res.json(data);
});

app.get("/orders", async (req, res) => res.json(await orders.all()));

app.get("/admin/:table", async (req, res) => {
  const { data } = await supabase.from(req.params.table).select();
  res.json(data);
});

app.listen(3000);
