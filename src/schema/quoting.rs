//! Names as Postgres prints them: `quote_ident`, and types as `format_type` has them.

use std::borrow::Cow;

/// Words that must be quoted as a name: all but the unreserved ones of Postgres 15, sorted.
const KEYWORDS: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "coalesce",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "greatest",
    "group",
    "grouping",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "least",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "national",
    "natural",
    "nchar",
    "none",
    "normalize",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "placing",
    "position",
    "precision",
    "primary",
    "real",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "session_user",
    "setof",
    "similar",
    "smallint",
    "some",
    "substring",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
];

/// The name, quoted where Postgres would not read it back without.
pub fn quoted(name: &str) -> Cow<'_, str> {
    let is_plain = name
        .bytes()
        .enumerate()
        .all(|(at, byte)| matches!(byte, b'a'..=b'z' | b'_') || (at > 0 && byte.is_ascii_digit()));
    if is_plain && !name.is_empty() && KEYWORDS.binary_search(&name).is_err() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    }
}

/// The name of a type of the project's own as `format_type` prints it with `public` in the search
/// path.
pub fn type_name(schema: &str, name: &str) -> String {
    if schema == "public" {
        quoted(name).into_owned()
    } else {
        format!("{}.{}", quoted(schema), quoted(name))
    }
}

#[test]
fn names_are_quoted_where_they_must_be() {
    assert!(KEYWORDS.is_sorted());
    for (name, expected) in [
        ("plain_1", "plain_1"),
        ("1st", "\"1st\""),
        ("userId", "\"userId\""),
        ("user", "\"user\""),
        ("status", "status"),
        ("a\"b", "\"a\"\"b\""),
        ("", "\"\""),
        ("größe", "\"größe\""),
    ] {
        assert_eq!(quoted(name), expected, "{name}");
    }
    assert_eq!(type_name("public", "Kind"), "\"Kind\"");
    assert_eq!(type_name("billing", "plan"), "billing.plan");
}
