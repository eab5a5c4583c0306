import { sql } from "drizzle-orm";
import {
  bigint, bigserial, boolean, char, check, customType, date, doublePrecision, foreignKey, geometry, index,
  inet, integer, interval, json, jsonb, line, macaddr, numeric, pgEnum, pgMaterializedView, pgPolicy, pgRole,
  pgSchema, pgSequence, pgTable, pgTableCreator, pgView, point, primaryKey, real, serial, smallint,
  smallserial, text, time, timestamp, unique, uniqueIndex, uuid, varchar, bit, cidr,
} from "drizzle-orm/pg-core";
import * as pg from "drizzle-orm/pg-core";
import { authenticatedRole, authUsers } from "drizzle-orm/supabase";
import { Plans, roleEnum } from "./shared/enums";
import { id, timestamps } from "./shared/columns";

const citext = customType<{ data: string }>({ dataType: () => "citext" });

export const billing = pgSchema("billing");
export const planEnum = billing.enum("plan", Plans);
export const state = pgEnum("order state", ["open", "closed"]);
export { roleEnum };
export const numbers = pgSequence("numbers", { startWith: 100 });

const appTable = pgTableCreator((name) => `app_${name}`);

export const users = pgTable(
  "users",
  {
    ...id,
    email: varchar("email", { length: 320 }).notNull().unique(),
    handle: citext("handle").unique("handle_is_taken"),
    role: roleEnum("role").default("member").notNull(),
    roles: roleEnum("roles").array(),
    managerId: uuid("manager_id"),
    accountId: uuid("account_id").references(() => authUsers.id, { onDelete: "cascade" }),
    matrix: integer("matrix").array().array(3),
    settings: jsonb("settings").$type<{ a: string }>().notNull().default({ a: "b" }),
    name: text("name").generatedAlwaysAs(sql`lower(email)`),
    secret: text().$defaultFn(() => "x"),
    ...timestamps,
  },
  (table) => [
    foreignKey({ columns: [table.managerId], foreignColumns: [table.id], name: "users_manager" }).onDelete("set null"),
    index().on(table.role, table.createdAt.desc()),
    index("users_lower").on(sql`lower(${table.email})`).where(sql`${table.role} = 'member'`),
    uniqueIndex("users_role_email").using("btree", table.role.asc().nullsLast(), table.email.op("text_ops")),
    check("email_has_at", sql`${table.email} like '%@%'`),
    pgPolicy("own rows", { for: "select", to: authenticatedRole, using: sql`true` }),
    pgPolicy("nothing else", { as: "restrictive", for: "all", to: ["anon", pgRole("admin")], using: sql`false`, withCheck: sql`false` }),
  ],
);

export const kinds = pg.pgTable("kinds", (t) => ({
  a: t.serial().primaryKey(),
  b: t.bigserial({ mode: "number" }).notNull(),
  c: t.smallserial(),
  d: t.smallint(),
  e: t.bigint({ mode: "bigint" }),
  f: t.real(),
  g: t.doublePrecision(),
  h: t.numeric(),
  i: t.numeric({ precision: 10 }),
  j: t.numeric({ precision: 10, scale: 2 }),
  k: t.char(),
  l: t.char({ length: 3 }),
  m: t.varchar(),
  n: t.text({ enum: ["x", "y"] }),
  o: t.boolean(),
  p: t.json(),
  q: t.date(),
  r: t.time(),
  s: t.time({ precision: 3, withTimezone: true }),
  t: t.timestamp(),
  u: t.timestamp({ precision: 6, withTimezone: true }),
  v: t.interval(),
  w: t.interval({ fields: "day" }),
  x: t.interval({ precision: 3 }),
  y: t.inet(),
  z: t.cidr(),
  aa: t.macaddr(),
  bb: t.point(),
  cc: t.line(),
  dd: t.bit({ dimensions: 4 }),
  ee: t.integer().generatedAlwaysAsIdentity(),
  ff: t.integer("f_f").generatedByDefaultAsIdentity({ startWith: 10 }),
  camelKey: t.text(),
})).enableRLS();

export const posts = appTable("posts", {
  ...id,
  authorId: uuid().notNull().references(() => users.id, { onDelete: "cascade", onUpdate: "restrict" }),
  state: state().notNull(),
});

export const tags = appTable("tags", { slug: text().primaryKey() });

export const postsToTags = appTable(
  "posts_to_tags",
  {
    postId: uuid("post_id").notNull().references(() => posts.id),
    tag: text("tag").notNull().references(() => tags.slug),
    position: integer("position"),
  },
  (t) => ({
    pk: primaryKey({ columns: [t.postId, t.tag] }),
    position: unique().on(t.postId, t.position).nullsNotDistinct(),
  }),
);

export const invoices = billing.table("invoices", {
  orgId: bigint("org_id", { mode: "number" }),
  number: integer(),
  plan: planEnum().default("free"),
}, (t) => [primaryKey({ name: "invoices_key", columns: [t.orgId, t.number] })]);

export const lines = billing.table("lines", {
  orgId: bigint("org_id", { mode: "number" }).notNull(),
  number: integer().notNull(),
  amount: numeric({ precision: 12, scale: 2 }).notNull().default("0"),
}, (t) => [
  foreignKey({ columns: [t.orgId, t.number], foreignColumns: [invoices.orgId, invoices.number] }),
]);

export const members = pgView("members").as((qb) => qb.select().from(users));
export const totals = pgView("totals", { day: date("day"), total: numeric("total") }).as(sql`select current_date as day, 1::numeric as total`);
export const stats = billing.materializedView("stats", { n: integer("n") }).as(sql`select 1 as n`);
export const legacy = pgView("legacy", { a: text() }).existing();

const hidden = pgTable("hidden", { a: text() });
