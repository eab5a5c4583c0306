import * as db from "@acme/db";

const STALE = ["sessions", "carts"] as const;

export async function clean(id: string) {
  const client = db.getClient();
  for (const table of STALE) {
    await client.from(table).delete().lt("updated_at", new Date().toISOString());
  }
  await db.removeById(client, "logs", id);
  await client.rpc("vacuum_all");
}
