import { boolean, index, pgTable, primaryKey, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

export const people = pgTable(
  "people",
  {
    id: uuid().primaryKey().defaultRandom(),
    givenName: text().notNull().unique(),
    isActive: boolean().notNull().default(true),
    lastSeenAt: timestamp({ withTimezone: true }),
    homeURL: text(),
    oldName: text("OldName"),
  },
  (people) => [unique().on(people.givenName, people.homeURL), index().on(people.lastSeenAt)],
);

export const friendships = pgTable(
  "friendships",
  {
    personId: uuid()
      .notNull()
      .references(() => people.id),
    friendId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.personId, table.friendId] })],
);
