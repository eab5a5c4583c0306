//! `tabletrace flows` and `tabletrace path`.

use expect_test::expect;
use serde_json::Value;

use crate::{
    cli::{Project, stderr, stdout},
    folder::{self, check_file},
};

const FILES: [(&str, &str); 3] = [
    (
        "lib/client.ts",
        "import { createClient } from \"@supabase/supabase-js\";\n\
         export const db = createClient(url, key);\n",
    ),
    (
        "lib/orders.ts",
        "import { db } from \"./client\";\n\
         export const order = (row: Order) => db.from(\"orders\").insert(row);\n\
         export const recent = () => db.from(\"recent_orders\").select();\n\
         export const archive = async () => {\n\
         \x20 await db.from(\"orders\").select();\n\
         \x20 await db.from(\"log\").insert({ at: 1 });\n\
         };\n",
    ),
    (
        "supabase/migrations/20240101000000_start.sql",
        "create table orders (id int primary key);\n\
         create table log (at int);\n\
         create view recent_orders as select id from orders;\n",
    ),
];

fn project() -> Project {
    let project = Project::with(&FILES);
    project.write("tabletrace.toml", "");
    project
}

#[test]
fn flows_of_views_are_told() {
    let project = project();
    let output = project.run(&["flows"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    expect![[r#"
        Flows 1

          1  order inserts orders → view recent_orders shows it
             orders (peripheral) → recent_orders (peripheral)
               order inserts orders             lib/orders.ts:2
               view recent_orders shows orders  supabase/migrations/20240101000000_start.sql:3  derived: the view shows it
               recent selects recent_orders     lib/orders.ts:3

        1 pair of relations that a unit reads and writes without a dependence that is seen (--co-occurring lists them)
    "#]].assert_eq(stdout(&output));
    let output = project.run(&["flows", "log", "--co-occurring"]);
    assert!(stdout(&output).contains("archive selects orders → inserts log"));
    let output = project.run(&["flows", "public.orders", "--format", "markdown"]);
    assert!(stdout(&output).starts_with("# Data flows through orders\n"));
}

#[test]
fn unknown_names_are_no_flows() {
    let output = project().run(&["flows", "oders"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).is_empty());
    let said = stderr(&output);
    assert!(
        said.contains("nothing reads or writes `oders`; did you mean `orders`?"),
        "{said}"
    );
}

#[test]
fn the_json_of_flows_holds_to_its_schema() {
    let project = project();
    let schema = project.result(&["flows", "--json-schema"]);
    check_file(&folder::root().join("docs/flows.schema.json"), &schema).unwrap();
    let told = project.result(&["flows", "--co-occurring", "--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&told), "{told:#}");
    assert_eq!(told["flows"][0]["relations"][1]["name"], "recent_orders");
}

#[test]
fn ways_are_told_or_what_is_near() {
    let project = project();
    let output = project.run(&["path", "order", "recent"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    expect![[r#"
        order → recent  3 steps, every step is seen
          order inserts orders               lib/orders.ts:2
          view recent_orders selects orders  supabase/migrations/20240101000000_start.sql:3  sql
          recent selects recent_orders       lib/orders.ts:3
    "#]]
    .assert_eq(stdout(&output));
    let output = project.run(&["path", "log", "orders"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("no way leads from `log` to `orders`; "),
        "{said}"
    );
    let output = project.run(&["path", "nobody", "orders"]);
    assert!(stderr(&output).contains("nothing on the map is called `nobody`"));
}
