import { pgEnum } from "drizzle-orm/pg-core";

export const Plans = ["free", "pro"] as const;
export enum Role {
  Owner = "owner",
  Member = "member",
}
export const roleEnum = pgEnum("role", ["owner", "member"]);
