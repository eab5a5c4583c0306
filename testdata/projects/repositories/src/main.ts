import { invoices, users } from "./container.js";

const user = await users.find("1");
await users.save({ ...user, email: "a@example.com" });
await invoices.find("2");
