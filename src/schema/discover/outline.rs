//! Which relations SQL creates and alters, read roughly: enough to tell sources apart.

use std::collections::BTreeSet;

/// Names of relations, in lower case and without their schemas.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    pub(super) created: BTreeSet<String>,
    pub(super) altered: BTreeSet<String>,
}

impl Outline {
    /// What the texts create and alter together.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut outline = Self::default();
        for text in texts {
            outline.read(text);
        }
        outline
    }

    pub(super) fn is_empty(&self) -> bool {
        self.created.is_empty() && self.altered.is_empty()
    }

    /// How many relations are altered and nowhere created.
    pub(super) fn missing(&self) -> usize {
        self.altered.difference(&self.created).count()
    }

    /// Whether so much is altered that is nowhere created that the beginning must be elsewhere.
    pub(super) fn is_partial(&self) -> bool {
        const PARTIAL: usize = 10;
        let missing = self.missing();
        missing > 0 && missing * 100 >= (self.created.len() + missing) * PARTIAL
    }

    /// Whether everything that is altered here and created elsewhere is created by `base`.
    pub(super) fn builds_on(&self, base: &Self) -> bool {
        let missing: Vec<&String> = self.altered.difference(&self.created).collect();
        missing.iter().any(|name| base.created.contains(*name))
    }

    /// How many of the names are created.
    pub(super) fn covers(&self, names: &BTreeSet<String>) -> usize {
        self.created.intersection(names).count()
    }

    fn read(&mut self, text: &str) {
        let mut words = Words { rest: text };
        while let Some(word) = words.next() {
            if word.eq_ignore_ascii_case("create") {
                self.created
                    .extend(relation_after(&mut words, Verb::Create));
            } else if word.eq_ignore_ascii_case("alter") {
                self.altered.extend(relation_after(&mut words, Verb::Alter));
            }
        }
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Verb {
    Create,
    Alter,
}

/// The relation that a verb is followed by, when it is about one.
fn relation_after(words: &mut Words<'_>, verb: Verb) -> Option<String> {
    const BEFORE: [&str; 7] = [
        "or",
        "replace",
        "unlogged",
        "materialized",
        "foreign",
        "recursive",
        "global",
    ];
    const AFTER: [&str; 5] = ["if", "not", "exists", "only", "concurrently"];
    let is =
        |word: &str, known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut word = words.next()?;
    while is(word, &BEFORE) {
        word = words.next()?;
    }
    let is_relation = is(word, &["table"]) || verb == Verb::Create && is(word, &["view"]);
    if !is_relation {
        return None;
    }
    word = words.next()?;
    while is(word, &AFTER) {
        word = words.next()?;
    }
    let name = word.rsplit('.').next().unwrap_or(word);
    let name = name.trim_matches('"').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// Words of SQL, dotted and quoted names as one; comments and strings are passed over.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let is_start =
                |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\'' | '-' | '/');
            self.rest = &self.rest[self.rest.find(is_start)?..];
            let skipped = match self.rest.as_bytes() {
                [b'-', b'-', ..] => memchr::memchr(b'\n', self.rest.as_bytes()),
                [b'/', b'*', ..] => memchr::memmem::find(self.rest.as_bytes(), b"*/"),
                [b'\'', rest @ ..] => memchr::memchr(b'\'', rest).map(|at| at + 2),
                [b'-' | b'/', ..] => Some(1),
                _ => Some(0),
            };
            match skipped {
                None => return None,
                Some(0) => break,
                Some(length) => self.rest = &self.rest[length..],
            }
        }
        let mut is_quoted = false;
        let end = self.rest.find(|c: char| {
            if c == '"' {
                is_quoted = !is_quoted;
                return false;
            }
            !(is_quoted || c.is_alphanumeric() || matches!(c, '_' | '.'))
        });
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_found_in_any_form() {
        let outline = Outline::of(["-- create table no (\n\
             CREATE TABLE IF NOT EXISTS public.\"Users\" (id int, note text default 'it''s');\n\
             create or replace view v as select 1; /* create table no2 */\n\
             create unlogged table a.b (); create index on c (d);\n\
             alter table only public.orders add column x int;\n\
             alter table if exists v rename to w; create function create_table() …"]);
        let created: Vec<&str> = outline.created.iter().map(String::as_str).collect();
        assert_eq!(created, ["b", "users", "v"]);
        assert_eq!(outline.missing(), 1);
    }
}
