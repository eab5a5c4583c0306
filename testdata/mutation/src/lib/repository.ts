import { db } from "./client";

export function byId(table: string, id: string, columns: string) {
  return db.from(table).select(columns).eq("id", id).single();
}

export class Repository {
  constructor(private table: string) {}

  async newest(order: string) {
    return db.from(this.table).select("id").order(order, { ascending: false }).limit(20);
  }
}
