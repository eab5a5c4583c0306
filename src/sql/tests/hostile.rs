//! Texts that no one would write: nothing panics and everything ends.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, proptest};

use super::{parse, statements};
use crate::sql::statement::Statement;

/// A file with something of everything.
const SAMPLE: &str = include_str!("sample.sql");

#[test]
fn nesting_is_bounded() {
    let most = 100_000;
    for (before, repeated) in [
        ("select ", "("),
        ("select ", "array["),
        ("select ", "case when "),
        ("select ", "not "),
        ("select ", "- "),
        ("select ", "@@ "),
        ("select ", "f("),
        ("select ", "operator(pg_catalog.-) "),
        ("select ", "a between b and "),
        ("select ", "a = "),
        ("select ", "'a' || "),
        ("select * from a ", "cross join b "),
        ("select * from ", "a join "),
        ("", "explain "),
        ("with ", "a as ("),
        ("do $$ ", "begin "),
        ("do $$ begin ", "if a then "),
        ("do $$ begin ", "loop "),
        ("create function f() begin atomic ", "begin "),
    ] {
        let sql = format!("{before}{}", repeated.repeat(most));
        assert!(!statements(&sql).is_empty(), "{before}{repeated}");
    }
}

/// These nest on the left, and are read whole.
#[test]
fn long_rows_are_read() {
    for (before, repeated, after) in [
        ("select ", "a or ", "b"),
        ("select ", "a = 1 and ", "b"),
        ("select ", "1 + ", "2"),
        ("select a", "::int", ""),
        ("select 1 ", "union all select 2 ", ""),
        ("values (1)", ", (2)", ""),
        ("select f(a", ", a", ")"),
        ("create table t (a int", ", b int", ")"),
    ] {
        let sql = format!("{before}{}{after}", repeated.repeat(10_000));
        let items = statements(&sql);
        let statement = &items[0].statement;
        let is_read = !matches!(
            statement,
            Statement::Invalid { .. } | Statement::Unsupported(_)
        );
        assert!(is_read, "{before}{repeated}");
    }
}

#[test]
fn what_nests_too_deeply_says_so() {
    let sql = format!("select {}1{}", "(".repeat(1000), ")".repeat(1000));
    let expected = Statement::Unsupported("nested too deeply".to_owned());
    assert_eq!(statements(&sql)[0].statement, expected);
}

/// Without optimisation, parsing the file ten thousand times takes a minute.
const STRIDE: usize = if cfg!(debug_assertions) { 13 } else { 1 };

#[test]
fn every_beginning_of_a_file() {
    for (end, _) in SAMPLE.char_indices().step_by(STRIDE) {
        parse(&SAMPLE[..end]);
    }
}

#[test]
fn the_sample_has_no_errors() {
    for item in statements(SAMPLE) {
        let is_error = matches!(item.statement, Statement::Invalid { .. });
        assert!(!is_error, "{:?}", item.statement);
    }
}

/// Some of the sample's words in any order, with what opens and closes.
fn mangled() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = SAMPLE
        .split_inclusive(|character: char| !character.is_alphanumeric())
        .collect();
    let extra = [
        "(", ")", "'", "\"", "$$", ";", "/*", "*/", "--", "\n", "\\", "é", "\0", "E'\\", "U&'",
    ];
    let word = (any::<proptest::sample::Index>(), any::<u8>()).prop_map(move |(index, kind)| {
        if kind < 60 {
            extra[index.index(extra.len())]
        } else {
            words[index.index(words.len())]
        }
    });
    proptest::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn mangled_files(sql in mangled()) {
        for item in statements(&sql) {
            let range = item.span.range();
            prop_assert!(sql.get(range).is_some(), "{:?} of {sql:?}", item.span);
        }
    }

    #[test]
    fn parts_of_the_sample(from in 0..SAMPLE.len(), length in 0..400_usize) {
        let start = SAMPLE.floor_char_boundary(from);
        let end = SAMPLE.floor_char_boundary((from + length).min(SAMPLE.len()));
        parse(&SAMPLE[start..end.max(start)]);
    }
}
