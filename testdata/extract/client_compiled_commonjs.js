"use strict";
// What the TypeScript compiler makes of imports.
var __importStar = (this && this.__importStar) || function (mod) { return mod; };
var __importDefault = (this && this.__importDefault) || function (mod) {
  return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.load = load;
const supabase_js_1 = require("@supabase/supabase-js");
const client_1 = require("./client");
const star = __importStar(require("./client"));
const default_1 = __importDefault(require("./client"));
const inline = (0, supabase_js_1.createClient)(URL, KEY);
async function load() {
  await inline.from("inline").select();
//                  ^^^^^^^^ select inline
  await client_1.supabase.from("member").select();
//                             ^^^^^^^^ select member
  await star.supabase.from("star").select();
//                         ^^^^^^ select star
  await default_1.default.from("default").select();
//                             ^^^^^^^^^ select default
  const lazy = await Promise.resolve().then(() => __importStar(require("./client")));
  await lazy.supabase.from("lazy").select();
//                         ^^^^^^ select lazy (client named)
}
// @file client.js
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.supabase = void 0;
const supabase_js_1 = require("@supabase/supabase-js");
exports.supabase = (0, supabase_js_1.createClient)(URL, KEY);
exports.default = exports.supabase;
