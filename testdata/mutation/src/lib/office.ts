import { db, office } from "./client";

export const due = (day: string) => office.from("invoices").select("id, number, due_on").lte("due_on", day);

export const invoice = (number: string, booking: string) =>
  db.schema("office").from("invoices").insert({ number, booking_ref: booking }).select("id");
