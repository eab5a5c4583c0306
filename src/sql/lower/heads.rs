//! The words that statements begin with, to find the one that is wrong.
//!
//! The parser says only that nothing begins with `CREATE` and the next word, whichever of them it
//! is that Postgres stops at.

use crate::sql::scan::{LexemeKind, Scanner};

const CREATE: &[&str] = &[
    "access method",
    "aggregate",
    "cast",
    "collation",
    "constraint trigger",
    "conversion",
    "database",
    "default conversion",
    "domain",
    "event trigger",
    "extension",
    "foreign data wrapper",
    "foreign table",
    "function",
    "global temp",
    "global temporary",
    "group",
    "index",
    "language",
    "local temp",
    "local temporary",
    "materialized view",
    "operator",
    "or replace aggregate",
    "or replace constraint trigger",
    "or replace function",
    "or replace global",
    "or replace language",
    "or replace local",
    "or replace procedural language",
    "or replace procedure",
    "or replace recursive view",
    "or replace rule",
    "or replace temp",
    "or replace temporary",
    "or replace transform",
    "or replace trigger",
    "or replace trusted",
    "or replace unlogged",
    "or replace view",
    "policy",
    "procedural language",
    "procedure",
    "publication",
    "recursive view",
    "role",
    "rule",
    "schema",
    "sequence",
    "server",
    "statistics",
    "subscription",
    "table",
    "tablespace",
    "temp recursive view",
    "temp sequence",
    "temp table",
    "temp view",
    "temporary recursive view",
    "temporary sequence",
    "temporary table",
    "temporary view",
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
    "transform for",
    "trigger",
    "trusted language",
    "trusted procedural language",
    "type",
    "unique index",
    "unlogged materialized view",
    "unlogged recursive view",
    "unlogged sequence",
    "unlogged table",
    "unlogged view",
    "user",
    "view",
];

/// What both `ALTER` and `DROP` take.
const ALTER_OR_DROP: &[&str] = &[
    "aggregate",
    "collation",
    "conversion",
    "database",
    "domain",
    "event trigger",
    "extension",
    "foreign data wrapper",
    "foreign table",
    "function",
    "group",
    "index",
    "language",
    "materialized view",
    "operator",
    "policy",
    "procedural language",
    "procedure",
    "publication",
    "role",
    "routine",
    "rule",
    "schema",
    "sequence",
    "server",
    "statistics",
    "subscription",
    "table",
    "tablespace",
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
    "trigger",
    "type",
    "user",
    "view",
];

const ALTER: &[&str] = &["default privileges", "large object", "system"];

const DROP: &[&str] = &["access method", "cast", "owned by", "transform"];

/// Where the first word is that no statement continues with, if it is among the first few; the end
/// of the text where they break off.
pub fn wrong_word(text: &str) -> Option<usize> {
    let mut lexemes =
        Scanner::new(text).filter(|lexeme| !matches!(lexeme.kind, LexemeKind::Comment(_)));
    let first = lexemes.next()?;
    let first = &text[first.start..first.end];
    let phrases: [&[&str]; 2] = if first.eq_ignore_ascii_case("create") {
        [CREATE, &[]]
    } else if first.eq_ignore_ascii_case("alter") {
        [ALTER_OR_DROP, ALTER]
    } else if first.eq_ignore_ascii_case("drop") {
        [ALTER_OR_DROP, DROP]
    } else {
        return None;
    };
    let mut open: Vec<_> = phrases
        .iter()
        .flat_map(|phrases| phrases.iter())
        .map(|phrase| phrase.split(' '))
        .collect();
    loop {
        let lexeme = lexemes.next();
        let word = lexeme.map_or("", |lexeme| &text[lexeme.start..lexeme.end]);
        open.retain_mut(|phrase| {
            phrase
                .next()
                .is_some_and(|expected| word.eq_ignore_ascii_case(expected))
        });
        if open.is_empty() {
            return Some(lexeme.map_or(text.len(), |lexeme| lexeme.start));
        }
        if open.iter().any(|phrase| phrase.clone().next().is_none()) {
            return None;
        }
    }
}
