import type { Client } from "./client.js";

/** Every row of a table. */
export async function fetchAll<T>(client: Client, table: string): Promise<T[]> {
  const { data, error } = await client.from(table).select("*");
  if (error) throw error;
  return data as T[];
}

export async function insertInto(client: Client, table: string, row: Record<string, unknown>) {
  return client.from(table).insert(row).select().single();
}

export const removeById = (client: Client, table: string, id: string) =>
  client.from(table).delete().eq("id", id);
