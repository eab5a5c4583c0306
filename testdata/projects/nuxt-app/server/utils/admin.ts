import { serverSupabaseServiceRole } from "#supabase/server";
import type { H3Event } from "h3";

export const admin = (event: H3Event) => serverSupabaseServiceRole(event);
