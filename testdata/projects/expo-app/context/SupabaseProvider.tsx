import { createContext, useContext, type ReactNode } from "react";
import type { SupabaseClient } from "@supabase/supabase-js";
import { supabase } from "@/lib/supabase";

type Value = { client: SupabaseClient; upload: (path: string, file: Blob) => Promise<unknown> };

const SupabaseContext = createContext<Value | undefined>(undefined);

export function SupabaseProvider({ children }: { children: ReactNode }) {
  const upload = (path: string, file: Blob) => supabase.storage.from("photos").upload(path, file);
  return <SupabaseContext.Provider value={{ client: supabase, upload }}>{children}</SupabaseContext.Provider>;
}

export function useSupabase() {
  const value = useContext(SupabaseContext);
  if (!value) throw new Error("useSupabase needs a SupabaseProvider");
  return value;
}
