//! `ALTER VIEW` and the like, whose grammar is that of `ALTER TABLE`.

use super::{
    origin::Origin,
    script,
    tree::{Grammar, Tree},
};
use crate::sql::{
    scan::{LexemeKind, Scanner},
    statement::{ObjectKind, Statement},
};

/// What follows `ALTER`, and the kind that is altered.
const KINDS: [(&[&str], ObjectKind); 5] = [
    (&["materialized", "view"], ObjectKind::MaterializedView),
    (&["foreign", "table"], ObjectKind::ForeignTable),
    (&["view"], ObjectKind::View),
    (&["index"], ObjectKind::Index),
    (&["sequence"], ObjectKind::Sequence),
];

/// The statement read as if it said `ALTER TABLE`, or where that fails; `None` for any other.
///
/// Postgres' grammar allows every action of a table on the others, and finds out later which of
/// them make sense.
pub fn as_table(text: &str, origin: &Origin) -> Option<Result<Statement, usize>> {
    let (start, end, kind) = altered(text)?;
    let mut table = String::with_capacity(text.len() + 5);
    table.push_str(&text[..start]);
    table.push_str("TABLE");
    let mapped = origin.with_gap(table.len(), end);
    table.push_str(&text[end..]);
    let tree = Tree::parse(&table, &mapped, Grammar::Sql);
    let statement = script::of_tree(&tree);
    if let Some(at) = tree.rejected() {
        let before = start + "TABLE".len();
        return Some(Err(if at < before { at } else { at - before + end }));
    }
    Some(match statement {
        Statement::AlterTable(mut alter) => {
            alter.kind = kind;
            Ok(Statement::AlterTable(alter))
        }
        _ => Err(end),
    })
}

/// Where the words after `ALTER` stand, and what they say.
fn altered(text: &str) -> Option<(usize, usize, ObjectKind)> {
    let mut lexemes = Scanner::new(text)
        .filter(|lexeme| !matches!(lexeme.kind, LexemeKind::Comment(_)))
        .take(3);
    let alter = lexemes.next()?;
    let words: Vec<_> = lexemes.collect();
    let is = |index: usize, word: &str| {
        words
            .get(index)
            .is_some_and(|lexeme| text[lexeme.start..lexeme.end].eq_ignore_ascii_case(word))
    };
    if !text[alter.start..alter.end].eq_ignore_ascii_case("alter") {
        return None;
    }
    let (expected, kind) = KINDS
        .iter()
        .find(|(expected, _)| (0..expected.len()).all(|index| is(index, expected[index])))?;
    Some((words[0].start, words[expected.len() - 1].end, *kind))
}
