"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.work = work;
const supabase_js_1 = require("@supabase/supabase-js");
const client_1 = __importDefault(require("./client"));
const own = (0, supabase_js_1.createClient)(process.env.SUPABASE_URL, process.env.SUPABASE_KEY);
async function work() {
    await client_1.default.from("jobs").update({ state: "running" }).eq("id", 1);
    await own.from("job_logs").insert({ message: "started" });
}
