// A declaration file declares types only and asks nothing.

import { SupabaseClient } from "@supabase/supabase-js";
export declare const supabase: SupabaseClient;
export declare function load(client: SupabaseClient): Promise<void>;
