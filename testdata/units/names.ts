// The named piece of code around an access.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

await supabase.from("module").select();
//                  ^^^^^^^^ select module in (module) (module)

function declared() {
  return supabase.from("declared").select();
//                     ^^^^^^^^^^ select declared in declared (function)
}
const arrow = async () => supabase.from("arrow").select();
//                                      ^^^^^^^ select arrow in arrow (function)
const expression = function () {
  return supabase.from("expression").select();
//                     ^^^^^^^^^^^^ select expression in expression (function)
};
class PostingQueue {
  field = supabase.from("field").select();
//                      ^^^^^^^ select field in (module) (module)
  constructor() {
    supabase.from("constructor").select();
//                ^^^^^^^^^^^^^ select constructor in PostingQueue.constructor (method)
  }
  async process() {
    const inner = () => supabase.from("inner").select();
//                                    ^^^^^^^ select inner in PostingQueue.process.inner (function)
  }
  static make() {
    supabase.from("static").select();
//                ^^^^^^^^ select static in PostingQueue.make (method)
  }
  get rows() {
    return supabase.from("getter").select();
//                       ^^^^^^^^ select getter in PostingQueue.rows (method)
  }
  handler = () => supabase.from("arrow field").select();
//                              ^^^^^^^^^^^^^ select arrow field in PostingQueue.handler (function)
}
const api = {
  list() {
    return supabase.from("object method").select();
//                       ^^^^^^^^^^^^^^^ select object method in api.list (method)
  },
  remove: () => supabase.from("object arrow").delete(),
//                            ^^^^^^^^^^^^^^ delete object arrow in api.remove (function)
};
app.get("/posts", async (req, res) => {
  await supabase.from("callback").select();
//                    ^^^^^^^^^^ select callback in app.get("/posts") (function)
});
useEffect(() => {
  supabase.from("effect").select();
//              ^^^^^^^^ select effect in useEffect() (function)
}, []);
export async function GET() {
  await supabase.from("route").select();
//                    ^^^^^^^ select route in GET (function)
}
export const load = cache(async () => supabase.from("wrapped").select());
//                                                  ^^^^^^^^^ select wrapped in load (function)
export default async function () {
  await supabase.from("default").select();
//                    ^^^^^^^^^ select default in default export (function)
}
void (() => supabase.from("immediate").select())();
//                        ^^^^^^^^^^^ select immediate in (module) (module)
