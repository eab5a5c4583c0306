import { pgSchema, serial, text, uuid } from "drizzle-orm/pg-core";
import { people } from "./people";

export const audit = pgSchema("audit");

export const entries = audit.table("log_entries", {
  entryNo: serial().primaryKey(),
  actorId: uuid().references(() => people.id, { onDelete: "set null" }),
  whatHappened: text().notNull(),
});
