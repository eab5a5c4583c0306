//! Requests in short, and what is wrong with them.

use std::fmt::Write;

use expect_test::{Expect, expect};

use crate::{
    access::{Access, SchemaRef, Target, TargetKind},
    clause::{Clause, ClauseKind, Given, Key, Literal, Row, RowSet, Rows, Text, Texts, Values},
    operation::{Known, Operation},
    postgrest::{Served, fixture, problems},
    schema::{
        Database,
        replay::{self, ReplayOptions},
        source::SchemaFile,
    },
    source::{FileId, Location, Span},
};

pub(super) const SCHEMA: &str = "
    create type status as enum ('online', 'offline');
    create table users (username text primary key, status status, data jsonb);
    create table profiles (username text primary key references users, bio text);
    create table channels (id bigint primary key, slug text unique);
    create table messages (
        id bigint primary key, message text, sent timestamptz,
        username text not null references users,
        channel_id bigint not null references channels
    );
    create table best_friends (
        id int primary key,
        first_user text references users, second_user text references users
    );
    create table products (id int primary key, name text);
    create table categories (id int primary key, name text);
    create table product_categories (
        product_id int references products, category_id int references categories,
        primary key (product_id, category_id)
    );
    create table collections (id int primary key, parent_id int references collections);
    create table events (id int, day date, username text references users, primary key (id, day))
        partition by range (day);
    create table events_2024 partition of events
        for values from ('2024-01-01') to ('2025-01-01');
    create view active_users as select username, status from users where status = 'online';
    create view recent as select id, message as body, username as who, channel_id from messages;
    create view joined as
        select m.id, u.username, c.id as cid
        from messages m join users u using (username) left join channels c on c.id = m.channel_id;
    create view either as
        select id, username from messages union all select id, username from messages;
    create view common as with x as (select id, username from messages) select * from x;
    create function blurb(messages) returns text language sql as $$ select left($1.message, 3) $$;
    create function written(users) returns setof messages language sql
        as $$ select * from messages where username = $1.username $$;
    create function newest(users) returns setof messages rows 1 language sql
        as $$ select * from messages where username = $1.username limit 1 $$;
    create function all_users() returns setof users language sql as $$ select * from users $$;
    create function pairs() returns table (a int, b text) language sql as $$ select 1, 'x' $$;
    create function one() returns int language sql as $$ select 1 $$;
    create schema private;
    create table private.secrets (id int primary key);
";

pub(super) fn database(sql: &str) -> Database {
    let file = SchemaFile::new("a.sql".into(), sql.into());
    let replayed = replay::replay(&[&file], &ReplayOptions::default());
    assert!(
        replayed.statements.failed.is_empty(),
        "{:?}",
        replayed.statements.failed
    );
    Database {
        exposed: vec!["public".into()],
        catalog: replayed.catalog,
        ..Database::default()
    }
}

/// A request such as `messages | select id,users(*) | eq users.status x | limit @users`.
///
/// `insert a,b` writes these columns, and `insert` alone any; a first word `rpc/` calls a routine, `a.b` names a schema; `~` ends a text that is not all there
/// is; `a || b` is one of two texts.
pub(super) struct Line {
    pub(super) access: Access,
    /// What the places count in.
    pub(super) source: String,
}

impl Line {
    pub(super) fn new(line: &str) -> Self {
        let mut parts = line.split(" | ");
        let target = parts.next().unwrap_or_default().trim();
        let (kind, name) = match target.strip_prefix("rpc/") {
            Some(name) => (TargetKind::Routine, name),
            None => (TargetKind::Relation, target),
        };
        let (schema, name) = match name.split_once(':') {
            Some((schema, name)) => (SchemaRef::Named(schema.into()), name),
            None => (SchemaRef::Default, name),
        };
        let mut source = String::new();
        let target_span = place(&mut source, name).span;
        let mut clauses = Vec::new();
        let mut operation = match kind {
            TargetKind::Routine => Operation::Call,
            _ => Operation::Select,
        };
        for part in parts {
            let (method, rest) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
            operation = match method {
                "insert" => Operation::Insert,
                "update" => Operation::Update,
                "delete" => Operation::Delete,
                "on" => Operation::Subscribe,
                _ => operation,
            };
            clauses.push(clause(&mut source, method, rest.trim()));
        }
        let access = Access {
            target: Target {
                kind,
                name: Some(name.into()),
                schema,
            },
            operation: Some(operation),
            clauses,
            target_span,
            ..fixture::access()
        };
        Self { access, source }
    }
}

fn place(source: &mut String, text: &str) -> Location {
    let start = source.len() as u32;
    source.push_str(text);
    Location {
        file: FileId(0),
        span: Span {
            start,
            end: source.len() as u32,
        },
    }
}

fn texts(source: &mut String, text: &str) -> Texts {
    let (text, open) = match text.strip_suffix('~') {
        Some(text) => (text, true),
        None => (text, false),
    };
    let alternatives = text.split(" || ").map(|text| Text {
        text: text.to_owned(),
        location: place(source, text),
        verbatim: true,
    });
    let alternatives: Vec<Text> = alternatives.collect();
    Texts {
        location: alternatives[0].location,
        alternatives,
        open,
    }
}

fn clause(source: &mut String, method: &str, rest: &str) -> Clause {
    let (rest, referenced) = match rest.rsplit_once('@') {
        Some((rest, referenced)) => (rest.trim(), Some(texts(source, referenced))),
        None => (rest, None),
    };
    let known = [
        "select", "or", "order", "limit", "eq", "is", "insert", "update", "delete", "on", "like",
    ];
    let method = known
        .into_iter()
        .find(|known| *known == method)
        .expect("a known method");
    let kind = match method {
        "select" => ClauseKind::Select {
            list: (!rest.is_empty()).then(|| texts(source, rest)),
        },
        "or" => ClauseKind::Or {
            filters: texts(source, rest),
            referenced,
        },
        "order" => ClauseKind::Order {
            column: texts(source, rest),
            referenced,
        },
        "limit" => ClauseKind::Limit { referenced },
        "insert" | "update" => ClauseKind::Write {
            rows: rows(source, rest),
            on_conflict: None,
            default_to_null: Known::Yes,
            ignore_duplicates: Known::No,
        },
        "delete" => ClauseKind::Other,
        "on" => ClauseKind::Changes {
            event: None,
            filter: (!rest.is_empty()).then(|| texts(source, rest)),
        },
        _ => {
            let (column, value) = rest.split_once(' ').unwrap_or((rest, ""));
            let given = (!value.is_empty()).then(|| Given {
                literal: match value {
                    "null" => Literal::Null,
                    text => Literal::Text(text.to_owned()),
                },
                location: place(source, value),
            });
            ClauseKind::Filter {
                column: texts(source, column),
                operator: None,
                value: Values {
                    open: given.is_none(),
                    alternatives: given.into_iter().collect(),
                },
                referenced: None,
            }
        }
    };
    Clause {
        method,
        location: place(source, method),
        kind,
    }
}

/// One row of these columns; any rows without them.
fn rows(source: &mut String, columns: &str) -> Rows {
    if columns.is_empty() {
        return Rows {
            open: true,
            ..Rows::default()
        };
    }
    let key = |column: &str| Key {
        name: column.to_owned(),
        location: place(source, column),
        value: Values {
            open: true,
            ..Values::default()
        },
        always: true,
    };
    let row = Row {
        keys: columns.split(',').map(key).collect(),
        open: false,
    };
    let set = RowSet {
        rows: vec![row],
        open: false,
        repeated: false,
        is_list: false,
        location: Location::default(),
    };
    Rows {
        alternatives: vec![set],
        open: false,
    }
}

/// Draws what is wrong with each request under it.
fn check(sql: &str, lines: &str, expected: Expect) {
    let database = database(sql);
    let served = Served::new(&database);
    let mut drawn = String::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let made = Line::new(line);
        writeln!(drawn, "{line}").unwrap();
        for problem in problems(&served, &made.access) {
            let token = &made.source[problem.location.span.range()];
            writeln!(
                drawn,
                "    {:?} at `{token}`: {}",
                problem.kind, problem.message
            )
            .unwrap();
            if let Some(help) = problem.help {
                writeln!(drawn, "        {help}").unwrap();
            }
        }
    }
    expected.assert_eq(&drawn);
}

#[test]
fn relations() {
    check(
        SCHEMA,
        "
        users | select
        user | select
        Users | select
        public.users | select
        private.secrets | select
        secrets | select
        private:secrets | select nope
        nowhere:users | select
        auth:users | select
        events_2024 | select id
        one | select
        ",
        expect![[r#"
            users | select
            user | select
                UnknownRelation at `user`: relation `user` is not in the schema
                    did you mean `users`?
            Users | select
                UnknownRelation at `Users`: relation `Users` is not in the schema
                    did you mean `users`?
            public.users | select
                UnknownRelation at `public.users`: relation `public.users` is not in the schema
                    leave the schema out: `users`
            private.secrets | select
                UnknownRelation at `private.secrets`: relation `private.secrets` is not in the schema
                    name the schema by itself: `.schema("private").from("secrets")`
            secrets | select
                UnknownRelation at `secrets`: relation `secrets` is not in the schema
                    it exists in schema `private`
            private:secrets | select nope
                UnknownSchema at `secrets`: schema `private` is not exposed by the API
                    exposed are `public`
                UnknownColumn at `nope`: column `nope` is not in `secrets`
            nowhere:users | select
                UnknownSchema at `users`: schema `nowhere` does not exist
                    exposed are `public`
            auth:users | select
                UnknownSchema at `users`: schema `auth` is not exposed by the API
                    exposed are `public`
            events_2024 | select id
            one | select
                UnknownRelation at `one`: relation `one` is not in the schema
                    `one` is a function: call it with `rpc("one")`
        "#]],
    );
}

#[test]
fn columns() {
    check(
        SCHEMA,
        "
        users | select username,data->a->>b,data->>c
        users | select usrname, status as state
        users | select data->>a->b
        users | select messages
        users | select row_to_json,ctid,username->x
        rpc/all_users | select *,ctid
        messages | select ...users(),...channels(messages())
        active_users | select ctid
        messages | select id,blurb
        recent | select blurb
        users | select count
        users | select *,count
        users | select messages(count)
        users | select messages(id,count)
        users | select username,messages(count())
        messages | select id.sum()
        users | select messages(slug),slug
        users | select username,,status
        users | select nope || username
        users | select nope~
        users | select status::text,data::nope,username::Status,a:username::varchar
        messages | select id::uuid,sent::date,sent::int,id::text,message::uuid
        users | select data::int,data->a::uuid,data->>a::uuid,status::int,status::status
        messages | insert | select *,ctid
        messages | insert | select id,ctid
        ",
        expect![[r#"
            users | select username,data->a->>b,data->>c
            users | select usrname, status as state
                UnknownColumn at `usrname`: column `usrname` is not in `users`
                    did you mean `username`?
                UnknownColumn at `status as state`: column `statusasstate` is not in `users`
                    write `state:status` to rename it
            users | select data->>a->b
                InvalidQuery at `b`: `->>` gives text, and nothing can be taken out of text
                    use `->` for all arrows but the last
            users | select messages
                UnknownColumn at `messages`: column `messages` is not in `users`
                    to embed the relation, write `messages(…)`
            users | select row_to_json,ctid,username->x
            rpc/all_users | select *,ctid
                UnknownColumn at `ctid`: column `ctid` is not in `users`
            messages | select ...users(),...channels(messages())
                InvalidQuery at `users`: `users()` has no columns that could be spread
                InvalidQuery at `messages`: `messages()` has no columns that could be spread
            active_users | select ctid
                UnknownColumn at `ctid`: column `ctid` is not in `active_users`
            messages | select id,blurb
            recent | select blurb
                UnknownColumn at `blurb`: column `blurb` is not in `recent`
            users | select count
            users | select *,count
                InvalidQuery at `count`: `count` is an aggregate of all rows of `users`, so it cannot stand beside columns
                    ask for the number by the option `{ count: "exact" }`
            users | select messages(count)
            users | select messages(id,count)
                InvalidQuery at `count`: `count` is an aggregate of all rows of `messages`, so it cannot stand beside columns
                    ask for the number by the option `{ count: "exact" }`
            users | select username,messages(count())
                InvalidQuery at `count()`: `count()` is an aggregate, and the API has them switched off by default
                    the server's setting `pgrst.db_aggregates_enabled` turns them on
            messages | select id.sum()
                InvalidQuery at `.sum()`: `id.sum()` is an aggregate, and the API has them switched off by default
                    the server's setting `pgrst.db_aggregates_enabled` turns them on
            users | select messages(slug),slug
                UnknownColumn at `slug`: column `slug` is not in `messages`
                UnknownColumn at `slug`: column `slug` is not in `users`
            users | select username,,status
                InvalidQuery at `,`: unexpected `,`: expected a column, an embed or `*`
            users | select nope || username
                UnknownColumn at `nope`: column `nope` is not in `users`
            users | select nope~
                UnknownColumn at `nope`: column `nope` is not in `users`
            users | select status::text,data::nope,username::Status,a:username::varchar
                InvalidQuery at `nope`: there is no type `nope`
            messages | select id::uuid,sent::date,sent::int,id::text,message::uuid
                InvalidQuery at `uuid`: column `id` is `bigint`, which cannot be cast to `uuid`
                InvalidQuery at `int`: column `sent` is `timestamp with time zone`, which cannot be cast to `int`
            users | select data::int,data->a::uuid,data->>a::uuid,status::int,status::status
                InvalidQuery at `uuid`: what stands in column `data` is `jsonb`, which cannot be cast to `uuid`
                InvalidQuery at `int`: column `status` is `status`, which cannot be cast to `int`
            messages | insert | select *,ctid
                UnknownColumn at `ctid`: column `ctid` is not in `messages`
            messages | insert | select id,ctid
        "#]],
    );
}

#[test]
fn embeds() {
    check(
        SCHEMA,
        "
        messages | select id,users(username),channels!inner(slug,nope)
        messages | select author:username(*),messages_channel_id_fkey(slug)
        messages | select user(*)
        messages | select products(*)
        users | select messages(id),profiles(bio),active_users(*)
        users | select best_friends(*)
        users | select best_friends!first_user(id),other:best_friends!second_user(id)
        users | select best_friends!nope(id)
        best_friends | select users!first_user(*),users!second_user(*)
        products | select categories(name,nope)
        products | select categories!product_categories(name)
        collections | select collections(*),parent_id(*)
        collections | select collections_parent_id_fkey(*)
        recent | select users(*),channels(slug)
        recent | select messages(*)
        joined | select users(*)
        joined | select channels(*)
        either | select users(*)
        common | select users(*)
        users | select common(id),recent(body)
        users | select written(message,nope)
        events | select users(*)
        events_2024 | select users(*)
        users | select events_2024(*)
        messages | select ...users(status,nope)
        users | select ...messages(id)
        users | select ...newest(id)
        messages | select ...users(*,status),...channels(id,id)
        messages | select ...users(*,other:status)
        messages | select id,channels(messages(users(nope)))
        ",
        expect![[r#"
            messages | select id,users(username),channels!inner(slug,nope)
                UnknownColumn at `nope`: column `nope` is not in `channels`
            messages | select author:username(*),messages_channel_id_fkey(slug)
            messages | select user(*)
                UnknownEmbed at `user`: no relationship between `messages` and `user`
                    did you mean `users`?
            messages | select products(*)
                UnknownEmbed at `products`: no relationship between `messages` and `products`
                    no foreign key joins `messages` and `products`
            users | select messages(id),profiles(bio),active_users(*)
                UnknownEmbed at `active_users`: no relationship between `users` and `active_users`
                    no foreign key joins `users` and `active_users`; a view has those of the columns that it takes over as they are
            users | select best_friends(*)
                AmbiguousEmbed at `best_friends`: more than one relationship between `users` and `best_friends`
                    choose one: `best_friends!best_friends_first_user_fkey(…)` or `best_friends!best_friends_second_user_fkey(…)`
            users | select best_friends!first_user(id),other:best_friends!second_user(id)
            users | select best_friends!nope(id)
                UnknownEmbed at `best_friends`: no relationship between `users` and `best_friends` goes by `nope`
                    `nope` leads from none to the other; write `best_friends!best_friends_first_user_fkey(…)` or `best_friends!best_friends_second_user_fkey(…)`
            best_friends | select users!first_user(*),users!second_user(*)
                InvalidQuery at `users`: `users` is embedded twice under one name
                    rename one of them: `other:users(…)`
            products | select categories(name,nope)
                UnknownColumn at `nope`: column `nope` is not in `categories`
            products | select categories!product_categories(name)
            collections | select collections(*),parent_id(*)
            collections | select collections_parent_id_fkey(*)
                UnknownEmbed at `collections_parent_id_fkey`: no relationship between `collections` and `collections_parent_id_fkey`
                    within one relation, write `parent_id(…)` for the row that the key refers to, `collections(…)` for those that refer to it
            recent | select users(*),channels(slug)
            recent | select messages(*)
                UnknownEmbed at `messages`: no relationship between `recent` and `messages`
                    no foreign key joins `recent` and `messages`; a view has those of the columns that it takes over as they are
            joined | select users(*)
                UnknownEmbed at `users`: no relationship between `joined` and `users`
                    no foreign key joins `joined` and `users`; a view has those of the columns that it takes over as they are
            joined | select channels(*)
                UnknownEmbed at `channels`: no relationship between `joined` and `channels`
                    no foreign key joins `joined` and `channels`; a view has those of the columns that it takes over as they are
            either | select users(*)
                UnknownEmbed at `users`: no relationship between `either` and `users`
                    no foreign key joins `either` and `users`; a view has those of the columns that it takes over as they are
            common | select users(*)
            users | select common(id),recent(body)
            users | select written(message,nope)
                UnknownColumn at `nope`: column `nope` is not in `messages`
            events | select users(*)
            events_2024 | select users(*)
                UnknownEmbed at `users`: no relationship between `events_2024` and `users`
                    partitions cannot be embedded; the partitioned relation is `events`
            users | select events_2024(*)
                UnknownEmbed at `events_2024`: no relationship between `users` and `events_2024`
                    partitions cannot be embedded; the partitioned relation is `events`
            messages | select ...users(status,nope)
                UnknownColumn at `nope`: column `nope` is not in `users`
            users | select ...messages(id)
                InvalidQuery at `messages`: `messages` is many rows for one of `users`, so its columns cannot be spread
                    embed it as a list: `messages(…)`
            users | select ...newest(id)
            messages | select ...users(*,status),...channels(id,id)
                InvalidQuery at `status`: `status` is selected twice in `...users(…)`, which cannot be spread
                    select it once, or rename it: `other:status`
                InvalidQuery at `id`: `id` is selected twice in `...channels(…)`, which cannot be spread
                    select it once, or rename it: `other:id`
            messages | select ...users(*,other:status)
            messages | select id,channels(messages(users(nope)))
                UnknownColumn at `nope`: column `nope` is not in `users`
        "#]],
    );
}

#[test]
fn filters() {
    check(
        SCHEMA,
        "
        users | select | eq usrname
        users | select * | eq messages.id
        users | select *,messages(id) | eq messages.id
        users | select *,messages(id) | eq messages.nope
        users | select *,m:messages(id) | eq m.id | eq messages.id
        users | select *,m:messages(id) | is m null
        users | select *,m:messages(id) | is messages null
        users | select *,messages(id) | eq messages
        users | select *,messages(id) | eq messages 1
        users | select * | is messages null
        users | select *,messages(id)~ | eq nope.id
        users | select *,messages(id) || * | eq messages.id
        users | select name:username | eq name
        users | select * | or username.eq.a,and(nope.eq.1,status.eq.online)
        users | select *,messages(id) | or nope.eq.1 @messages
        users | select *,messages(id) | or messages.is.null,username.eq.x
        users | select * | or username.eq.a,
        users | select count | eq count
        messages | insert | eq nope
        messages | insert | eq users.username
        messages | update | eq nope
        messages | update | select nope | eq id
        messages | update | select count
        messages | update | select id | or id.eq.1,message.eq.x
        messages | update | select message | or id.eq.1,message.eq.x
        messages | update | select * | or message.eq.x
        messages | update | or message.eq.x
        messages | insert | or nope.eq.x
        messages | insert | select id | or nope.eq.x
        users | select | eq row_to_json 1 | eq to_jsonb 1
        messages | delete | eq blurb
        messages | delete | eq id | limit
        messages | delete | eq id | limit | order id
        messages | select | like id 1
        ",
        expect![[r#"
            users | select | eq usrname
                UnknownColumn at `usrname`: column `usrname` is not in `users`
                    did you mean `username`?
            users | select * | eq messages.id
                UnknownEmbed at `messages`: `messages` is not embedded in `users`
                    add `messages(…)` to the select list
            users | select *,messages(id) | eq messages.id
            users | select *,messages(id) | eq messages.nope
                UnknownColumn at `nope`: column `nope` is not in `messages`
            users | select *,m:messages(id) | eq m.id | eq messages.id
            users | select *,m:messages(id) | is m null
            users | select *,m:messages(id) | is messages null
                UnknownEmbed at `messages`: column `messages` is not in `users`
                    embed `messages` in the select list to ask it for null
            users | select *,messages(id) | eq messages
                UnknownColumn at `messages`: column `messages` is not in `users`
                    `messages` is embedded: a filter can ask it for null only, or name a column of it: `messages.column`
            users | select *,messages(id) | eq messages 1
                UnknownColumn at `messages`: column `messages` is not in `users`
                    `messages` is embedded: a filter can ask it for null only, or name a column of it: `messages.column`
            users | select * | is messages null
                UnknownEmbed at `messages`: column `messages` is not in `users`
                    embed `messages` in the select list to ask it for null
            users | select *,messages(id)~ | eq nope.id
            users | select *,messages(id) || * | eq messages.id
            users | select name:username | eq name
                UnknownColumn at `name`: column `name` is not in `users`
                    `name` is an alias, which filters do not know; name the column `username`
            users | select * | or username.eq.a,and(nope.eq.1,status.eq.online)
                UnknownColumn at `nope`: column `nope` is not in `users`
            users | select *,messages(id) | or nope.eq.1 @messages
                UnknownColumn at `nope`: column `nope` is not in `messages`
            users | select *,messages(id) | or messages.is.null,username.eq.x
            users | select * | or username.eq.a,
                InvalidQuery at ``: unexpected end: expected a column, `and(` or `or(`
            users | select count | eq count
                InvalidQuery at `count`: `count` is an aggregate of all rows, which no row can be chosen by
            messages | insert | eq nope
            messages | insert | eq users.username
                UnknownEmbed at `users`: `users` is not embedded in `messages`
                    add `users(…)` to the select list
            messages | update | eq nope
                UnknownColumn at `nope`: column `nope` is not in `messages`
            messages | update | select nope | eq id
                UnknownColumn at `nope`: column `nope` is not in `messages`
            messages | update | select count
                InvalidQuery at `count`: `count` is an aggregate of all rows, which a write cannot return
                    ask for the number by the option `{ count: "exact" }`
            messages | update | select id | or id.eq.1,message.eq.x
                UnknownColumn at `message`: column `message` is not returned, and `or` is asked of what a write returns, too, up to PostgREST 15
                    add `message` to the select list
            messages | update | select message | or id.eq.1,message.eq.x
            messages | update | select * | or message.eq.x
            messages | update | or message.eq.x
            messages | insert | or nope.eq.x
            messages | insert | select id | or nope.eq.x
                UnknownColumn at `nope`: column `nope` is not in `messages`
            users | select | eq row_to_json 1 | eq to_jsonb 1
                InvalidQuery at `eq`: column `row_to_json` of `users` is `json`, which has no operator `eq`
                    `json` values cannot be compared: reach into them with `->>`
            messages | delete | eq blurb
            messages | delete | eq id | limit
                InvalidQuery at `limit`: `limit` cannot limit what is changed
                    up to PostgREST 12 an order by unique columns must stand beside it; later ones change all rows that the filters choose
            messages | delete | eq id | limit | order id
            messages | select | like id 1
                InvalidQuery at `like`: column `id` of `messages` is `bigint`, which has no operator `like`
                    patterns work on text only; compare with `eq` or `in`
        "#]],
    );
}

#[test]
fn orders_and_limits() {
    check(
        SCHEMA,
        "
        users | select | order nope
        users | select | order username desc
        users | select | order username.desc
        users | select | order -username
        users | select *,messages(id) | order id @messages | limit @messages
        users | select * | limit @messages
        users | select *,messages(id) | order nope @messages
        messages | select id,users(username) | order users(status)
        messages | select id,users(st:status) | order users(st) | order users(status)
        messages | select id,users(*) | order users(status) | order users(nope)
        messages | select id,u:users(status) | order users(status)
        users | select messages(id) | order messages(id)
        users | select * | order messages(id)
        users | select count | order count
        users | select username | order count
        ",
        expect![[r#"
            users | select | order nope
                UnknownColumn at `nope`: column `nope` is not in `users`
            users | select | order username desc
                UnknownColumn at `username desc`: column `username desc` is not in `users`
                    name the column `username` and give the direction as the option `ascending`
            users | select | order username.desc
                InvalidQuery at `desc`: unexpected direction: `order` adds one itself, which its options set
            users | select | order -username
                InvalidQuery at `-`: unexpected `-`: expected a column
            users | select *,messages(id) | order id @messages | limit @messages
            users | select * | limit @messages
                UnknownEmbed at `messages`: `messages` is not embedded in `users`
                    add `messages(…)` to the select list
            users | select *,messages(id) | order nope @messages
                UnknownColumn at `nope`: column `nope` is not in `messages`
            messages | select id,users(username) | order users(status)
                UnknownColumn at `status`: column `status` of `users` is not selected, so nothing can be ordered by it
                    add `status` to `users(…)` in the select list
            messages | select id,users(st:status) | order users(st) | order users(status)
                UnknownColumn at `status`: column `status` of `users` is not selected, so nothing can be ordered by it
                    it goes by its name in the answer: `users(st)`
            messages | select id,users(*) | order users(status) | order users(nope)
                UnknownColumn at `nope`: column `nope` is not in `users`
            messages | select id,u:users(status) | order users(status)
                UnknownEmbed at `users`: `users` is not embedded in `messages`
                    it goes by its alias: `u(status)`
            users | select messages(id) | order messages(id)
                InvalidQuery at `messages`: `messages` is many rows for one of `users`, so nothing can be ordered by it
                    to order the embedded rows, use the option `{ referencedTable: "messages" }`
            users | select * | order messages(id)
                UnknownEmbed at `messages`: `messages` is not embedded in `users`
                    add `messages(…)` to the select list
            users | select count | order count
            users | select username | order count
                InvalidQuery at `count`: `count` is an aggregate of all rows, which rows cannot be ordered by
        "#]],
    );
}

#[test]
fn results_of_routines() {
    check(
        SCHEMA,
        "
        rpc/all_users | select username,messages(id)
        rpc/all_users | select nope | eq username x
        rpc/pairs | select a,nope
        rpc/pairs | select users(*)
        rpc/one | select nope
        rpc/one | order nope
        rpc/all_users | select status | eq username x | order status
        rpc/all_users | select status,messages(id) | eq username x
        rpc/all_users | select * | eq username x
        rpc/all_users | eq username x
        ",
        expect![[r#"
            rpc/all_users | select username,messages(id)
            rpc/all_users | select nope | eq username x
                UnknownColumn at `nope`: column `nope` is not in `users`
                UnknownColumn at `username`: column `username` of the result of `all_users` is not selected, so nothing can be asked of it
                    add `username` to the select list
            rpc/pairs | select a,nope
                UnknownColumn at `nope`: column `nope` is not in the result of `pairs`
            rpc/pairs | select users(*)
                UnknownEmbed at `users`: the result of `pairs` is no relation's, so nothing can be embedded in it
            rpc/one | select nope
                UnknownColumn at `nope`: the result of `one` is a single value, so it has no column `nope`
            rpc/one | order nope
                UnknownColumn at `nope`: the result of `one` is a single value, so it has no column `nope`
            rpc/all_users | select status | eq username x | order status
                UnknownColumn at `username`: column `username` of the result of `all_users` is not selected, so nothing can be asked of it
                    add `username` to the select list
            rpc/all_users | select status,messages(id) | eq username x
            rpc/all_users | select * | eq username x
            rpc/all_users | eq username x
        "#]],
    );
}

#[test]
fn subscriptions() {
    check(
        SCHEMA,
        "
        messages | on id=eq.1
        messages | on nope=eq.1
        message | on
        * | on
        private:secrets | on id=eq.1
        nowhere:users | on
        ",
        expect![[r#"
            messages | on id=eq.1
            messages | on nope=eq.1
                UnknownColumn at `nope`: column `nope` is not in `messages`
            message | on
                UnknownRelation at `message`: relation `message` is not in the schema
                    did you mean `messages`?
            * | on
            private:secrets | on id=eq.1
            nowhere:users | on
                UnknownSchema at `users`: schema `nowhere` does not exist
        "#]],
    );
}
