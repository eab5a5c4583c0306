//! Where statements end.

use super::{parse, statements};
use crate::sql::{SkippedKind, statement::Statement};

/// Checks that the text of each statement is as given.
fn check(sql: &str, expected: &[&str]) {
    let items = statements(sql);
    let found: Vec<&str> = items.iter().map(|item| &sql[item.span.range()]).collect();
    assert_eq!(found, expected, "{sql}");
}

#[test]
fn semicolons_that_end_nothing() {
    check("select ';' ; select \";\"", &["select ';'", "select \";\""]);
    check("select E'\\';' ; select 2", &["select E'\\';'", "select 2"]);
    check(
        "select $$;$$;select $a$;$$;$a$",
        &["select $$;$$", "select $a$;$$;$a$"],
    );
    check("select a$b$; select c$b$", &["select a$b$", "select c$b$"]);
    check(
        "-- a;\nselect 1 -- b;\n; /* ; /* ; */ ; */ select 2",
        &["select 1", "select 2"],
    );
    check(
        "create rule r as on insert to t do (select 1; select 2); select 3",
        &[
            "create rule r as on insert to t do (select 1; select 2)",
            "select 3",
        ],
    );
    check(
        "create function f() begin atomic select case when a then b end; end; select 1",
        &[
            "create function f() begin atomic select case when a then b end; end",
            "select 1",
        ],
    );
    check("begin; select 1; end;", &["begin", "select 1", "end"]);
    check(";; ;", &[]);
}

#[test]
fn psql_commands_and_data_are_skipped() {
    let sql = "\u{feff}\\restrict x\nselect 1;\n\\connect y\ncopy t (a) from stdin;\n1\t;'\n\\.\nselect 2;\r\n  \\unrestrict x\r\n";
    let script = parse(sql);
    let found: Vec<&str> = script
        .statements
        .iter()
        .map(|item| &sql[item.span.range()])
        .collect();
    assert_eq!(found, ["select 1", "copy t (a) from stdin", "select 2"]);
    let skipped: Vec<_> = script
        .skipped
        .iter()
        .map(|skipped| (skipped.kind, sql[skipped.span.range()].trim_end()))
        .collect();
    assert_eq!(
        skipped,
        [
            (SkippedKind::MetaCommand, "\\restrict x"),
            (SkippedKind::MetaCommand, "\\connect y"),
            (SkippedKind::CopyData, "1\t;'\n\\."),
            (SkippedKind::MetaCommand, "\\unrestrict x"),
        ]
    );
}

#[test]
fn a_backslash_within_quotes_is_no_command() {
    check(
        "select '\n\\x\n'; select 1",
        &["select '\n\\x\n'", "select 1"],
    );
}

#[test]
fn what_is_never_closed() {
    for (sql, opening) in [
        ("select 1; select 'a; select 2", "'a"),
        ("select 1; select \"a; select 2", "\"a"),
        ("select 1; select $x$ a; select 2", "$x$"),
        ("select 1; /* a; select 2", "/* a"),
        ("select 1; select (a; select 2", "(a"),
    ] {
        let script = parse(sql);
        assert_eq!(script.statements.len(), 2, "{sql}");
        assert!(
            matches!(script.statements[0].statement, Statement::Query(_)),
            "{sql}"
        );
        assert!(
            matches!(script.statements[1].statement, Statement::Invalid { .. }),
            "{sql}: {script:?}"
        );
        let [skipped] = &script.skipped[..] else {
            panic!("{sql}: {script:?}");
        };
        assert_eq!(skipped.kind, SkippedKind::Unterminated, "{sql}");
        assert!(sql[skipped.span.range()].starts_with(opening), "{sql}");
    }
}
