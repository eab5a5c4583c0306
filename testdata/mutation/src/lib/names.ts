export const TABLES = { boats: "boats", bookings: "bookings", crew: "crew" } as const;

export const BOAT_COLUMNS = "id, name, kind, berths, day_rate";

export const BOOKING_COLUMNS = `
  id,
  state,
  starts_on,
  ends_on,
  boat:boats (${BOAT_COLUMNS}, ports (name, country)),
  customers!inner (email, full_name)
`;
