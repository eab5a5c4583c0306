// A module may be its client, and compiled code uses what it exports by way of `exports`.

const db = require("./db");
const same = require("./db").default;

await db.from("whole").select();
//            ^^^^^^^ select whole
await same.from("default").select();
//              ^^^^^^^^^ select default
exports.client = db;
exports.default = exports.client;
await exports.client.from("own export").select();
//                        ^^^^^^^^^^^^ select own export
// @file db.js
const { createClient } = require("@supabase/supabase-js");
module.exports = createClient(URL, KEY);
