// A function that returns markup is a component.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

export default function Page() {
  const remove = async () => {
    await supabase.from("handler").delete();
//                      ^^^^^^^^^ delete handler in Page.remove (function)
  };
  supabase.from("body").select();
//              ^^^^^^ select body in Page (component)
  return <button onClick={remove}>Delete</button>;
}
export const Card = memo(() => {
  supabase.from("memo").select();
//              ^^^^^^ select memo in Card (component)
  return <p />;
});
