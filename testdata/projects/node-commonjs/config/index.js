exports.db = require("./supabase");
exports.tables = { users: "app_users", orders: "app_orders" };
