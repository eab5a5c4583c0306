import { useEffect, useState } from "react";
import { db } from "../lib/client";

export function useCustomer(id: string) {
  const [customer, setCustomer] = useState<unknown>(null);
  useEffect(() => {
    db.from("customers")
      .select("family_name, bookings (id, state, reviews (stars))")
      .eq("id", id)
      .eq("bookings.state", "confirmed")
      .maybeSingle()
      .then(({ data }) => setCustomer(data));
  }, [id]);
  return customer;
}
