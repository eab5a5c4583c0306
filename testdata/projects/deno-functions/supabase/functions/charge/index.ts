import { serviceClient, userClient } from "shared/client.ts";
import Stripe from "npm:stripe@14";

const TABLE = Deno.env.get("INVOICE_TABLE") ?? "invoices";

Deno.serve(async (request) => {
  const { amount } = await request.json();
  const { data: customer } = await userClient(request).from("customers").select("id").single();
  const { error } = await serviceClient().from(TABLE).insert({ customer_id: customer.id, amount });
  return Response.json({ ok: !error });
});
