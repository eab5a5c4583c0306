// Other things have a `from`; what they come from tells.

import { createClient } from "@supabase/supabase-js";
import knex from "knex";
import { drizzle } from "drizzle-orm/postgres-js";
import { users } from "./schema";
import { Observable, from } from "rxjs";
import gsap from "gsap";
import dayjs from "dayjs";

const supabase = createClient(url, key);
const db = knex({ client: "pg" });
const orm = drizzle(sql);

Array.from("abc").map(String);
//    ^^^^ no access: `Array`, a value of the language or platform
Buffer.from("abc").toString();
//     ^^^^ no access: `Buffer`, a value of the language or platform
Uint8Array.from("abc");
//         ^^^^ no access: `Uint8Array`, a value of the language or platform
Observable.from("abc").subscribe();
//         ^^^^ no access: `Observable` of the package `rxjs`
from("abc").subscribe();
gsap.from("box", { x: 1 });
//   ^^^^ no access: `default` of the package `gsap`
await db.from("knexed").select();
//       ^^^^ no access: `default()` of the package `knex`
await orm.select().from(users);
//                 ^^^^ no access: `drizzle().select()` of the package `drizzle-orm`
dayjs().from("2020-01-01");
//      ^^^^ no access: `default()` of the package `dayjs`
class Model {
  static from(name: string) {
    return new Model();
  }
  select() {}
}
Model.from("model").select();
//    ^^^^ no access: a class of the program
await supabase.from("real").select();
//                  ^^^^^^ select real
