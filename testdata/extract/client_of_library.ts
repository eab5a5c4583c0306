// What a function of a library returns can be anything: its name decides, then its shape.

import { useResource } from "some-library";
import knex from "knex";

const supabase = useResource("client");
const other = useResource("other");
const builder = knex(configuration);

await supabase.from("named").select();
//                  ^^^^^^^ select named (client imported)
await other.database.from("shaped").select().eq("id", 1);
//                        ^^^^^^^^ select shaped (client shape)
await builder.from("knex").select();
//            ^^^^ no access: `default()` of the package `knex`
