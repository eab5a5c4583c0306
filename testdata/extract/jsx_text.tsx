// The text of an element is no code; what stands in braces is.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

export function Page() {
  return (
    <main>
      <pre>await supabase.from("text").select()</pre>
      <button onClick={() => supabase.from("clicked").delete().eq("id", 1)}>Delete</button>
//                                         ^^^^^^^^^ delete clicked
      {supabase.from("braces").select()}
//                   ^^^^^^^^ select braces
    </main>
  );
}
