// Functions within functions, generators and immediately invoked ones are all read.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

function outer() {
  return function inner() {
    return [1].map(() => supabase.from("nested").select());
//                                     ^^^^^^^^ select nested
  };
}
async function* pages() {
  yield supabase.from("yielded").select();
//                    ^^^^^^^^^ select yielded
}
(async () => {
  await supabase.from("immediate").select();
//                    ^^^^^^^^^^^ select immediate
})();
const handlers = {
  async ["computed"]() {
    await supabase.from("computed method").select();
//                      ^^^^^^^^^^^^^^^^^ select computed method
  },
};
try {
  await supabase.from("tried").select();
//                    ^^^^^^^ select tried
} catch {
  await supabase.from("caught").insert({});
//                    ^^^^^^^^ insert caught
} finally {
  await supabase.from("finally").insert({});
//                    ^^^^^^^^^ insert finally
}
label: for (;;) {
  await supabase.from("labelled").select();
//                    ^^^^^^^^^^ select labelled
  break label;
}
@decorate(supabase.from("decorated").select())
//                      ^^^^^^^^^^^ select decorated
class Decorated {
  static {
    supabase.from("static block").select();
//                ^^^^^^^^^^^^^^ select static block
  }
}
