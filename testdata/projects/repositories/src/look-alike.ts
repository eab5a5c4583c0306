/** Rows in memory, for tests: it has the methods of a client and is none. */
export class MemoryClient {
  private rows = new Map<string, unknown[]>();

  from(table: string) {
    return { select: () => ({ data: this.rows.get(table) ?? [], error: null }) };
  }
}

const memory = new MemoryClient();
await memory.from("users").select();
