import type { SupabaseClient } from "@supabase/supabase-js";
import { Repository } from "./repository.js";

export type User = { id: string; email: string };

export class UserRepository extends Repository<User> {
  constructor(client: SupabaseClient) {
    super(client, "users");
  }

  byEmail(email: string) {
    return this.client.from(this.table).select("id").eq("email", email).single();
  }
}
