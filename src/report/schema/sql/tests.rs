use super::*;
use crate::schema::{
    replay::{Outcome, ReplayOptions, replay},
    source::SchemaFile,
};

/// What a script makes, without where it stands.
fn made_by(text: &str) -> Catalog {
    let file = SchemaFile::new("a.sql".to_owned(), text.to_owned());
    let options = ReplayOptions {
        outcome: Outcome::Strict,
        ..ReplayOptions::default()
    };
    let replayed = replay(&[&file], &options);
    let failed: Vec<&str> = replayed
        .statements
        .failed
        .iter()
        .map(|failed| failed.error.message.as_str())
        .collect();
    assert_eq!(failed, Vec::<&str>::new(), "{text}");
    without_origins(replayed.catalog)
}

/// Places and statements differ where the same thing is written in two ways.
fn without_origins(catalog: Catalog) -> Catalog {
    let mut value = serde_json::to_value(&catalog).unwrap();
    strip(&mut value);
    serde_json::from_value(value).unwrap()
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|key, _| !matches!(key.as_str(), "origin" | "definition"));
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The script of what a script makes.
fn script(catalog: &Catalog) -> String {
    let database = Database {
        catalog: catalog.clone(),
        ..Database::default()
    };
    let mut out = Vec::new();
    write_database(&database, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn check(text: &str) {
    let file = SchemaFile::new("a.sql".to_owned(), text.to_owned());
    let replayed = replay(&[&file], &ReplayOptions::default());
    let expected = without_origins(replayed.catalog.clone());
    let script = script(&replayed.catalog);
    let actual = made_by(&script);
    let [expected, actual] =
        [expected, actual].map(|catalog| serde_json::to_string_pretty(&catalog).unwrap());
    let differing = expected.lines().zip(actual.lines()).find(|(a, b)| a != b);
    assert!(expected == actual, "{differing:?}\n{script}");
}

#[test]
fn tables_are_made_again() {
    check(
        "create schema app;\n\
         create type app.mood as enum ('it''s', 'b');\n\
         create table public.\"User\" (\n\
           id uuid primary key default gen_random_uuid(),\n\
           n bigint generated always as identity,\n\
           email text not null unique check (email like '%@%'),\n\
           mood app.mood default 'b' not null,\n\
           twice int generated always as (1 + 1) stored,\n\
           at timestamptz default now()\n\
         );\n\
         create table app.posts (a int, b int, author uuid references \"User\" on delete cascade,\n\
           primary key (a, b), constraint pair unique (b, a));\n\
         alter table \"User\" add best_a int, add best_b int,\n\
           add constraint best foreign key (best_a, best_b) references app.posts (a, b);\n\
         create index on app.posts (author);\n\
         create unique index lower_email on \"User\" (lower(email)) where mood is not null;\n\
         comment on column \"User\".email is 'where to write';",
    );
}

#[test]
fn what_runs_by_itself_is_made_again() {
    check(
        "create role clerk;\n\
         create table posts (id int, title text);\n\
         create function touch() returns trigger language plpgsql as $$ begin return new; end $$;\n\
         create trigger t before insert or update of title on posts for each row\n\
           when (new.id > 0) execute function touch();\n\
         alter table posts enable row level security;\n\
         create policy \"read all\" on posts for select to clerk using (id > 0 and title <> 'x');\n\
         create policy \"write\" on posts as restrictive for insert with check (true);",
    );
}

#[test]
fn views_and_routines_are_made_again() {
    check(
        "create table posts (id int, title text);\n\
         create view b with (security_invoker = true) as select id as number from posts;\n\
         create view a as select * from b;\n\
         create materialized view m as select count(*) as n from posts;\n\
         create function one(a int, b text default 'x') returns setof posts language sql stable\n\
           security definer as $$ select * from posts $$;\n\
         create function two() returns table (x int, y text) language sql as $$ select 1, 'a' $$;",
    );
}
