import { fetchAll, getClient, insertInto } from "@acme/db";
import { Table } from "@acme/db/tables";

export const listOrders = () => fetchAll<Order>(getClient(), Table.Orders);

export async function addItem(order: string, sku: string) {
  const { error } = await insertInto(getClient(), Table.Items, { order_id: order, sku });
  if (error) throw error;
}
