import { db } from "./client";
import { BOAT_COLUMNS, TABLES } from "./names";
import { byId } from "./repository";

export async function listBoats(port: string, search?: string) {
  let query = db.from(TABLES.boats).select(BOAT_COLUMNS).eq("port_id", port).eq("retired", false);
  if (search) query = query.or(`name.ilike.%ketch%,registration.eq."DE-1",and(berths.gte.4,kind.eq.sail)`);
  return query.order("day_rate", { ascending: true, nullsFirst: false });
}

export async function boatPage(id: string) {
  return byId("boats", id, "id, name, ports (name, facts->harbour_master), repairs (summary, cost, done)");
}

export async function registerBoat(port: string, name: string) {
  return db
    .from("boats")
    .insert({ port_id: port, name, kind: "sail", berths: 6, day_rate: 140 })
    .select("id, registration")
    .single();
}

export async function importBoats(list: { name: string; registration: string; port: string }[]) {
  const rows = list.map((boat) => ({
    name: boat.name,
    registration: boat.registration,
    port_id: boat.port,
    kind: "motor",
  }));
  return db.from("boats").upsert(rows, { onConflict: "registration" });
}

export async function freeBoats(port: string, from: string, to: string) {
  return db
    .rpc("free_boats", { p_port: port, p_from: from, p_to: to })
    .select("id, name, day_rate")
    .order("day_rate");
}
