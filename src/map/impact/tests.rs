//! Changes of a small project, and what they break.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{Change, CodeItem, Impact, SqlItem, subject};
use crate::{map::story::Story, survey::Survey};

const SQL: &str = "create table users (id int primary key, name text, mail text unique);
create table posts (
    id int primary key,
    author int references users (id),
    title text check (title <> ''),
    seen int default 0,
    twice int generated always as (seen * 2) stored
);
create table tags (id int primary key, word text);
create table post_tags (post int references posts, tag int references tags, primary key (post, tag));
create table log (what text);
create index by_title on posts (title);
create view recent as select id, title as headline from posts where seen > 0;
create view newest as select headline from recent;
create view everything as select * from posts;
create function count_posts() returns bigint language sql as $$ select count(title) from posts $$;
create function caller() returns bigint language plpgsql as $$ begin return count_posts(); end $$;
create function of_user(one users) returns setof posts language sql as $$ select * from posts where author = one.id $$;
create function find_posts() returns setof posts language sql as $$ select * from posts $$;
create function kept() returns bigint language sql begin atomic; select count(seen) from posts; end;
create function note() returns trigger language plpgsql as $$
begin insert into log values (new.title); return new; end $$;
create trigger noting after insert or update of title on posts for each row execute function note();
create policy own on posts using (author = 1);
create policy readers on users using (exists (select 1 from posts where posts.author = users.id));
create function build(name text) returns void language plpgsql as $$ begin execute 'delete from ' || name; end $$;
select cron.schedule('sweep', '* * * * *', 'delete from posts where seen = 0');
";

const CODE: &str = "
export const list = () => db.from('posts').select('id, title').order('seen');
export const all = () => db.from('posts').select();
export const authors = () => db.from('users').select('name, posts(title)');
export const tagged = () => db.from('posts').select('id, tags(word)');
export const write = () => db.from('posts').insert({ title: 'a' });
export const see = () => db.from('posts').update({ seen: 1 }).eq('id', 1);
export const headlines = () => db.from('recent').select('headline');
export const visits = () => db.from('recent').select('id');
export const top = () => db.from('newest').select('headline');
export const count = () => db.rpc('caller');
export const find = () => db.rpc('find_posts').select('title');
export const any = (table: string) => db.from(table).select();
export const listen = () => db.channel('x').on('postgres_changes', { event: '*', schema: 'public', table: 'posts' }, go);
export const files = () => db.storage.from('avatars').list();
";

fn story() -> Story {
    Story::new(&[("src/app.ts", CODE)], SQL)
}

/// `name` dropped, or renamed when a name follows: what breaks, one a line.
fn told(survey: &Survey<'_>, name: &str) -> String {
    let (name, change) = match name.split_once(" -> ") {
        Some((name, new)) => (name, Change::Rename(new.to_owned())),
        None => (name, Change::Drop),
    };
    let subjects = subject::named(survey, name);
    let [subject] = subjects.as_slice() else {
        panic!("{name} means {subjects:?}");
    };
    let impact = Impact::of(survey, subject, &change);
    let mut told = String::new();
    let mut codes = |title: &str, items: &[CodeItem]| {
        for item in items {
            let unit = &survey.accesses()[item.access].unit.name;
            writeln!(told, "{title}: {unit} {}{}", item.how, through(&item.via)).unwrap();
        }
    };
    codes("code", &impact.code);
    codes("may", &impact.may_code);
    let mut sqls = |title: &str, items: &[SqlItem]| {
        for item in items {
            let SqlItem {
                kind, name, how, ..
            } = item;
            let line = item.place.as_ref().map_or(0, |place| place.line);
            let refuses = if item.refuses { " !" } else { "" };
            let via = through(&item.via);
            writeln!(told, "{title}: {line} {kind} {name} {how}{via}{refuses}").unwrap();
        }
    };
    sqls("sql", &impact.sql);
    sqls("goes", &impact.goes_with);
    sqls("may", &impact.may_sql);
    let unknown = impact.cannot_tell.len();
    writeln!(told, "unknown: {unknown}, {:?}", impact.cannot_tell_sql).unwrap();
    if let Some(refused) = impact.refused {
        writeln!(told, "refused: {refused}").unwrap();
    }
    told
}

fn through(via: &[String]) -> String {
    if via.is_empty() {
        String::new()
    } else {
        format!(" <- {}", via.join(" <- "))
    }
}

fn check(name: &str, expected: &Expect) {
    let story = story();
    expected.assert_eq(&told(&story.survey(), name));
}

#[test]
fn a_relation_that_is_dropped() {
    check(
        "posts",
        &expect![[r#"
            code: list selects from it
            code: all selects from it
            code: authors embeds it
            code: tagged selects from it
            code: write inserts into it
            code: see updates it
            code: headlines selects from it <- view `recent`
            code: visits selects from it <- view `recent`
            code: top selects from it <- view `recent` <- view `newest`
            code: count calls it <- function `count_posts` <- function `caller`
            code: find calls it <- function `find_posts`
            code: listen listens to its changes
            sql: 10 foreign key post_tags.post_tags_post_fkey refers to it !
            sql: 13 view recent its query reads it !
            sql: 14 view newest its query reads it <- view `recent` !
            sql: 15 view everything its query reads it !
            sql: 16 function count_posts its body reads it
            sql: 17 function caller calls it <- function `count_posts`
            sql: 18 function of_user its signature names the type of its rows !
            sql: 19 function find_posts its signature names the type of its rows !
            sql: 20 function kept its body reads it !
            sql: 25 policy users.readers its condition reads it !
            sql: 27 cron job sweep deletes from it
            goes: 2 check posts.posts_title_check is part of `posts`
            goes: 2 foreign key posts.posts_author_fkey is part of `posts`
            goes: 2 key posts.posts_pkey is part of `posts`
            goes: 12 index posts.by_title is part of `posts`
            goes: 23 trigger posts.noting is part of `posts`
            goes: 24 policy posts.own is part of `posts`
            unknown: 1, {"build"}
        "#]],
    );
}

#[test]
fn a_relation_that_is_renamed() {
    check(
        "posts -> articles",
        &expect![[r#"
            code: list selects from it
            code: all selects from it
            code: authors embeds it
            code: tagged selects from it
            code: write inserts into it
            code: see updates it
            code: count calls it <- function `count_posts` <- function `caller`
            code: find calls it <- function `find_posts`
            code: listen listens to its changes
            sql: 16 function count_posts its body reads it
            sql: 17 function caller calls it <- function `count_posts`
            sql: 18 function of_user its body reads it
            sql: 19 function find_posts its body reads it
            sql: 27 cron job sweep deletes from it
            unknown: 1, {"build"}
        "#]],
    );
}

#[test]
fn a_column_that_is_dropped() {
    check(
        "posts.title",
        &expect![[r#"
        code: list selects it
        code: authors selects it in an embed
        code: write writes it
        code: headlines selects it <- view `recent`
        code: top selects it <- view `recent` <- view `newest`
        code: count calls it <- function `count_posts` <- function `caller`
        code: find selects it
        may: all reads all columns
        may: visits selects from it <- view `recent`
        may: listen is sent all columns
        sql: 13 view recent its query names it !
        sql: 14 view newest its query names it <- view `recent` !
        sql: 15 view everything its query names it !
        sql: 16 function count_posts its body names it
        sql: 17 function caller calls it <- function `count_posts`
        sql: 21 function note its body names it in a row of `posts`
        sql: 23 trigger posts.noting is set off by it !
        goes: 2 check posts.posts_title_check is on it
        goes: 12 index posts.by_title is on it
        may: 18 function of_user reads all columns
        may: 19 function find_posts reads all columns
        unknown: 1, {"build"}
    "#]],
    );
    check(
        "posts.seen",
        &expect![[r#"
            code: list orders by it
            code: see writes it
            may: all reads all columns
            may: headlines selects from it <- view `recent`
            may: visits selects from it <- view `recent`
            may: top selects from it <- view `recent` <- view `newest`
            may: listen is sent all columns
            sql: 2 generated column posts.twice is computed from it !
            sql: 13 view recent its query names it !
            sql: 14 view newest its query reads it <- view `recent` !
            sql: 15 view everything its query names it !
            sql: 20 function kept its body names it !
            sql: 27 cron job sweep names it
            may: 18 function of_user reads all columns
            may: 19 function find_posts reads all columns
            unknown: 1, {"build"}
        "#]],
    );
    check(
        "public.posts.author",
        &expect![[r#"
        code: authors embeds its rows, joined by it
        may: all reads all columns
        may: listen is sent all columns
        sql: 15 view everything its query names it !
        sql: 18 function of_user its body names it
        sql: 24 policy posts.own its condition names it !
        sql: 25 policy users.readers its condition names it !
        goes: 2 foreign key posts.posts_author_fkey is on it
        may: 19 function find_posts reads all columns
        unknown: 1, {"build"}
    "#]],
    );
    check(
        "users.id",
        &expect![[r#"
            code: authors embeds what is joined by it
            sql: 2 foreign key posts.posts_author_fkey refers to it !
            sql: 25 policy users.readers its condition names it !
            goes: 1 key users.users_pkey is on it
            may: 18 function of_user names the type of its rows
            unknown: 1, {"build"}
        "#]],
    );
}

#[test]
fn a_column_that_is_renamed() {
    check(
        "posts.title -> name",
        &expect![[r#"
        code: list selects it
        code: authors selects it in an embed
        code: write writes it
        code: count calls it <- function `count_posts` <- function `caller`
        code: find selects it
        may: all reads all columns
        may: listen is sent all columns
        sql: 16 function count_posts its body names it
        sql: 17 function caller calls it <- function `count_posts`
        sql: 21 function note its body names it in a row of `posts`
        may: 18 function of_user reads all columns
        may: 19 function find_posts reads all columns
        unknown: 1, {"build"}
    "#]],
    );
    check(
        "posts.title -> seen",
        &expect![[r#"
        code: list selects it
        code: authors selects it in an embed
        code: write writes it
        code: count calls it <- function `count_posts` <- function `caller`
        code: find selects it
        may: all reads all columns
        may: listen is sent all columns
        sql: 16 function count_posts its body names it
        sql: 17 function caller calls it <- function `count_posts`
        sql: 21 function note its body names it in a row of `posts`
        may: 18 function of_user reads all columns
        may: 19 function find_posts reads all columns
        unknown: 1, {"build"}
        refused: there is a `seen` already
    "#]],
    );
}

#[test]
fn a_column_of_a_view() {
    check(
        "recent.headline",
        &expect![[r#"
        code: headlines selects it
        code: top selects it <- view `newest`
        sql: 14 view newest its query names it !
        unknown: 1, {"build"}
    "#]],
    );
}

#[test]
fn a_relation_between_two_others() {
    check(
        "post_tags",
        &expect![[r#"
        code: tagged embeds through it
        goes: 10 foreign key post_tags.post_tags_post_fkey is part of `post_tags`
        goes: 10 foreign key post_tags.post_tags_tag_fkey is part of `post_tags`
        goes: 10 key post_tags.post_tags_pkey is part of `post_tags`
        unknown: 1, {"build"}
    "#]],
    );
}

#[test]
fn a_routine() {
    check(
        "count_posts()",
        &expect![[r#"
        code: count calls it <- function `caller`
        sql: 17 function caller calls it
        unknown: 0, {"build"}
    "#]],
    );
    check(
        "routine:note -> mark",
        &expect![[r#"
        unknown: 0, {"build"}
    "#]],
    );
}

#[test]
fn what_is_in_no_database() {
    check(
        "avatars",
        &expect![[r#"
        code: files uses it
        unknown: 0, {}
    "#]],
    );
}

#[test]
fn code_without_a_schema() {
    let story = Story::new(&[("src/app.ts", CODE)], "");
    let survey = story.survey();
    let told = format!(
        "{}\n{}",
        told(&survey, "posts"),
        told(&survey, "posts.title")
    );
    expect![[r#"
        code: list selects from it
        code: all selects from it
        code: authors embeds it
        code: tagged selects from it
        code: write inserts into it
        code: see updates it
        code: listen listens to its changes
        unknown: 1, {}

        code: list selects it
        code: authors selects it in an embed
        code: write writes it
        may: all reads all columns
        may: listen is sent all columns
        unknown: 1, {}
    "#]]
    .assert_eq(&told);
}

#[test]
fn names_that_mean_nothing_or_several_things() {
    let story = Story::new(
        &[(
            "src/app.ts",
            "export const a = () => db.storage.from('posts').list();",
        )],
        "create table posts (id int);
         create schema other; create table other.posts (id int); create table other.single (id int);
         create function twin() returns int language sql as $$ select 1 $$;
         create table twin (id int);",
    );
    let survey = story.survey();
    for (name, expected) in [
        ("post", ""),
        ("posts", "relation:public.posts bucket:posts"),
        ("relation:posts", "relation:public.posts"),
        ("bucket:posts", "bucket:posts"),
        ("other.posts", "relation:other.posts"),
        ("other.posts.id", "relation:other.posts.id"),
        ("posts.id", "relation:public.posts.id"),
        ("single", "relation:other.single"),
        ("twin", "relation:public.twin routine:public.twin"),
        ("twin()", "routine:public.twin"),
        ("twin().x", ""),
        ("posts.", ""),
        ("", ""),
    ] {
        let found = subject::named(&survey, name);
        let found = found.iter().map(|subject| subject.unambiguous(&survey));
        assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{name}");
    }
    assert_eq!(subject::nearest(&survey, "Post").as_deref(), Some("posts"));
    assert_eq!(subject::nearest(&survey, "zzz"), None);
}
