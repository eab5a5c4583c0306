import { getClient } from "@acme/db";
import { listOrders } from "~/orders";

export async function Orders() {
  const orders = await listOrders();
  const { count } = await getClient().from("customers").select("*", { count: "exact", head: true });
  return (
    <p>
      {orders.length} orders of {count} customers
    </p>
  );
}
