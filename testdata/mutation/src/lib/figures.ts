import { db } from "./client";

export const figures = (since: string) => db.rpc("port_figures", { p_since: since });

export async function countOf(name: "ports" | "boats") {
  const { count } = await db.from(name).select("id", { count: "exact", head: true });
  return count;
}

export async function allCounts() {
  const tables = ["repairs", "reviews"];
  for (const table of tables) await db.from(table).select("id", { count: "exact", head: true });
}
