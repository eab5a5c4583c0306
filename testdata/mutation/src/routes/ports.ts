import { db } from "../lib/client";

export async function GET() {
  const { data } = await db
    .from("ports")
    .select("id, name, country, boats (id, name, retired), facts->>website")
    .eq("boats.retired", false)
    .order("name", { referencedTable: "boats" })
    .order("country");
  return Response.json(data);
}

export async function POST(request: Request) {
  const { name, country } = await request.json();
  const { data } = await db.from("ports").insert({ name, country, opened_on: "2025-01-01" }).select("id").single();
  return Response.json(data);
}
