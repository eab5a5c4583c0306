//! Texts that Postgres rejects, each with its message.

use super::statements;
use crate::sql::statement::Statement;

/// What Postgres says of each line, where `¦` stands before the token it points at, or at the end.
#[test]
fn syntax_errors_as_postgres_has_them() {
    let lines = include_str!("syntax_errors.txt");
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let at = line.find('¦').expect("each line says where");
        let sql = line.replace('¦', "");
        let found: Vec<_> = statements(&sql)
            .into_iter()
            .filter_map(|item| match item.statement {
                Statement::Invalid { message, span } => Some((message, span)),
                _ => None,
            })
            .collect();
        let (message, span) = found.first().unwrap_or_else(|| panic!("accepted: {sql}"));
        let token = &sql[span.range()];
        let expected = if token.is_empty() {
            "syntax error at end of input".to_owned()
        } else {
            format!("syntax error at or near \"{token}\"")
        };
        assert_eq!(
            (message.as_str(), span.start as usize),
            (&*expected, at),
            "{sql}"
        );
    }
}

#[test]
fn what_postgres_accepts() {
    for sql in include_str!("accepted.txt").lines() {
        for item in statements(sql) {
            let is_error = matches!(item.statement, Statement::Invalid { .. });
            assert!(!is_error, "{sql}: {:?}", item.statement);
        }
    }
}

#[test]
fn errors_in_words_of_their_own() {
    for (sql, expected) in [
        (
            "select * from (select 1)",
            "subquery in FROM must have an alias",
        ),
        (
            "select * from (values (1))",
            "VALUES in FROM must have an alias",
        ),
        (
            "create policy p on t as restrictiv",
            "unrecognized row security option \"restrictiv\"",
        ),
        (
            "comment on column a is 'x'",
            "column name must be qualified",
        ),
        (
            "select 'abc",
            "unterminated quoted string at or near \"'abc\"",
        ),
        (
            "select \"abc",
            "unterminated quoted identifier at or near \"\"abc\"",
        ),
        (
            "select 1 /* abc",
            "unterminated /* comment at or near \"/* abc\"",
        ),
        (
            "do $a$ abc",
            "unterminated dollar-quoted string at or near \"$a$ abc\"",
        ),
        // What stands before the quote is read first.
        ("select 1 1 'abc", "syntax error at or near \"1\""),
    ] {
        let items = statements(sql);
        let Some(Statement::Invalid { message, .. }) = items.first().map(|item| &item.statement)
        else {
            panic!("{sql}: {items:?}");
        };
        assert_eq!(message, expected, "{sql}");
    }
}

#[test]
fn an_error_costs_only_its_statement() {
    let items = statements("select 1; selct 2; select 3 3; select 4");
    let invalid: Vec<bool> = items
        .iter()
        .map(|item| matches!(item.statement, Statement::Invalid { .. }))
        .collect();
    assert_eq!(invalid, [false, true, true, false]);
}
