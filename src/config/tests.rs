use super::*;

fn check(text: &str, message: &str, marked: &str, help: Option<&str>) {
    let error = read(text).unwrap_err();
    assert_eq!(error.message, message);
    let span = error.span.unwrap();
    assert_eq!(&text[span.offset()..][..span.len()], marked);
    assert_eq!(error.help.as_deref(), help);
}

#[test]
fn everything_may_be_left_out() {
    assert_eq!(read("").unwrap(), Config::default());
    let config =
        read("schema = [\"db\"]\n[[database]]\nname = \"a\"\nroot = \"apps/a\"\n").unwrap();
    assert_eq!(config.schema, ["db"]);
    assert_eq!(config.database[0].root.as_deref(), Some("apps/a"));
}

#[test]
fn errors_point_at_their_place() {
    check(
        "shema = []\n",
        "unknown field `shema`",
        "shema",
        Some("did you mean `schema`?"),
    );
    check(
        "other = 1\n",
        "unknown field `other`",
        "other",
        Some("the keys here are schema, database"),
    );
    check(
        "schema = \"db\"\n",
        "invalid type: string \"db\", expected a sequence",
        "\"db\"",
        None,
    );
    check(
        "[[database]]\nname = \"a\"\nroot = \"\"\n[[database]]\nname = \"a\"\nroot = \"b\"\n",
        "two databases are called `a`",
        "\"a\"",
        None,
    );
    check(
        "[[database]]\nname = \"a\"\n",
        "database `a` has neither `schema` nor `root`",
        "\"a\"",
        None,
    );
    check(
        "[[database]]\nroot = \"a\"\n",
        "a database has no `name`",
        "[[database]]",
        None,
    );
}
