//! The text of a row: `(1,"two",)`.

use super::analyzer::Analyzer;
use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        state::{ObjectId, object::Object, types::TypeRef},
    },
    source::Span,
};

impl Analyzer<'_> {
    /// What `record_in` reads: a value for each column, an empty one for null.
    pub(super) fn record_literal(&mut self, text: &str, relation: ObjectId, span: Span) -> Applied {
        let held = self.session.state.object(relation);
        let Some(held) = held.and_then(Object::relation).filter(|held| !held.open) else {
            return Ok(());
        };
        let columns: Vec<Option<TypeRef>> = held
            .live_columns()
            .map(|(_, column)| column.data_type.clone())
            .collect();
        let malformed = || {
            let message = format!("malformed record literal: \"{text}\"");
            Stop::failed("22P02", message)
        };
        let (fields, end) = fields(text, columns.len()).ok_or_else(malformed)?;
        for (field, column) in fields.iter().zip(&columns) {
            if let (Some(field), Some(column)) = (field, column) {
                self.check_literal(field, column, span)?;
            }
        }
        match end {
            End::Complete if fields.len() == columns.len() => Ok(()),
            End::Complete | End::Malformed => Err(malformed()),
        }
    }
}

/// Whether there is anything wrong after the fields that could be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum End {
    Complete,
    Malformed,
}

/// The fields of a row of `count` columns up to the first that cannot be read, `None` where one is
/// null; nothing when not even the first can begin.
fn fields(text: &str, count: usize) -> Option<(Vec<Option<String>>, End)> {
    let mut rest = text.trim_start().strip_prefix('(')?;
    let mut fields = Vec::with_capacity(count);
    for index in 0..count {
        if index > 0 {
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => return Some((fields, End::Malformed)),
            }
        }
        if rest.starts_with([',', ')']) {
            fields.push(None);
            continue;
        }
        match field(rest) {
            Some((field, after)) => {
                fields.push(Some(field));
                rest = after;
            }
            None => return Some((fields, End::Malformed)),
        }
    }
    let after = rest.strip_prefix(')').map(str::trim_start);
    let end = match after {
        Some("") => End::Complete,
        Some(_) | None => End::Malformed,
    };
    Some((fields, end))
}

/// A field without its quotes, and what follows it.
fn field(text: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut is_quoted = false;
    let mut characters = text.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        match character {
            ',' | ')' if !is_quoted => return Some((field, &text[offset..])),
            '\\' => field.push(characters.next()?.1),
            '"' if !is_quoted => is_quoted = true,
            '"' => match characters.next_if(|(_, next)| *next == '"') {
                Some(_) => field.push('"'),
                None => is_quoted = false,
            },
            _ => field.push(character),
        }
    }
    None
}

#[test]
fn a_row_has_a_field_for_each_column() {
    let read = |text: &str| fields(text, 2);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(read("sad"), None);
    assert_eq!(
        read(" (1,x) "),
        Some((vec![some("1"), some("x")], End::Complete))
    );
    assert_eq!(read("(,)"), Some((vec![None, None], End::Complete)));
    assert_eq!(
        read(r#"("a""b",c\,d)"#),
        Some((vec![some("a\"b"), some("c,d")], End::Complete))
    );
    assert_eq!(read("(1)"), Some((vec![some("1")], End::Malformed)));
    assert_eq!(read("(1,2"), Some((vec![some("1")], End::Malformed)));
    assert_eq!(
        read("(1,2,3)"),
        Some((vec![some("1"), some("2")], End::Malformed))
    );
}
