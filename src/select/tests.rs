//! The grammar held against tables of texts; every answer in them is PostgREST 12's.

use super::{
    SyntaxError, changes, filter,
    list::{self, Item, WhiteSpace},
    names, operation, order,
};
use crate::source::Span;
use proptest::{collection::vec, prelude::ProptestConfig, proptest, sample::select};
use std::fmt::{Debug, Display};

/// Holds what texts are read as, in the form they would be sent, against the second column; an
/// error reads `token: message`.
fn check<T: Display>(
    read: impl Fn(&str) -> Result<T, SyntaxError>,
    ignored: impl Fn(&T) -> Option<Span>,
    table: &[(&str, &str)],
) {
    for (text, expected) in table {
        let actual = match read(text) {
            Ok(tree) => match ignored(&tree) {
                Some(span) => format!("{tree} | {}", &text[span.range()]),
                None => tree.to_string(),
            },
            Err(error) => failure(text, &error),
        };
        assert_eq!(&actual, expected, "{text}");
    }
}

fn failure(text: &str, error: &SyntaxError) -> String {
    format!("{}: {}", &text[error.span.range()], error.message)
}

fn check_lists(white_space: WhiteSpace, table: &[(&str, &str)]) {
    check(
        |text| list::parse(text, white_space),
        |list| list.ignored,
        table,
    );
}

#[test]
fn lists_are_read() {
    check_lists(
        WhiteSpace::TakenOut,
        &[
            ("", ""),
            ("*", "*"),
            ("id, name", "id,name"),
            (
                "\n  id,\n  author : users (\n    name\n  )\n",
                "id,author:users(name)",
            ),
            ("user name", "username"),
            ("\"user name\"", "\"user name\""),
            ("\"a\\\"b\"", "\"a\\\"b\""),
            ("first-name,$x,_y,é", "first-name,$x,_y,é"),
            ("n:name::text", "n:name::text"),
            ("id::int::text", "id::int::text"),
            ("data->author->>name", "data->author->>name"),
            ("data->0->-1->\"0\"->'k'", "data->0->-1->\"0\"->'k'"),
            ("list(data->0)", "list(data->\"0\")"),
            ("count", "count"),
            ("count(), n:count()::int", "count(),n:count()::int"),
            ("id.count()", "id.count()"),
            (
                "total:amount::int.sum()::text",
                "total:amount::int.sum()::text",
            ),
            ("users()", "users()"),
            (
                "users!inner(id),users!left(id)",
                "users!inner(id),users!left(id)",
            ),
            (
                "users!fk!inner(id),users!inner!fk(id)",
                "users!fk!inner(id),users!fk!inner(id)",
            ),
            ("users!INNER(id)", "users!INNER(id)"),
            ("users!a!b(id)", "users!a(id)"),
            ("users!inner!left(id)", "users!inner(id)"),
            ("users!\"inner_fk\"(id)", "users!\"inner_fk\"(id)"),
            ("a(b(c(d(*))))", "a(b(c(d(*))))"),
            ("...users(name), ...count(a)", "...users(name),...count(a)"),
            ("sum(id)", "sum(id)"),
        ],
    );
}

#[test]
fn lists_are_read_no_further_than_the_server_does() {
    check_lists(
        WhiteSpace::TakenOut,
        &[
            ("id,users(name)), nope(", "id,users(name) | ), nope("),
            ("id,users(name) zzz", "id,users(name) | zzz"),
            ("id),name", "id | ),name"),
            (".id", " | .id"),
            (",id", " | ,id"),
            ("*id", " | *id"),
            ("...users", " | ...users"),
        ],
    );
}

#[test]
fn lists_are_refused() {
    let column = "expected a column, an embed or `*`";
    let next = "expected `,` or the end of the column";
    check_lists(
        WhiteSpace::TakenOut,
        &[
            ("id,", &format!(": unexpected end: {column}")),
            ("id,,name", &format!(",: unexpected `,`: {column}")),
            ("id, users(,name)", &format!(",: unexpected `,`: {column}")),
            (
                "id,*name",
                "name: unexpected `name`: expected `,` behind `*`",
            ),
            ("id;name", &format!(";: unexpected `;`: {next}")),
            ("name[]", &format!("[: unexpected `[`: {next}")),
            ("\"id\"name", &format!("name: unexpected `name`: {next}")),
            (
                "\"id",
                "\"id: unexpected end: the double quote is not closed",
            ),
            (
                "a:",
                ": unexpected end: expected a column or an embed behind the alias",
            ),
            (
                "a:*",
                "*: unexpected `*`: expected a column or an embed behind the alias",
            ),
            (
                "id::",
                ": unexpected end: expected a type's name without quotes",
            ),
            (
                "id::\"text\"",
                "\": unexpected `\"`: expected a type's name without quotes",
            ),
            ("id::varchar(3)", &format!("(: unexpected `(`: {next}")),
            (
                "id::public.t",
                "t: unexpected `t`: expected `sum()`, `avg()`, `count()`, `max()` or `min()` behind `.`",
            ),
            ("id.sum", ": unexpected end: expected `()` behind `sum`"),
            (
                "users.name",
                "name: unexpected `name`: expected `sum()`, `avg()`, `count()`, `max()` or `min()` behind `.`",
            ),
            (
                "count(id)",
                "(: unexpected `(`: expected `,`: `count` is an aggregate, as in `count()` or `id.count()`",
            ),
            ("data->", ": unexpected end: expected a key or an index"),
            ("data->a(b)", &format!("(: unexpected `(`: {next}")),
            ("data->-1x", "-: unexpected `-`: expected a key or an index"),
            (
                "users!fk",
                ": unexpected end: expected `(` behind the embed `users`",
            ),
            (
                "users!a!b!c(id)",
                "!: unexpected `!`: expected `(` behind the embed `users`",
            ),
            (
                "users!(id)",
                "(: unexpected `(`: expected a hint, `inner` or `left` behind `!`",
            ),
            (
                "users!inner_fk(id)",
                "inner_fk: unexpected hint: one that begins with `inner` or `left` needs double quotes",
            ),
            (
                "users(id",
                ": unexpected end: expected `,` or `)` behind the items of `users`",
            ),
            (
                "id,...users",
                ": unexpected end: expected `(` behind the embed `users`",
            ),
            (
                "a:...users(id)",
                "...: unexpected `...`: expected a column or an embed behind the alias",
            ),
            (
                "a(b(c)d)",
                "d: unexpected `d`: expected `,` or `)` behind the items of `a`",
            ),
        ],
    );
}

#[test]
fn white_space_counts_where_it_is_sent() {
    check_lists(
        WhiteSpace::Kept,
        &[
            ("user name, id ", "\"user name\",id"),
            ("data->a b", "data->\"a b\""),
            ("\"id\" ::text", "id::text"),
            ("users (name)", "users(name)"),
            (" ", ": unexpected end: expected a column, an embed or `*`"),
            (
                "id\n",
                "\n: unexpected `\n`: expected `,` or the end of the column",
            ),
            (
                "\"users\" (name)",
                "(: unexpected `(`: expected `,` or the end of the column",
            ),
            ("users(name) x", "x: unexpected `x`: expected `,` or `)`"),
            ("* ,id", " | * ,id"),
        ],
    );
}

#[test]
fn spans_are_places_in_the_given_text() {
    let text = "id,\n  wri ter : é_users ! inner ( \"full name\" , data ->> a )";
    let tree = list::parse(text, WhiteSpace::TakenOut).unwrap();
    let [Item::Column(id), Item::Embed(embed)] = tree.items.as_slice() else {
        panic!("{tree:?}");
    };
    let [Item::Column(name), Item::Column(data)] = embed.items.as_slice() else {
        panic!("{embed:?}");
    };
    let places = [
        (id.span, "id"),
        (embed.alias.as_ref().unwrap().span, "wri ter"),
        (embed.target.span, "é_users"),
        (
            embed.span,
            "wri ter : é_users ! inner ( \"full name\" , data ->> a )",
        ),
        (name.field.name.span, "\"full name\""),
        (data.span, "data ->> a"),
        (data.field.path[0].key.span, "a"),
    ];
    for (span, expected) in places {
        assert_eq!(&text[span.range()], expected);
    }
}

#[test]
fn paths_of_filters() {
    check(
        filter::path,
        |path| path.ignored,
        &[
            ("id", "id"),
            ("user name", "\"user name\""),
            ("messages.channels.id", "messages.channels.id"),
            ("data->>a", "data->>a"),
            ("messages.data->a->>0", "messages.data->a->>0"),
            ("\"quoted.name\"", "\"quoted.name\""),
            ("\"order\"", "\"order\""),
            ("id,name", "id | ,name"),
            ("lower(name)", "lower | (name)"),
            ("data->>a.b", "data->>a | .b"),
            ("", ": unexpected end: expected a column"),
            ("*", "*: unexpected `*`: expected a column"),
            (
                "messages.",
                ": unexpected end: expected a column behind `.`",
            ),
            (
                "order",
                "order: unexpected `order`: it is a parameter of the request; a column of this name needs double quotes",
            ),
            (
                "messages.limit",
                "limit: unexpected `limit`: it is a parameter of the request; a column of this name needs double quotes",
            ),
        ],
    );
}

#[test]
fn embeds_of_options() {
    let embeds = |text: &str| filter::embeds(text).map(|names| names.len());
    assert_eq!(embeds("messages"), Ok(1));
    assert_eq!(embeds("messages.\"a.b\""), Ok(2));
    for text in ["", "messages.", "messages,users", "messages(id)"] {
        assert!(embeds(text).is_err(), "{text}");
    }
}

#[test]
fn conditions_are_read() {
    check(
        filter::conditions,
        |conditions| conditions.ignored,
        &[
            ("id.eq.1", "id.eq.1"),
            ("id.eq.1, name.is.null", "id.eq.1,name.is.null"),
            ("id.not.in.(1, 2)", "id.not.in.(1,\" 2\")"),
            ("id.in.(\"a,b\",c),id.in.()", "id.in.(\"a,b\",c),id.in.()"),
            (
                "and(a.gt.1,or(b.lt.2,not.and(c.eq.3))),d.is.TRUE",
                "and(a.gt.1,or(b.lt.2,not.and(c.eq.3))),d.is.TRUE",
            ),
            ("and ( a.eq.1,b.eq.2) , c.eq.3", "and(a.eq.1,b.eq.2),c.eq.3"),
            ("message.eq.x or id.eq.2", "message.eq.x or id.eq.2"),
            ("message.eq.a.b,message.eq.", "message.eq.a.b,message.eq."),
            (
                "message.eq.\"a,b\",message.eq.\"x\"y",
                "message.eq.\"a,b\",message.eq.\"\\\"x\\\"y\"",
            ),
            (
                "tags.cs.{a,b},data.cs.{\"a\":1}",
                "tags.cs.{a,b},data.cs.{\"a\":1}",
            ),
            ("tags.ov.\"{a,{b}}\"", "tags.ov.\"{a,{b}}\""),
            ("name.plfts(english).a b", "name.plfts(english).a b"),
            (
                "id.eq(any).{1,2},name.like(all).{a*,*b}",
                "id.eq(any).{1,2},name.like(all).{a*,*b}",
            ),
            ("data->>a.eq.1,data->0.eq.1", "data->>a.eq.1,data->0.eq.1"),
            (
                "not.eq.1,and.is.null,or.in.(1)",
                "not.eq.1,and.is.null,or.in.(1)",
            ),
            ("messages.is.null", "messages.is.null"),
            ("id.is.not_null", "id.is.not_null"),
            ("id.eq.1),nope.eq.2", "id.eq.1 | ,nope.eq.2"),
        ],
    );
}

#[test]
fn conditions_are_refused() {
    let operator = "expected an operator such as `eq`, `gt`, `in`";
    let next = "expected `,` or `)` behind a condition";
    let column = "expected a column, `and(` or `or(`";
    check(
        filter::conditions,
        |conditions| conditions.ignored,
        &[
            ("", &format!(": unexpected end: {column}")),
            ("id.eq.1,", &format!(": unexpected end: {column}")),
            ("and()", &format!("): unexpected `)`: {column}")),
            (
                "(a.eq.1,b.eq.2)",
                "(: unexpected `(`: expected a condition: the client adds the outer parentheses itself",
            ),
            ("and(a.eq.1", &format!(": unexpected end: {next}")),
            (
                "AND(a.eq.1)",
                "(: unexpected `(`: expected `.` and an operator behind `AND`",
            ),
            (
                "a.eq.1,b",
                ": unexpected end: expected `.` and an operator behind `b`",
            ),
            (
                "not.id.eq.1",
                "not: unexpected `not`: it stands behind the column, as in `id.not.eq.1`",
            ),
            (
                "messages.id.eq.1",
                "messages: unexpected `messages`: a condition cannot name a column of an embed without the option `referencedTable`",
            ),
            (
                "a.equals.1",
                &format!("equals: unexpected `equals`: {operator}"),
            ),
            ("a.eq1.1", &format!("eq1: unexpected `eq1`: {operator}")),
            ("a.EQ.1", &format!("EQ: unexpected `EQ`: {operator}")),
            (
                "a.eq",
                ": unexpected end: expected `.` and a value behind `eq`",
            ),
            (
                "a.neq(any).{1}",
                "(: unexpected `(`: expected `.` and a value behind `neq`",
            ),
            (
                "a.in.1,2",
                "1: unexpected `1`: expected a list in parentheses behind `in`",
            ),
            (
                "a.is.nil",
                "nil: unexpected `nil`: expected `null`, `not_null`, `true`, `false` or `unknown`",
            ),
            ("a.is.nullx", &format!("x: unexpected `x`: {next}")),
            (
                "a.eq.b,c",
                ": unexpected end: expected `.` and an operator behind `c`",
            ),
            ("a.cs.{b}x", &format!("x: unexpected `x`: {next}")),
            ("a.fts().b", "): unexpected `)`: expected a language"),
        ],
    );
}

#[test]
fn operators_by_themselves() {
    let table = [
        ("eq", "eq"),
        ("not.in", "not.in"),
        ("fts(english)", "fts(english)"),
        ("like(any)", "like(any)"),
        ("eq.1", "eq 1"),
        (
            "",
            ": unexpected end: expected an operator such as `eq`, `gt`, `in`",
        ),
        (
            "=",
            "=: unexpected `=`: expected an operator such as `eq`, `gt`, `in`",
        ),
        (
            "contains",
            "contains: unexpected `contains`: expected an operator such as `eq`, `gt`, `in`",
        ),
    ];
    for (text, expected) in table {
        let actual = match operation::operator(text) {
            Ok((head, None)) => head.to_string(),
            Ok((head, Some(value))) => format!("{head} {}", value.text),
            Err(error) => failure(text, &error),
        };
        assert_eq!(actual, expected, "{text}");
    }
    assert!(operation::negated_operator("in").unwrap().0.negated);
    assert!(operation::negated_operator("not.in").is_err());
}

#[test]
fn values_by_themselves() {
    check(
        operation::parse,
        |_| None,
        &[
            ("eq.a,b)", "eq.\"a,b)\""),
            ("in.(1,2)", "in.(1,2)"),
            ("in.(1,2) and more", "in.(1,2)"),
            ("not.is.NULL", "not.is.NULL"),
            (
                "in.1,2",
                "1: unexpected `1`: expected a list in parentheses behind `in`",
            ),
            (
                "in.(1,2",
                ": unexpected end: expected `,` or `)` in the list of `in`",
            ),
        ],
    );
    let (head, _) = operation::operator("in").unwrap();
    assert!(operation::value(&head, "(1,2)").is_ok());
    assert!(operation::value(&head, "1,2").is_err());
}

#[test]
fn orders() {
    let read =
        |text: &str, read: fn(&str) -> Result<Vec<order::Term>, SyntaxError>| match read(text) {
            Ok(terms) => {
                let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
                terms.join(",")
            }
            Err(error) => failure(text, &error),
        };
    let added = "unexpected direction: `order` adds one itself, which its options set";
    let table = [
        ("id", "id"),
        ("a, b", "a,b"),
        ("a.desc.nullslast,b", "a.desc.nullslast,b"),
        ("users(name)", "users(name)"),
        ("data->>a", "data->>a"),
        ("data->0", "data->0"),
        ("id desc", "\"id desc\""),
        ("id.desc", &format!("desc: {added}")),
        ("a,id.asc.nullsfirst", &format!("asc.nullsfirst: {added}")),
        ("", ": unexpected end: expected a column"),
        ("-id", "-: unexpected `-`: expected a column"),
        (
            "a.descending,b",
            "ending: unexpected `ending`: expected `,`, `.asc`, `.desc` or the end",
        ),
        (
            "a.up,b",
            "up: unexpected `up`: expected `asc`, `desc`, `nullsfirst` or `nullslast`, in this order",
        ),
        (
            "users(name",
            ": unexpected end: expected `)` behind the column of an embed",
        ),
        (
            "users(a,b)",
            ",: unexpected `,`: expected `)` behind the column of an embed",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, order::parse), expected, "{text}");
    }
    assert_eq!(read("id.desc", order::parse_whole), "id.desc");
    assert_eq!(
        read("id.asc.desc", order::parse_whole),
        "desc: unexpected `desc`: expected `asc`, `desc`, `nullsfirst` or `nullslast`, in this order"
    );
}

#[test]
fn conflict_targets() {
    check(
        names::parse,
        |names| names.ignored,
        &[
            ("id", "id"),
            ("a, b ,\"c d\"", "a,b,\"c d\""),
            ("a(b)", "a | (b)"),
            ("", ": unexpected end: expected a column"),
            ("a,", ": unexpected end: expected a column behind `,`"),
            ("\"a\" b", "b: unexpected `b`: expected `,` or the end"),
        ],
    );
}

#[test]
fn filters_of_subscriptions() {
    let table = [
        ("", ""),
        ("room_id=eq.1", "room_id eq.1"),
        ("room_id=eq.a.b=c", "room_id eq.a.b=c"),
        ("id=not.in.(1, 2)", "id not.in.(1,2)"),
        (
            "id=gt.0, state=in.(a,\"b,c\")",
            "id gt.0; state in.(a,\"b,c\")",
        ),
        ("name=eq.\"a,b\"", "name eq.\"a,b\""),
        (
            "id",
            "id: unexpected `id`: expected a filter such as `id=eq.1`",
        ),
        (
            "id=1",
            "1: unexpected `1`: expected an operator of Realtime such as `eq`",
        ),
        (
            "id=cs.{1}",
            "cs: unexpected `cs`: expected an operator of Realtime such as `eq`",
        ),
        (
            "id=in.1",
            "1: unexpected `1`: expected a list in parentheses behind `in`",
        ),
        (
            "id=eq",
            ": unexpected end: expected `.` and a value behind `eq`",
        ),
        (
            "id=eq.1,",
            ": unexpected `,`: expected a filter such as `id=eq.1`",
        ),
    ];
    for (text, expected) in table {
        let actual = match changes::parse(text) {
            Ok(filters) => {
                let shown = filters.iter().map(|filter| {
                    assert_eq!(text[filter.column.span.range()], filter.column.text);
                    format!("{} {}", filter.column.text, filter.operation)
                });
                shown.collect::<Vec<_>>().join("; ")
            }
            Err(error) => failure(text, &error),
        };
        assert_eq!(actual, expected, "{text}");
    }
}

#[test]
fn nesting_has_an_end() {
    for (open, close) in [("a(", ")"), ("and(", ")"), ("->", "")] {
        let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        let list = list::parse(&format!("a{text}"), WhiteSpace::TakenOut).unwrap_err();
        assert!(!list.message.is_empty());
        assert!(filter::conditions(&text).is_err());
    }
    let deep = |levels: usize| format!("{}id{}", "a(".repeat(levels), ")".repeat(levels));
    assert!(list::parse(&deep(100), WhiteSpace::Kept).is_ok());
    assert!(list::parse(&deep(129), WhiteSpace::Kept).is_err());
}

/// What a tree's `Debug` says of it without its places, each of which must be one in the text.
fn without_places(text: &str, tree: &impl Debug) -> String {
    let shown = format!("{tree:?}");
    let mut parts = shown.split("Span { start: ");
    let mut kept = parts.next().unwrap().to_owned();
    for part in parts {
        let (span, rest) = part.split_once(" }").unwrap();
        let (start, end) = span.split_once(", end: ").unwrap();
        let range = start.parse::<usize>().unwrap()..end.parse::<usize>().unwrap();
        assert!(text.get(range).is_some(), "{span} is no place in {text:?}");
        kept.push_str(rest);
    }
    kept
}

/// Holds that a text is read as the same tree when the tree is printed and read again.
fn check_printing<T: Debug>(
    text: &str,
    tree: Result<T, SyntaxError>,
    print: impl Fn(&T) -> String,
    again: impl Fn(&str) -> Result<T, SyntaxError>,
) {
    match tree {
        Ok(tree) => {
            let printed = print(&tree);
            let same = again(&printed).unwrap_or_else(|error| panic!("{printed:?}: {error:?}"));
            assert_eq!(
                without_places(text, &tree),
                without_places(&printed, &same),
                "{text:?} printed as {printed:?}"
            );
        }
        Err(error) => {
            without_places(text, &error);
        }
    }
}

fn check_all(text: &str) {
    for white_space in [WhiteSpace::Kept, WhiteSpace::TakenOut] {
        let items = |text: &str, white_space| list::parse(text, white_space).map(|list| list.items);
        check_printing(
            text,
            items(text, white_space),
            |items| joined(items),
            |text| items(text, WhiteSpace::Kept),
        );
    }
    let conditions = |text: &str| filter::conditions(text).map(|read| read.conditions);
    check_printing(text, conditions(text), |read| joined(read), conditions);
    let path = |text: &str| {
        filter::path(text).map(|mut path| {
            path.ignored = None;
            path
        })
    };
    check_printing(text, path(text), ToString::to_string, path);
    check_printing(text, order::parse(text), |read| joined(read), order::parse);
    let whole = order::parse_whole;
    check_printing(text, whole(text), |read| joined(read), whole);
    let conflict = |text: &str| names::parse(text).map(|read| read.names);
    without_places(text, &conflict(text));
    without_places(text, &operation::parse(text));
    without_places(text, &operation::operator(text));
    without_places(text, &changes::parse(text));
    without_places(text, &filter::embeds(text));
}

fn joined(items: &[impl ToString]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(",")
}

/// Pieces that make right and nearly right texts likely.
const PIECES: [&str; 60] = [
    "id",
    "users",
    "data",
    "count",
    "order",
    "not",
    "and",
    "or",
    "é",
    "न",
    "्",
    "a b",
    "\"a b\"",
    "\"",
    "\\",
    "*",
    ",",
    ", ",
    ".",
    "(",
    ")",
    "()",
    "!",
    "!inner",
    "!left",
    "!inner_fk",
    ":",
    "::",
    "::int",
    "->",
    "->>",
    "->0",
    "->-1",
    "->\"0\"",
    "...",
    ".sum()",
    "count()",
    "-",
    " ",
    "\t",
    "\n",
    "\u{feff}",
    "eq.",
    ".eq.1",
    ".not.in.(",
    ".is.null",
    ".eq(any).{1,2}",
    ".fts(english).x",
    "and(",
    "not.or(",
    "{",
    "}",
    ".desc",
    ".asc",
    ".nullslast",
    "=eq.",
    "=in.(",
    "1",
    "\"x\\\"y\"",
    "''",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]

    #[test]
    fn printing_is_undone_by_reading(pieces in vec(select(PIECES.to_vec()), 0..14)) {
        check_all(&pieces.concat());
    }

    #[test]
    fn any_text_is_read_without_panic(text in ".{0,60}") {
        check_all(&text);
    }
}
