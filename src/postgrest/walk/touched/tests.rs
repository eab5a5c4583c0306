//! Requests in short, and what they touch.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::super::tests::{Line, SCHEMA, database};
use crate::{
    postgrest::{
        Served,
        touch::{Touch, touches},
    },
    schema::Database,
};

/// `part relation operation(columns; joined by joins; computed)`, with `*` for all columns and `…`
/// for more; in quotes where it is not named.
fn told(source: &str, touch: &Touch) -> String {
    let name = |(name, location): &(String, crate::source::Location)| {
        let written = &source[location.span.range()];
        match written == name {
            true => name.clone(),
            false => format!("{name} at `{written}`"),
        }
    };
    let mut columns: Vec<String> = touch.columns.iter().map(name).collect();
    columns.extend(touch.all_columns.then(|| "*".to_owned()));
    columns.extend(touch.open.then(|| "…".to_owned()));
    let mut text = format!(
        "{:?} {}{} {}({})",
        touch.part,
        if touch.schema == "public" {
            ""
        } else {
            "other."
        },
        touch.relation,
        touch.operation.map_or("?", |operation| operation.as_str()),
        columns.join(", ")
    );
    if !touch.joins.is_empty() {
        write!(text, " joined by {}", touch.joins.join(", ")).unwrap();
    }
    let computed: Vec<String> = touch.computed.iter().map(name).collect();
    if !computed.is_empty() {
        write!(text, " computing {}", computed.join(", ")).unwrap();
    }
    let at = &source[touch.location.span.range()];
    if !touch.is_named || at != touch.relation {
        write!(text, " by `{at}`").unwrap();
    }
    text
}

fn check_in(database: &Database, lines: &str, expected: &Expect) {
    let served = Served::new(database);
    let mut drawn = String::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let made = Line::new(line);
        writeln!(drawn, "{line}").unwrap();
        for touch in touches(&served, &made.access) {
            writeln!(drawn, "    {}", told(&made.source, &touch)).unwrap();
        }
    }
    expected.assert_eq(&drawn);
}

fn check(lines: &str, expected: &Expect) {
    check_in(&database(SCHEMA), lines, expected);
}

#[test]
fn targets() {
    check(
        "
        users | select
        users | select username,data->a->>b,state:status
        users | select username~ | eq status online | order data->a
        users | select username || status
        users | select nope | or username.eq.x,and(status.eq.y,nothing.is.null)
        users | select count
        messages | select id,blurb,ctid
        recent | select body
        private:secrets | select id
        gone | select a,b(c) | eq d 1
        users | on username=eq.x
        rpc/all_users | select username | eq status x
        ",
        &expect![[r#"
            users | select
                Target users select(*)
            users | select username,data->a->>b,state:status
                Target users select(username, data, status)
            users | select username~ | eq status online | order data->a
                Target users select(username, status, data, …)
            users | select username || status
                Target users select(username, status)
            users | select nope | or username.eq.x,and(status.eq.y,nothing.is.null)
                Target users select(nope, username, status, nothing)
            users | select count
                Target users select()
            messages | select id,blurb,ctid
                Target messages select(id) computing blurb
            recent | select body
                Target recent select(body)
            private:secrets | select id
                Target other.secrets select(id)
            gone | select a,b(c) | eq d 1
                Target gone select(a, d)
            users | on username=eq.x
                Target users subscribe(username, *)
            rpc/all_users | select username | eq status x
        "#]],
    );
}

#[test]
fn writes() {
    check(
        "
        users | insert username,data
        users | insert
        users | insert username | select
        users | insert username | select status,messages(id)
        users | insert username | eq status x
        users | update data | eq username x
        users | update data | eq username x | select username
        users | delete | eq username x | order status
        ",
        &expect![[r#"
            users | insert username,data
                Target users insert(username, data)
            users | insert
                Target users insert(…)
            users | insert username | select
                Target users insert(username)
                Target users select(*)
            users | insert username | select status,messages(id)
                Target users insert(username)
                Target users select(status) joined by username
                Embed messages select(id) joined by username
            users | insert username | eq status x
                Target users insert(username)
            users | update data | eq username x
                Target users update(data, username)
            users | update data | eq username x | select username
                Target users update(data, username)
                Target users select(username)
            users | delete | eq username x | order status
                Target users delete(username)
        "#]],
    );
}

#[test]
fn embeds() {
    check(
        "
        messages | select id,users(status),channels!inner(*)
        messages | select author:users!username(status) | eq users.status x | is author null
        messages | select username(status),...channels(slug)
        users | select messages(id,channels(slug)) | eq messages.channels.slug a | order id @messages
        messages | select users() | order users(status)
        best_friends | select users!first_user(status),second_user(status)
        best_friends | select users(status)
        products | select name,categories(name)
        products | select categories!product_categories(*)
        users | select written(id),newest(id)
        recent | select users(status)
        users | select nothing(id)
        rpc/all_users | select username,messages(id)
        ",
        &expect![[r#"
            messages | select id,users(status),channels!inner(*)
                Target messages select(id) joined by channel_id, username
                Embed users select(status) joined by username
                Embed channels select(*) joined by id
            messages | select author:users!username(status) | eq users.status x | is author null
                Target messages select(username) joined by username
                Embed users select(username, status, status) joined by username
            messages | select username(status),...channels(slug)
                Target messages select(username) joined by channel_id, username
                Embed users select(status) joined by username by `username`
                Embed channels select(slug) joined by id
            users | select messages(id,channels(slug)) | eq messages.channels.slug a | order id @messages
                Target users select() joined by username
                Embed messages select(id, id) joined by channel_id, username
                Embed channels select(slug, slug) joined by id
            messages | select users() | order users(status)
                Target messages select() joined by username
                Embed users select(status) joined by username
            best_friends | select users!first_user(status),second_user(status)
                Target best_friends select(first_user, second_user) joined by first_user, second_user
                Embed users select(status) joined by username
                Embed users select(status) joined by username by `second_user`
            best_friends | select users(status)
                Target best_friends select()
                Embed users select(status)
            products | select name,categories(name)
                Target products select(name) joined by id
                Embed categories select(name) joined by id
                Junction product_categories select() joined by category_id, product_id by `categories`
            products | select categories!product_categories(*)
                Target products select() joined by id
                Embed categories select(*) joined by id
                Junction product_categories select() joined by category_id, product_id
            users | select written(id),newest(id)
                Target users select() computing written, newest
                Embed messages select(id) by `written`
                Embed messages select(id) by `newest`
            recent | select users(status)
                Target recent select() joined by who
                Embed users select(status) joined by username
            users | select nothing(id)
                Target users select()
            rpc/all_users | select username,messages(id)
                Embed messages select(id) joined by username
        "#]],
    );
}

#[test]
fn without_a_catalog_names_are_what_the_code_writes() {
    check_in(
        &Database::default(),
        "
        posts | select id,author:users(name) | eq users.name x
        posts | insert title | select id
        ",
        &expect![[r#"
            posts | select id,author:users(name) | eq users.name x
                Target posts select(id)
                Embed users select(name, name)
            posts | insert title | select id
                Target posts insert(title)
                Target posts select(id)
        "#]],
    );
}
