import { db } from "../lib/client";

const kinds = { sailing: "sail", motor: "motor" } as const;

export async function GET() {
  const { data } = await db
    .from("fleet")
    .select("id, name, port_name, ports (country), bookings (starts_on)")
    .eq("kind", kinds.sailing)
    .lte("day_rate", 200)
    .order("port_name");
  return Response.json(data);
}
