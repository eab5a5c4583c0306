//! What is found in SQL, drawn as lines.

use super::{Effect, Found, Reference, UserKind, references};
use crate::schema::{
    Database,
    replay::{Platform, ReplayOptions, replay},
    source::SchemaFile,
};

fn database(sql: &str) -> (Database, Vec<SchemaFile>) {
    let files = vec![SchemaFile::new("1.sql".to_owned(), sql.to_owned())];
    let options = ReplayOptions {
        platform: Platform::Supabase,
        ..ReplayOptions::default()
    };
    let replayed = replay(&[&files[0]], &options);
    let database = Database {
        catalog: replayed.catalog,
        statements: replayed.statements,
        ..Database::default()
    };
    (database, files)
}

/// `user effect target(columns)`, with `?` for what is missing, and the text at its place.
fn told(sql: &str, kinds: &[UserKind]) -> Vec<String> {
    let (database, files) = database(sql);
    let found = references(&database, &files);
    let line = |reference: &Reference| {
        let Reference {
            by,
            effect,
            target,
            columns,
            all_columns,
            site,
        } = reference;
        let effect = match effect {
            Effect::Read => "reads",
            Effect::Insert => "inserts",
            Effect::Update => "updates",
            Effect::Delete => "deletes",
            Effect::Call => "calls",
            Effect::Needs => "needs",
        };
        let mut columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        if *all_columns {
            columns.push("*");
        }
        let missing = if target.found == Found::Missing {
            "?"
        } else {
            ""
        };
        let site = site.as_ref().map(|site| &sql[site.span.range()]);
        let site = site.unwrap_or_default().lines().next().unwrap_or_default();
        format!(
            "{} {effect} {}{missing}({}) at {site}",
            by.name,
            target.name,
            columns.join(" ")
        )
    };
    let uses = found.uses.iter();
    let uses = uses.filter(|reference| {
        kinds.contains(&reference.by.kind) && reference.target.found != Found::Foreign
    });
    uses.map(line).collect()
}

const TABLES: &str = "create table users (id int primary key, name text, mail text);
create table posts (id int primary key, author int references users (id), title text, seen int default 0);
";

#[test]
fn bodies_use_what_their_statements_name() {
    for (body, expected) in [
        (
            "begin insert into posts (title) select name from users u where u.mail is not null; end",
            vec![
                "f reads users(mail name) at users",
                "f inserts posts(title) at posts",
            ],
        ),
        (
            "declare row posts%rowtype; begin
               with late as (select * from posts) update users set name = late.title from late where users.id = late.id;
             end",
            vec![
                "f reads posts(*) at posts",
                "f updates users(id name) at users",
                "f needs posts(*) at posts",
            ],
        ),
        (
            "begin execute 'delete from posts where title = 1'; execute format('select 1 from users where id = %L', 1); end",
            vec![
                "f reads users(id) at execute format('select 1 from users where id = %L', 1);",
                "f deletes posts(title) at execute 'delete from posts where title = 1';",
            ],
        ),
        (
            "begin perform nobody(1); perform lower('a'); select id from nothing; end",
            vec![
                "f reads nothing?() at nothing",
                "f calls nobody?() at nobody",
            ],
        ),
        (
            "begin if to_regclass('public.nothing') is not null then delete from nothing; end if; end",
            vec![],
        ),
        (
            "begin delete from nothing; exception when undefined_table then null; end",
            vec![],
        ),
        (
            "begin insert into posts (id, title) values (1, 'a') on conflict (id) do update set title = excluded.title; end",
            vec![
                "f inserts posts(id title) at posts",
                "f updates posts(title) at posts",
            ],
        ),
        (
            "begin create temp table nothing as select * from posts; delete from nothing; end",
            vec!["f reads posts(*) at posts"],
        ),
    ] {
        let sql = format!(
            "{TABLES}create function f() returns void language plpgsql as $$ {body} $$;"
        );
        assert_eq!(told(&sql, &[UserKind::Routine]), expected, "{body}");
    }
}

#[test]
fn what_hangs_on_relations_uses_columns_and_routines() {
    let sql = format!(
        "{TABLES}
create function touch() returns trigger language plpgsql as $$ begin new.seen = old.seen + 1; return new; end $$;
create trigger t before update on posts for each row when (old.title is distinct from new.title) execute function touch();
create policy p on posts using (exists (select 1 from users u where u.id = posts.author));
create view v as select p.title, u.* from posts p join users u on u.id = p.author;
select cron.schedule('job', '* * * * *', 'delete from posts where seen = 0');
insert into users values (1, 'a', 'b');"
    );
    let found = told(
        &sql,
        &[
            UserKind::View,
            UserKind::Routine,
            UserKind::Trigger,
            UserKind::Policy,
            UserKind::CronJob,
            UserKind::ForeignKey,
            UserKind::Migration,
        ],
    );
    expect_test::expect![[r#"
        v reads posts(author title) at posts
        v reads users(id *) at users
        t calls touch() at create trigger t before update on posts for each row when (old.title is distinct from new.title) execute function touch();
        t needs posts(title) at create trigger t before update on posts for each row when (old.title is distinct from new.title) execute function touch();
        touch needs posts(seen) at touch
        p reads users(id) at users
        p needs posts(author) at create policy p on posts using (exists (select 1 from users u where u.id = posts.author));
        posts_author_fkey needs posts(author) at create table posts (id int primary key, author int references users (id), title text, seen int default 0);
        posts_author_fkey needs users(id) at create table posts (id int primary key, author int references users (id), title text, seen int default 0);
        job deletes posts(seen) at posts
        1.sql inserts users(*) at users"#]].assert_eq(&found.join("\n"));
}

#[test]
fn columns_that_are_missing_are_told() {
    let sql = format!(
        "{TABLES}
create function touch() returns trigger language plpgsql as $$ begin new.nothing = 1; return new; end $$;
create trigger t before update on posts for each row execute function touch();
create function f(r posts) returns void language plpgsql as $$
declare r record; begin
  for r in select p.title, p.gone from posts p loop perform r.whatever; end loop;
  insert into users (id, lost) values (1, 2);
end $$;"
    );
    let (database, files) = database(&sql);
    let found = references(&database, &files).missing_columns;
    let found = found.iter().map(|missing| {
        let site = missing.site.as_ref().map(|site| &sql[site.span.range()]);
        format!("{}.{} {site:?}", missing.relation, missing.column)
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "posts.gone Some(\"gone\")",
            "users.lost Some(\"lost\")",
            "posts.nothing Some(\"nothing\")",
        ]
    );
}
