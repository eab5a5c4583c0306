export { getClient } from "./client.js";
export * from "./queries.js";
export type { Client } from "./client.js";
