// A React context hands the client down, and a hook takes it.

import { createClient } from "@supabase/supabase-js";
import { createContext, useContext, useState, useMemo, useRef } from "react";

const SupabaseContext = createContext<any>(null);

export function Provider({ children }) {
  const [supabase] = useState(() => createClient(url, key));
  return <SupabaseContext.Provider value={{ supabase }}>{children}</SupabaseContext.Provider>;
}

export function useSupabase() {
  return useContext(SupabaseContext);
}

export function List() {
  const { supabase } = useSupabase();
  supabase.from("context").select();
//              ^^^^^^^^^ select context
  const memo = useMemo(() => createClient(url, key), []);
  memo.from("memo").select();
//          ^^^^^^ select memo
  const ref = useRef(createClient(url, key));
  ref.current.from("ref").select();
//                 ^^^^^ select ref
}
