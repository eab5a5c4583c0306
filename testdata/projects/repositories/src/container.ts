import { createClient } from "@supabase/supabase-js";
import { InvoiceRepository } from "./invoices.js";
import { UserRepository } from "./users.js";

const client = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);

export const users = new UserRepository(client);
export const invoices = new InvoiceRepository(client, "invoices");
