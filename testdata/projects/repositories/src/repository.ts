import type { SupabaseClient } from "@supabase/supabase-js";

export abstract class Repository<Row extends { id: string }> {
  constructor(
    protected readonly client: SupabaseClient,
    protected readonly table: string,
  ) {}

  async find(id: string): Promise<Row | null> {
    const { data, error } = await this.client.from(this.table).select("*").eq("id", id).maybeSingle();
    if (error) throw error;
    return data;
  }

  async save(row: Row): Promise<void> {
    await this.client.from(this.table).upsert(row).throwOnError();
  }
}
