import type { Config } from "drizzle-kit";

const out = "./migrations";

export default {
  dialect: "postgresql",
  schema: ["./src/db/schema/*.ts"],
  out,
  casing: "snake_case",
  schemaFilter: ["public", "audit"],
} satisfies Config;
