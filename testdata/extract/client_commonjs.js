// CommonJS hands modules on as values.

const { createClient } = require("@supabase/supabase-js");
const own = require("./db");
const { supabase, named } = require("./db");

const client = createClient(URL, KEY);

module.exports.load = async () => {
  await client.from("created").select();
//                  ^^^^^^^^^ select created
  await own.supabase.from("member").select();
//                        ^^^^^^^^ select member
  await supabase.from("destructured").select();
//                    ^^^^^^^^^^^^^^ select destructured
  await named.from("exports").select();
//                 ^^^^^^^^^ select exports
  await require("./whole").from("whole").select();
//                              ^^^^^^^ select whole
};
// @file db.js
const supabaseJs = require("@supabase/supabase-js");
const supabase = supabaseJs.createClient(URL, KEY);
module.exports = { supabase };
exports.named = supabase;
module.exports.named = supabase;
// @file whole.js
module.exports = require("@supabase/supabase-js").createClient(URL, KEY);
