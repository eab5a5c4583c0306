//! Sequences of definitions that often hit what is there, and often miss it.

use crate::numbers::Numbers;

const TABLES: [&str; 5] = ["a", "b", "c", "d", "other.a"];
const COLUMNS: [&str; 6] = ["id", "x", "y", "z", "name", "a_id"];
const TYPES: [&str; 14] = [
    "int",
    "bigint",
    "text",
    "uuid",
    "boolean",
    "jsonb",
    "timestamptz",
    "date",
    "numeric(10, 2)",
    // Long enough for every default: one is evaluated when its column is added, but not replayed.
    "varchar(40)",
    "text[]",
    "mood",
    "positive",
    "pair",
];
const VIEWS: [&str; 3] = ["v", "w", "other.v"];
const CONSTRAINTS: [&str; 4] = ["k", "a_pkey", "a_x_key", "b_a_id_fkey"];
const INDEXES: [&str; 4] = ["i", "j", "a_x_idx", "a_pkey"];
const FUNCTIONS: [&str; 3] = ["f", "g", "touch"];
const TAIL: [&str; 4] = ["", "", "", " cascade"];
const IF_EXISTS: [&str; 3] = ["", "", "if exists "];
const IF_NOT_EXISTS: [&str; 3] = ["", "", "if not exists "];
/// Definitions that every other one can build on.
const GROUND: [&str; 8] = [
    "create schema other",
    "create type mood as enum ('sad', 'ok')",
    "create domain positive as int check (value > 0)",
    "create type pair as (x int, y text)",
    "create table a (id int primary key, x int, y text not null default 'y', name text unique)",
    "create table b (id uuid primary key default gen_random_uuid(), a_id int references a, z jsonb)",
    "create function touch() returns trigger language plpgsql as $$ begin return new; end $$",
    "create view v as select id, x, y from a",
];

/// The statements of a seed, without semicolons, each on one line.
pub(super) fn sequence(seed: u64) -> Vec<String> {
    let mut numbers = Numbers(seed);
    let mut statements = Vec::new();
    for statement in GROUND {
        if numbers.percent(75) {
            statements.push(statement.to_owned());
        }
    }
    let more = 5 + numbers.below(30);
    for _ in 0..more {
        statements.push(statement(&mut numbers));
    }
    statements
}

fn statement(numbers: &mut Numbers) -> String {
    match numbers.below(100) {
        0..12 => create_table(numbers),
        12..45 => alter_table(numbers),
        45..55 => view(numbers),
        55..63 => index(numbers),
        63..70 => drop(numbers),
        70..76 => policy(numbers),
        76..81 => trigger(numbers),
        81..89 => types(numbers),
        89..94 => function(numbers),
        94..97 => rename(numbers),
        _ => transaction(numbers),
    }
}

fn create_table(numbers: &mut Numbers) -> String {
    let table = numbers.one(&TABLES);
    let exists = numbers.one(&IF_NOT_EXISTS);
    if numbers.percent(15) {
        let from = numbers.one(&TABLES);
        let made = [
            format!("(like {from})"),
            format!("(like {from} including all)"),
            format!("() inherits ({from})"),
            format!("as select * from {from}"),
            format!("as select {}, 1 as one from {from}", numbers.one(&COLUMNS)),
        ];
        let made = &made[numbers.below(made.len())];
        return format!("create table {exists}{table} {made}");
    }
    let mut parts = Vec::new();
    for _ in 0..1 + numbers.below(4) {
        parts.push(column(numbers));
    }
    if numbers.percent(30) {
        parts.push(constraint(numbers));
    }
    format!("create table {exists}{table} ({})", parts.join(", "))
}

fn column(numbers: &mut Numbers) -> String {
    let name = numbers.one(&COLUMNS);
    let data_type = numbers.one(&TYPES);
    let table = numbers.one(&TABLES);
    let other = numbers.one(&COLUMNS);
    let suffix = match numbers.below(14) {
        0 => " not null".to_owned(),
        1 => " primary key".to_owned(),
        2 => " unique".to_owned(),
        3 => format!(" references {table}"),
        4 => format!(" references {table} ({other}) on delete cascade"),
        5 => format!(" default {}", value(numbers)),
        6 => format!(" check ({})", condition(numbers)),
        7 => " generated always as identity".to_owned(),
        8 => format!(" generated always as ({other}) stored"),
        _ => String::new(),
    };
    format!("{name} {data_type}{suffix}")
}

fn value(numbers: &mut Numbers) -> &'static str {
    numbers.one(&[
        "1",
        "'x'",
        "null",
        "now()",
        "gen_random_uuid()",
        "'{}'",
        "true",
        "'sad'",
        "'nothing'",
        "1.5",
        "current_date",
        "'1'::text",
        "array['a']",
        "nothing()",
    ])
}

fn condition(numbers: &mut Numbers) -> String {
    let column = numbers.one(&COLUMNS);
    let other = numbers.one(&COLUMNS);
    match numbers.below(8) {
        0 => format!("{column} > 0"),
        1 => format!("{column} = {other}"),
        2 => format!("{column} is not null"),
        3 => format!("{column} in ('sad', 'ok')"),
        4 => format!("length({column}) > 3"),
        5 => format!("{column}::text <> ''"),
        6 => column.to_owned(),
        _ => "true".to_owned(),
    }
}

fn constraint(numbers: &mut Numbers) -> String {
    let name = if numbers.percent(40) {
        format!("constraint {} ", numbers.one(&CONSTRAINTS))
    } else {
        String::new()
    };
    let column = numbers.one(&COLUMNS);
    let other = numbers.one(&COLUMNS);
    let table = numbers.one(&TABLES);
    let what = match numbers.below(6) {
        0 => format!("primary key ({column})"),
        1 => format!("unique ({column})"),
        2 => format!("unique ({column}, {other})"),
        3 => format!("foreign key ({column}) references {table}"),
        4 => format!("foreign key ({column}) references {table} ({other})"),
        _ => format!("check ({})", condition(numbers)),
    };
    format!("{name}{what}")
}

fn alter_table(numbers: &mut Numbers) -> String {
    let exists = numbers.one(&["", "", "", "if exists "]);
    let table = numbers.one(&TABLES);
    let mut actions = vec![action(numbers)];
    if numbers.percent(20) {
        actions.push(action(numbers));
    }
    format!("alter table {exists}{table} {}", actions.join(", "))
}

fn action(numbers: &mut Numbers) -> String {
    let column = numbers.one(&COLUMNS);
    let data_type = numbers.one(&TYPES);
    let tail = numbers.one(&TAIL);
    let exists = numbers.one(&IF_EXISTS);
    match numbers.below(17) {
        0 | 1 => format!("add column {}", self::column(numbers)),
        2 => format!("add column if not exists {}", self::column(numbers)),
        3 => format!("drop column {exists}{column}{tail}"),
        4 => format!("alter column {column} set not null"),
        5 => format!("alter column {column} drop not null"),
        6 => format!("alter column {column} set default {}", value(numbers)),
        7 => format!("alter column {column} drop default"),
        8 => format!("alter column {column} type {data_type}"),
        9 => format!("alter column {column} type {data_type} using {column}::text::{data_type}"),
        10 | 11 => format!("add {}", constraint(numbers)),
        12 => format!(
            "drop constraint {exists}{}{tail}",
            numbers.one(&CONSTRAINTS)
        ),
        13 => format!(
            "{} row level security",
            numbers.one(&["enable", "disable", "force"])
        ),
        14 => format!("alter column {column} add generated by default as identity"),
        15 => format!("alter column {column} drop identity"),
        _ => format!("alter column {column} drop expression"),
    }
}

fn view(numbers: &mut Numbers) -> String {
    let create = numbers.one(&[
        "create view",
        "create or replace view",
        "create or replace view",
        "create materialized view",
    ]);
    let name = numbers.one(&VIEWS);
    format!("{create} {name} as {}", query(numbers))
}

fn query(numbers: &mut Numbers) -> String {
    let table = numbers.one(&[TABLES[0], TABLES[1], TABLES[2], "v", "w"]);
    let other = numbers.one(&TABLES);
    let column = numbers.one(&COLUMNS);
    let second = numbers.one(&COLUMNS);
    match numbers.below(9) {
        0 => format!("select * from {table}"),
        1 => format!("select {column}, {second} from {table}"),
        2 => format!("select {column} as {second}, count(*) from {table} group by {column}"),
        3 => format!(
            "select t.*, 1 as one from {table} t where {}",
            condition(numbers)
        ),
        4 => format!(
            "select t.{column}, o.{second} as s from {table} t join {other} o on o.id = t.id"
        ),
        5 => format!("select * from {table} join {other} using ({column})"),
        6 => format!("select {column} from {table} union all select {second} from {other}"),
        7 => {
            format!("with q as (select {column} as c from {table}) select c, c = c as same from q")
        }
        _ => format!("select {column}::text, coalesce({second}, {second}) as s from {table}"),
    }
}

fn index(numbers: &mut Numbers) -> String {
    let unique = numbers.one(&["", "unique "]);
    let name = numbers.one(&["", "i ", "j ", "if not exists i "]);
    let table = numbers.one(&TABLES);
    let column = numbers.one(&COLUMNS);
    let key = match numbers.below(6) {
        0 => format!("using gin ({column})"),
        1 => format!("({column}, {})", numbers.one(&COLUMNS)),
        2 => format!("(lower({column}))"),
        3 => format!("({column}) where {}", condition(numbers)),
        _ => format!("({column})"),
    };
    format!("create {unique}index {name}on {table} {key}")
}

fn drop(numbers: &mut Numbers) -> String {
    let exists = numbers.one(&IF_EXISTS);
    let tail = numbers.one(&TAIL);
    let what = match numbers.below(8) {
        0 | 1 => format!("table {exists}{}", numbers.one(&TABLES)),
        2 => format!("view {exists}{}", numbers.one(&VIEWS)),
        3 => format!("materialized view {exists}{}", numbers.one(&VIEWS)),
        4 => format!("index {exists}{}", numbers.one(&INDEXES)),
        5 => format!(
            "type {exists}{}",
            numbers.one(&["mood", "pair", "positive"])
        ),
        6 => format!("function {exists}{}", numbers.one(&FUNCTIONS)),
        _ => format!("schema {exists}other"),
    };
    format!("drop {what}{tail}")
}

fn policy(numbers: &mut Numbers) -> String {
    let table = numbers.one(&TABLES);
    let name = numbers.one(&["p", "q"]);
    match numbers.below(6) {
        0 => format!("drop policy {}{name} on {table}", numbers.one(&IF_EXISTS)),
        1 => format!(
            "alter policy {name} on {table} using ({})",
            condition(numbers)
        ),
        2 => format!(
            "create policy {name} on {table} for insert with check ({})",
            condition(numbers)
        ),
        3 => {
            let other = numbers.one(&TABLES);
            let column = numbers.one(&COLUMNS);
            format!("create policy {name} on {table} using (id in (select {column} from {other}))")
        }
        _ => format!(
            "create policy {name} on {table} using ({})",
            condition(numbers)
        ),
    }
}

fn trigger(numbers: &mut Numbers) -> String {
    let table = numbers.one(&[TABLES[0], TABLES[1], TABLES[2], "v"]);
    let name = numbers.one(&["t", "u"]);
    let function = numbers.one(&["touch", "touch", "touch", "f", "nothing"]);
    match numbers.below(5) {
        0 => format!("drop trigger {}{name} on {table}", numbers.one(&IF_EXISTS)),
        1 => {
            let column = numbers.one(&COLUMNS);
            format!(
                "create trigger {name} before update of {column} on {table} for each row execute function {function}()"
            )
        }
        2 => format!("alter table {table} disable trigger {name}"),
        _ => {
            let create = numbers.one(&["create", "create or replace"]);
            format!(
                "{create} trigger {name} after insert or delete on {table} for each row execute function {function}()"
            )
        }
    }
}

fn types(numbers: &mut Numbers) -> String {
    let column = numbers.one(&COLUMNS);
    let statement = match numbers.below(11) {
        0 => "create type mood as enum ('sad', 'ok')",
        1 => "alter type mood add value 'happy'",
        2 => "alter type mood add value if not exists 'sad'",
        3 => "alter type mood rename value 'ok' to 'fine'",
        4 => "create domain positive as bigint not null default 1",
        5 => "alter domain positive set not null",
        6 => "alter domain positive add constraint k check (value < 10)",
        7 => {
            return format!(
                "alter type pair add attribute {column} {}",
                numbers.one(&TYPES)
            );
        }
        8 => {
            return format!(
                "alter type pair drop attribute {}{column}",
                numbers.one(&IF_EXISTS)
            );
        }
        9 => "create sequence s",
        _ => "create schema other",
    };
    statement.to_owned()
}

fn function(numbers: &mut Numbers) -> String {
    let create = numbers.one(&["create function", "create or replace function"]);
    let name = numbers.one(&FUNCTIONS);
    let data_type = numbers.one(&TYPES);
    let table = numbers.one(&TABLES);
    match numbers.below(5) {
        0 => {
            format!("{create} {name}(p {data_type}) returns {data_type} language sql as 'select p'")
        }
        1 => format!(
            "{create} {name}(p {data_type}, q int default 1) returns int language sql immutable as 'select q'"
        ),
        2 => format!(
            "{create} {name}() returns setof {table} language sql stable as 'select * from {table}'"
        ),
        3 => format!(
            "{create} {name}() returns table (x {data_type}) language plpgsql as $$ begin end $$"
        ),
        _ => format!(
            "{create} {name}() returns trigger language plpgsql as $$ begin return new; end $$"
        ),
    }
}

fn rename(numbers: &mut Numbers) -> String {
    let table = numbers.one(&TABLES);
    let column = numbers.one(&COLUMNS);
    match numbers.below(6) {
        0 => format!(
            "alter table {table} rename to {}",
            numbers.one(&["a", "b", "c", "d"])
        ),
        1 | 2 => format!(
            "alter table {table} rename column {column} to {}",
            numbers.one(&COLUMNS)
        ),
        3 => format!(
            "alter table {table} set schema {}",
            numbers.one(&["other", "public"])
        ),
        4 => format!(
            "alter view {} rename to {}",
            numbers.one(&VIEWS),
            numbers.one(&["v", "w"])
        ),
        _ => {
            let constraints = CONSTRAINTS;
            let from = numbers.one(&constraints);
            format!(
                "alter table {table} rename constraint {from} to {}",
                numbers.one(&constraints)
            )
        }
    }
}

fn transaction(numbers: &mut Numbers) -> String {
    let statement = numbers.one(&[
        "begin",
        "commit",
        "commit",
        "rollback",
        "savepoint s",
        "rollback to s",
        "set search_path = other, public",
        "reset search_path",
    ]);
    statement.to_owned()
}
