import { timestamp as at, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => at(name, { withTimezone: true, precision: 3 });

export const id = { id: uuid("id").defaultRandom().primaryKey() };
export const timestamps = {
  createdAt: moment("created_at").notNull().defaultNow(),
  deletedAt: moment("deleted_at"),
};
