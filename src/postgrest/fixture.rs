//! Databases and values made by hand, for the tests of what the server makes of them.

use super::Problem;
use crate::{
    access::{Access, Certainty, Evidence, EvidenceKind, SchemaRef, Target, TargetKind, Unit},
    clause::{Given, Key, Literal, Row, RowSet, Rows, Text, Texts, Values},
    facts::UnitKind,
    operation::{Api, Modifiers},
    schema::{
        Database,
        replay::{ReplayOptions, replay},
        source::SchemaFile,
    },
    source::{FileId, Location, Span},
};

/// The database that a text of SQL makes.
pub(super) fn database(sql: &str) -> Database {
    let file = SchemaFile::new("schema.sql".to_owned(), sql.to_owned());
    let replayed = replay(&[&file], &ReplayOptions::default());
    assert_eq!(
        replayed.statements.failed.len(),
        0,
        "{:?}",
        replayed.statements.failed
    );
    Database {
        exposed: vec!["public".to_owned()],
        catalog: replayed.catalog,
        ..Database::default()
    }
}

/// An access of which only the certainty matters.
pub(super) fn access() -> Access {
    Access {
        target: Target {
            kind: TargetKind::Relation,
            name: None,
            schema: SchemaRef::Default,
        },
        operation: None,
        clauses: Vec::new(),
        columns: Vec::new(),
        columns_open: false,
        all_columns: false,
        modifiers: Modifiers::default(),
        api: Api::Supabase,
        evidence: Evidence {
            kind: EvidenceKind::Created,
            chain: Vec::new(),
        },
        via: Vec::new(),
        certainty: Certainty::Literal,
        wrapper: false,
        file: FileId(0),
        method_span: Span::default(),
        target_span: Span::default(),
        statement_span: Span::default(),
        unit: Unit {
            kind: UnitKind::Module,
            name: String::new(),
            span: Span::default(),
        },
    }
}

pub(super) fn location() -> Location {
    Location {
        file: FileId(0),
        span: Span::default(),
    }
}

/// A value in JSON, with `undefined` for what is not there and `…` for what is not known.
///
/// Several alternatives stand between bars.
pub(super) fn values(text: &str) -> Values {
    let mut values = Values::default();
    for part in text.split(" | ") {
        let literal = match part {
            "…" => {
                values.open = true;
                continue;
            }
            "undefined" => Literal::Undefined,
            part if part.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                Literal::Number(part.to_owned())
            }
            part => literal(&serde_json::from_str(part).unwrap()),
        };
        values.alternatives.push(given(literal));
    }
    values
}

fn given(literal: Literal) -> Given {
    Given {
        literal,
        location: location(),
    }
}

fn literal(value: &serde_json::Value) -> Literal {
    match value {
        serde_json::Value::Null => Literal::Null,
        serde_json::Value::Bool(value) => Literal::Boolean(*value),
        serde_json::Value::Number(number) => Literal::Number(number.to_string()),
        serde_json::Value::String(text) => Literal::Text(text.clone()),
        serde_json::Value::Array(elements) => {
            let elements = elements.iter().map(|element| Values {
                alternatives: vec![given(literal(element))],
                open: false,
            });
            Literal::List(elements.collect())
        }
        serde_json::Value::Object(_) => Literal::Object,
    }
}

/// Rows as `a: 1; b?: "x"; …`, between bars; in brackets they are a list.
///
/// `?` marks a key that only some runs have, `…` what may come in addition.
pub(super) fn rows(text: &str) -> Rows {
    let list = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let mut set = RowSet {
        rows: Vec::new(),
        open: false,
        repeated: false,
        is_list: list.is_some(),
        location: location(),
    };
    let inner = list.unwrap_or(text).trim();
    for row in inner.split(" / ").map(str::trim) {
        match row {
            "…" => set.open = true,
            _ => set.rows.push(self::row(row)),
        }
    }
    Rows {
        alternatives: vec![set],
        open: false,
    }
}

fn row(text: &str) -> Row {
    let mut row = Row::default();
    for key in text.split(';').map(str::trim).filter(|key| !key.is_empty()) {
        let Some((name, value)) = key.split_once(':') else {
            row.open = true;
            continue;
        };
        row.keys.push(Key {
            name: name.trim_end_matches('?').to_owned(),
            location: location(),
            value: values(value.trim()),
            always: !name.ends_with('?'),
        });
    }
    row
}

/// A text that is the only one possible.
pub(super) fn texts(text: &str) -> Texts {
    Texts {
        alternatives: vec![Text {
            text: text.to_owned(),
            location: location(),
            verbatim: true,
        }],
        location: location(),
        open: false,
    }
}

/// What problems say, one a line, with their kinds and help.
pub(super) fn told(problems: &[Problem]) -> String {
    let lines = problems.iter().map(|problem| {
        let Problem {
            kind,
            message,
            help,
            ..
        } = problem;
        match help {
            Some(help) => format!("{kind:?}: {message} ({help})"),
            None => format!("{kind:?}: {message}"),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
