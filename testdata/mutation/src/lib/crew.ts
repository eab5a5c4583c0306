import { db } from "./client";
import { TABLES } from "./names";
import { Repository } from "./repository";

export const crewRepository = new Repository("crew");

export const newestCrew = () => crewRepository.newest("nickname");

export const withBoats = () =>
  db.from(TABLES.crew).select("nickname, licence, boats (name), assignments (duty), mentor:mentor_id (nickname)");

export async function assign(boat: string, member: string, duty: string) {
  return db.from("assignments").upsert([{ boat_id: boat, crew_id: member, duty }], { onConflict: "boat_id,crew_id" });
}

export const release = (boat: string, member: string) =>
  db.from("assignments").delete().eq("boat_id", boat).eq("crew_id", member);
