//! Where in the text of a configuration something stands.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// One step from the whole to a part.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a str),
    /// An element of an array, counted from 0.
    Item(usize),
}

/// The bytes of the last key on a way, or of the value where the way ends in an element.
///
/// `None` when the text has no such place.
pub(super) fn of(text: &str, way: &[Step<'_>]) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let (&Step::Key(first), rest) = way.split_first()? else {
        return None;
    };
    let (key, value) = entry(table.get_ref(), first)?;
    below(key, value, rest)
}

fn entry<'t, 'a>(
    table: &'t DeTable<'a>,
    name: &str,
) -> Option<(Range<usize>, &'t Spanned<DeValue<'a>>)> {
    let mut entries = table.iter();
    let (key, value) = entries.find(|(key, _)| key.get_ref().as_ref() == name)?;
    Some((key.span(), value))
}

fn below(
    key: Range<usize>,
    value: &Spanned<DeValue<'_>>,
    way: &[Step<'_>],
) -> Option<Range<usize>> {
    let Some((step, rest)) = way.split_first() else {
        return Some(key);
    };
    match (step, value.get_ref()) {
        (Step::Key(name), DeValue::Table(table)) => {
            let (key, value) = entry(table, name)?;
            below(key, value, rest)
        }
        (Step::Item(index), DeValue::Array(items)) => {
            let item = items.get(*index)?;
            below(item.span(), item, rest)
        }
        (Step::Key(_) | Step::Item(_), _) => None,
    }
}
