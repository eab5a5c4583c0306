//! Query strings of PostgREST to clauses: `select=id&name=eq.Ann&order=id.desc`.
//!
//! The parameters are those of PostgREST's documentation, "Tables and Views" and "Functions as
//! RPC".

use std::borrow::Cow;

use crate::{
    access::{Access, TargetKind},
    clause::{Clause, ClauseKind, Given, Key, Literal, Row, RowSet, Rows, Text, Texts, Values},
    operation::{Known, Operation},
    source::{Location, Sources, Span},
};

/// Stands in a URL for what is known only at run time.
pub(super) const UNKNOWN: char = '\0';

/// The operators that a value may begin with.
const OPERATORS: [&str; 28] = [
    "not",
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "like",
    "ilike",
    "match",
    "imatch",
    "in",
    "is",
    "isdistinct",
    "fts",
    "plfts",
    "phfts",
    "wfts",
    "cs",
    "cd",
    "ov",
    "sl",
    "sr",
    "nxr",
    "nxl",
    "adj",
    "all",
    "any",
];

/// Fills in the clauses that a query string is; `place` is the request.
pub(super) fn describe(query: &str, place: Location, sources: &Sources, access: &mut Access) {
    let mut parameters = Parameters {
        place,
        source: sources.get(place.file).slice(place.span),
        kind: access.target.kind,
        clauses: Vec::new(),
        arguments: Row::default(),
    };
    access.columns_open |= query.contains(UNKNOWN);
    for pair in query.split('&') {
        if let Some((key, value)) = pair.split_once('=')
            && !key.is_empty()
            && !key.contains(UNKNOWN)
        {
            parameters.parameter(pair, key, value);
        }
    }
    let has_select = query.contains("select=");
    if !has_select && access.operation == Some(Operation::Select) {
        access.all_columns = true;
        if !query.contains(UNKNOWN) {
            parameters.push("select", ClauseKind::Select { list: None });
        }
    }
    parameters.finish(query.contains(UNKNOWN));
    let is_filter = |clause: &Clause| {
        matches!(
            clause.kind,
            ClauseKind::Filter { .. } | ClauseKind::Or { .. }
        )
    };
    access.modifiers.filter = Known::of(parameters.clauses.iter().any(is_filter));
    access.modifiers.limit = Known::of(query.contains("limit="));
    access.clauses.append(&mut parameters.clauses);
}

/// Takes the conflict targets of the address out of the clauses, for the body's own.
pub(super) fn conflict_targets(access: &mut Access) -> Option<Texts> {
    let is_target = |clause: &Clause| matches!(clause.kind, ClauseKind::Write { .. });
    let index = access.clauses.iter().position(is_target)?;
    match access.clauses.remove(index).kind {
        ClauseKind::Write { on_conflict, .. } => on_conflict,
        ClauseKind::Select { .. }
        | ClauseKind::Filter { .. }
        | ClauseKind::Match { .. }
        | ClauseKind::Or { .. }
        | ClauseKind::Order { .. }
        | ClauseKind::Limit { .. }
        | ClauseKind::Arguments { .. }
        | ClauseKind::Changes { .. }
        | ClauseKind::Single
        | ClauseKind::Other => None,
    }
}

struct Parameters<'a> {
    place: Location,
    /// The text of the request.
    source: &'a str,
    kind: TargetKind,
    clauses: Vec<Clause>,
    /// The arguments of a routine.
    arguments: Row,
}

impl Parameters<'_> {
    fn push(&mut self, method: &'static str, kind: ClauseKind) {
        self.clauses.push(Clause {
            method,
            location: self.place,
            kind,
        });
    }

    fn parameter(&mut self, pair: &str, key: &str, value: &str) {
        let (embed, name) = match key.rsplit_once('.') {
            Some((embed, name @ ("order" | "limit" | "offset" | "or" | "and"))) => {
                (Some(embed), name)
            }
            _ => (None, key),
        };
        let negated = embed.filter(|embed| *embed == "not" || embed.ends_with(".not"));
        let embed = match negated {
            Some(embed) => embed
                .strip_suffix("not")
                .map(|embed| embed.trim_end_matches('.')),
            None => embed,
        };
        let referenced = embed
            .filter(|embed| !embed.is_empty())
            .map(|embed| self.texts(pair, embed));
        match name {
            "select" => {
                let list = Some(self.texts(pair, value));
                self.push("select", ClauseKind::Select { list });
            }
            "order" => self.order(pair, value, referenced.as_ref()),
            "limit" | "offset" => self.push("limit", ClauseKind::Limit { referenced }),
            "on_conflict" => {
                let on_conflict = Some(self.texts(pair, value));
                self.push(
                    "upsert",
                    ClauseKind::Write {
                        rows: Rows::default(),
                        on_conflict,
                        default_to_null: Known::Unknown,
                        ignore_duplicates: Known::Unknown,
                    },
                );
            }
            "columns" | "apikey" => {}
            "or" | "and" => {
                let word = match (negated, name) {
                    (Some(_), "or") => "not.or",
                    (Some(_), _) => "not.and",
                    (None, name) => name,
                };
                let filters = self.filters(pair, word, value);
                self.push(
                    "or",
                    ClauseKind::Or {
                        filters,
                        referenced,
                    },
                );
            }
            _ if self.kind == TargetKind::Routine && !begins_with_operator(value) => {
                self.argument(pair, key, value);
            }
            _ => self.filter(pair, key, value),
        }
    }

    /// `order=a.desc,b`: one clause for each column.
    fn order(&mut self, pair: &str, value: &str, referenced: Option<&Texts>) {
        for term in terms(value) {
            let mut column = term;
            while let Some((rest, "asc" | "desc" | "nullsfirst" | "nullslast")) =
                column.rsplit_once('.')
            {
                column = rest;
            }
            let column = self.texts(pair, column);
            let referenced = referenced.cloned();
            self.push("order", ClauseKind::Order { column, referenced });
        }
    }

    /// The filters in the parentheses of `or=(…)`; those of the others as one of them.
    fn filters(&self, pair: &str, word: &str, value: &str) -> Texts {
        let inner = value
            .strip_prefix('(')
            .and_then(|value| value.strip_suffix(')'));
        match (word, inner) {
            ("or", Some(inner)) => self.texts(pair, inner),
            _ => self.texts(pair, &format!("{word}{value}")),
        }
    }

    /// `column=operator.value`
    fn filter(&mut self, pair: &str, key: &str, value: &str) {
        let (operator, value) = operator_of(value);
        let operator = operator.map(|operator| self.texts(pair, operator));
        let kind = ClauseKind::Filter {
            column: self.texts(pair, key),
            operator,
            value: self.values(pair, value),
            referenced: None,
        };
        self.push("filter", kind);
    }

    fn argument(&mut self, pair: &str, key: &str, value: &str) {
        let name = self.texts(pair, key);
        self.arguments.keys.push(Key {
            name: decoded(key).into_owned(),
            location: name
                .alternatives
                .first()
                .map_or(name.location, |name| name.location),
            value: self.values(pair, value),
            always: true,
        });
    }

    /// Adds the arguments of a routine that stand in the address.
    fn finish(&mut self, is_open: bool) {
        let arguments = std::mem::take(&mut self.arguments);
        if arguments.keys.is_empty() {
            return;
        }
        let rows = Rows {
            alternatives: vec![RowSet {
                rows: vec![Row {
                    open: is_open,
                    ..arguments
                }],
                open: false,
                repeated: false,
                is_list: false,
                location: self.place,
            }],
            open: false,
        };
        self.push(
            "rpc",
            ClauseKind::Arguments {
                rows,
                in_address: Known::Yes,
            },
        );
    }

    fn values(&self, pair: &str, value: &str) -> Values {
        let texts = self.texts(pair, value);
        let alternatives = texts.alternatives.into_iter().map(|text| Given {
            literal: Literal::Text(text.text),
            location: text.location,
        });
        Values {
            alternatives: alternatives.collect(),
            open: texts.open,
        }
    }

    /// A part of a parameter, with its place when the request is written out there.
    fn texts(&self, pair: &str, part: &str) -> Texts {
        if part.contains(UNKNOWN) {
            return Texts {
                alternatives: Vec::new(),
                location: self.place,
                open: true,
            };
        }
        let written = self.written(pair, part);
        let text = decoded(part).into_owned();
        Texts {
            alternatives: vec![Text {
                verbatim: written.is_some() && text == part,
                location: written.unwrap_or(self.place),
                text,
            }],
            location: self.place,
            open: false,
        }
    }

    /// Where a part of a parameter stands in the source, when only one place can be it.
    fn written(&self, pair: &str, part: &str) -> Option<Location> {
        let known = pair.split(UNKNOWN).next().unwrap_or(pair);
        let within = known.find(part)?;
        let mut places = self.source.match_indices(known);
        let (start, _) = places.next()?;
        let is_only = places.next().is_none() && known.matches(part).count() == 1;
        let start = self.place.span.start + (start + within) as u32;
        is_only.then_some(Location {
            span: Span {
                start,
                end: start + part.len() as u32,
            },
            ..self.place
        })
    }
}

/// The terms of a list, split at commas that stand outside quotes and parentheses.
fn terms(list: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let (mut start, mut depth, mut is_quoted) = (0, 0_u32, false);
    for (index, character) in list.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            ',' if !is_quoted && depth == 0 => {
                terms.push(&list[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    terms.push(&list[start..]);
    terms
}

/// The operator that a value begins with, `not.` and a modifier included, and what is behind it.
fn operator_of(value: &str) -> (Option<&str>, &str) {
    let after_not = value.strip_prefix("not.").unwrap_or(value);
    let skipped = value.len() - after_not.len();
    match after_not.split_once('.') {
        Some((operator, rest)) if is_operator(operator) => {
            (Some(&value[..skipped + operator.len()]), rest)
        }
        _ => (None, value),
    }
}

fn begins_with_operator(value: &str) -> bool {
    value
        .split_once('.')
        .is_some_and(|(operator, _)| is_operator(operator))
}

/// Whether a word is an operator, with or without its argument: `fts(english)`, `eq(any)`.
fn is_operator(word: &str) -> bool {
    let name = word.split('(').next().unwrap_or(word);
    OPERATORS.contains(&name)
}

/// A part of a query string without its percent signs; a plus is a space.
fn decoded(part: &str) -> Cow<'_, str> {
    if !part.contains(['%', '+']) {
        return Cow::Borrowed(part);
    }
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let hexadecimal = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = hexadecimal.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
        rest = after;
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}
