// React Router hands a value from the route around an outlet to the routes within.

import { Outlet, useOutletContext } from "react-router";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";

const client = createClient(url, key);

export default function Layout() {
  return <Outlet context={{ client }} />;
}

export function Notes() {
  const { client } = useOutletContext();
  const query = client.from("given");
//                          ^^^^^^^ select given
  return query.select();
}

export function Typed() {
  const { typed } = useOutletContext<{ typed: SupabaseClient }>();
  return typed.from("typed").select();
//                  ^^^^^^^ select typed (client annotated)
}
