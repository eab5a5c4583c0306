//! Rows that are written: their keys, their values, and what they leave out.

use std::collections::BTreeSet;

use super::{
    Problem, ProblemKind, Served, condition,
    known::{self, Known},
    refusal::Refusal,
    request::Request,
    required,
    served::is_closed,
    suggest::did_you_mean,
    types::Type,
    value::{self, Fault},
    writable,
};
use crate::{
    clause::{Clause, ClauseKind, Given, Key, Literal, Row, RowSet},
    operation::{self, Operation},
    schema::catalog::{
        Facet,
        constraint::ConstraintKind,
        relation::{Column, Generated, Relation, RelationKind},
        trigger::TriggerEvent,
    },
};

/// A relation that rows are written to, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing<'a> {
    pub(super) served: &'a Served<'a>,
    pub(super) relation: &'a Relation,
    pub(super) operation: Operation,
    /// Whether a key that other rows have is null in a row without it, and not the default.
    pub(super) fills_null: operation::Known,
}

/// What is wrong with what a request writes; `clause` is its `insert`, `upsert` or `update`.
pub(super) fn problems<'a>(
    request: &Request<'a>,
    relation: &'a Relation,
    operation: Operation,
    clause: &Clause,
) -> Vec<Problem> {
    let ClauseKind::Write {
        rows,
        default_to_null,
        ..
    } = &clause.kind
    else {
        return Vec::new();
    };
    let writing = Writing {
        served: request.served,
        relation,
        operation,
        fills_null: *default_to_null,
    };
    // PostgREST writes nothing, and asks Postgres nothing, when there is nothing to write.
    let is_empty_row = |set: &RowSet, row: &Row| !row.open && sent_keys(set, row).is_empty();
    let is_empty = |set: &RowSet| !set.open && set.rows.iter().all(|row| is_empty_row(set, row));
    let is_idle = !rows.open && rows.alternatives.iter().all(is_empty);
    if !(operation == Operation::Update && is_idle)
        && let Some(problem) = writable::problem(&writing, clause.location)
    {
        return vec![problem];
    }
    let sets = rows.alternatives.iter().map(|set| writing.set(set));
    let sets: Vec<Vec<Problem>> = sets.collect();
    request.certain_of(sets, rows.open)
}

impl Writing<'_> {
    /// The relation, as problems name it.
    pub(super) fn target(&self) -> String {
        let Relation { schema, name, .. } = self.relation;
        self.served.told(schema, name)
    }

    /// The events that the write causes; an upsert may cause both, but always the first.
    pub(super) fn event(&self) -> TriggerEvent {
        match self.operation {
            Operation::Update => TriggerEvent::Update,
            Operation::Delete => TriggerEvent::Delete,
            Operation::Insert
            | Operation::Upsert
            | Operation::Select
            | Operation::Call
            | Operation::Subscribe => TriggerEvent::Insert,
        }
    }

    fn set(&self, set: &RowSet) -> Vec<Problem> {
        let keys = set.rows.iter().flat_map(|row| &row.keys);
        let mut problems: Vec<Problem> = keys.flat_map(|key| self.key(set, key)).collect();
        match self.operation {
            Operation::Insert | Operation::Upsert => {
                problems.extend(required::problems(self, set));
            }
            Operation::Update
            | Operation::Delete
            | Operation::Select
            | Operation::Call
            | Operation::Subscribe => {}
        }
        problems
    }

    fn key(&self, set: &RowSet, key: &Key) -> Vec<Problem> {
        let Some(column) = self.relation.column(&key.name) else {
            return self.unknown(set, key).into_iter().collect();
        };
        if writable::is_expression(self, column) && !is_left_out(set, key) {
            let why = "is computed by the view";
            return vec![self.not_writable(key, why, "write to the columns it is made from")];
        }
        let holder = self.holder(column);
        if let Some((_, held)) = holder
            && !is_left_out(set, key)
            && let Some((why, help)) = self.numbered(held)
        {
            return vec![self.not_writable(key, why, help)];
        }
        if let Some((inner, held)) = &holder
            && let Some(problem) = self.null(set, key, inner, held)
        {
            return vec![problem];
        }
        let data_type = Type::of_column(&self.served.database.catalog, column);
        let faults = value::written(&data_type.kind, &key.value);
        if faults.is_empty() {
            return match &holder {
                Some((inner, held)) => self.unchecked(key, inner, held, &data_type),
                None => Vec::new(),
            };
        }
        let subject = format!("{} cannot hold", self.subject(key));
        let faults = faults.into_iter().map(|fault| {
            let message = fault.message(&subject, &data_type);
            self.invalid(key, &fault, message, fault.help())
        });
        faults.collect()
    }

    fn subject(&self, key: &Key) -> String {
        format!("column `{}` of `{}`", key.name, self.target())
    }

    fn invalid(&self, key: &Key, fault: &Fault, message: String, help: Option<String>) -> Problem {
        Problem {
            kind: ProblemKind::InvalidValue,
            location: fault.location,
            message,
            help,
            target: self.target(),
            part: key.name.clone(),
            alternative: None,
        }
    }

    /// A key that is no column; functions of the row do not count here.
    fn unknown(&self, set: &RowSet, key: &Key) -> Option<Problem> {
        if !is_closed(self.relation) || is_left_out(set, key) {
            return None;
        }
        let columns = self.relation.columns.iter();
        let columns = columns.map(|column| column.name.as_str());
        let target = self.target();
        Some(Problem {
            kind: ProblemKind::UnknownColumn,
            location: key.location,
            message: format!("column `{}` is not in `{target}`", key.name),
            help: did_you_mean(&key.name, columns),
            target,
            part: key.name.clone(),
            alternative: None,
        })
    }

    /// The table and its column that a value ends up in; `None` when that is not known.
    fn holder<'c>(&'c self, column: &'c Column) -> Option<(Self, &'c Column)> {
        match self.relation.kind {
            RelationKind::Table => Some((*self, column)),
            RelationKind::View => {
                let (relation, held) = writable::base_column(self, &column.name)?;
                let inner = Self { relation, ..*self };
                held.filter(|_| relation.kind == RelationKind::Table)
                    .map(|held| (inner, held))
            }
            RelationKind::MaterializedView | RelationKind::ForeignTable => None,
        }
    }

    /// Why a column that Postgres computes itself cannot be written, and what to do.
    fn numbered(&self, column: &Column) -> Option<(&'static str, &'static str)> {
        let is_update = self.operation == Operation::Update;
        // Generated types only say that no value can be given.
        let is_told = self.served.tells(Facet::ColumnTypes);
        match column.generated {
            Some(Generated::Stored | Generated::IdentityAlways) if !is_told => {
                Some(("is made by the database", "leave it out"))
            }
            Some(Generated::Stored) => Some(("is computed from other columns", "leave it out")),
            Some(Generated::IdentityAlways) if is_update => {
                Some(("is always numbered by the database", "leave it out"))
            }
            Some(Generated::IdentityAlways) => Some((
                "is always numbered by the database",
                "leave it out, or declare the column `generated by default as identity`",
            )),
            Some(Generated::IdentityByDefault) | None => None,
        }
    }

    fn not_writable(&self, key: &Key, why: &str, help: &str) -> Problem {
        Problem {
            kind: ProblemKind::UnwritableTarget,
            location: key.location,
            message: format!("{} cannot be written: it {why}", self.subject(key)),
            help: Some(help.to_owned()),
            target: self.target(),
            part: key.name.clone(),
            alternative: None,
        }
    }

    /// Null where there cannot be one.
    ///
    /// `inner` writes to the table that the column is of.
    fn null(&self, set: &RowSet, key: &Key, inner: &Self, column: &Column) -> Option<Problem> {
        let becomes_null = |given: &Given| match given.literal {
            Literal::Null => true,
            Literal::Undefined => set.is_list && self.fills_null == operation::Known::Yes,
            Literal::Text(_)
            | Literal::Number(_)
            | Literal::Boolean(_)
            | Literal::List(_)
            | Literal::Object => false,
        };
        let values = &key.value;
        let is_null = !values.open && values.alternatives.iter().all(becomes_null);
        let first = values.alternatives.first().filter(|_| is_null)?;
        if column.nullable || required::may_assign(inner, &column.name) {
            return None;
        }
        let has_default = column.has_default || column.generated.is_some();
        let help = match (has_default, self.operation) {
            (true, Operation::Insert | Operation::Upsert) => Some(
                "leave the key out: it has a default, which a null does not stand for".to_owned(),
            ),
            _ => None,
        };
        Some(Problem {
            kind: ProblemKind::InvalidValue,
            location: first.location,
            message: format!("{} is not nullable", self.subject(key)),
            help,
            target: self.target(),
            part: key.name.clone(),
            alternative: None,
        })
    }

    /// Values that a check of this one column excludes.
    fn unchecked(
        &self,
        key: &Key,
        inner: &Self,
        column: &Column,
        data_type: &Type,
    ) -> Vec<Problem> {
        let is_told = self.served.tells(Facet::Constraints);
        if !is_told || required::may_assign(inner, &column.name) {
            return Vec::new();
        }
        let checks = inner.relation.constraints.iter().filter(|constraint| {
            constraint.kind == ConstraintKind::Check
                && constraint.columns.iter().all(|name| *name == column.name)
        });
        for check in checks {
            let Some(parsed) = check.definition.as_deref().and_then(condition::parse) else {
                continue;
            };
            let faults = value::each(&key.value, |given| {
                let is_refused = sent(given).is_some_and(|text| {
                    let known = known::known(&data_type.kind, &text);
                    known != Known::Unknown && parsed.refuses(&column.name, &known)
                });
                let fault = is_refused.then(|| value::fault(given, Refusal::Malformed));
                fault.into_iter().collect()
            });
            if faults.is_empty() {
                continue;
            }
            let choices = parsed.choices(&column.name);
            let faults = faults.iter().map(|fault| {
                let message = format!(
                    "{} may not be {}: the check `{}` excludes it",
                    self.subject(key),
                    fault.shown,
                    check.name
                );
                let said = fault.shown.trim_matches('"');
                let help = (!choices.is_empty()).then(|| value::choices(said, &choices));
                self.invalid(key, fault, message, help)
            });
            return faults.collect();
        }
        Vec::new()
    }
}

/// The text that Postgres gets of a plain value.
fn sent(given: &Given) -> Option<String> {
    match &given.literal {
        Literal::Text(text) => Some(text.clone()),
        Literal::Number(source) => value::number(source),
        Literal::Boolean(value) => Some(value.to_string()),
        Literal::Null | Literal::Undefined | Literal::List(_) | Literal::Object => None,
    }
}

/// Whether a key is surely not sent: JSON has no `undefined`. Of lists, the client sends the keys
/// by themselves, too.
pub(super) fn is_left_out(set: &RowSet, key: &Key) -> bool {
    let values = &key.value;
    let is_undefined = |given: &Given| given.literal == Literal::Undefined;
    !set.is_list
        && !values.open
        && !values.alternatives.is_empty()
        && values.alternatives.iter().all(is_undefined)
}

/// The keys that a row surely lacks are all but these.
pub(super) fn sent_keys<'r>(set: &RowSet, row: &'r Row) -> BTreeSet<&'r str> {
    let keys = row.keys.iter().filter(|key| !is_left_out(set, key));
    keys.map(|key| key.name.as_str()).collect()
}

#[cfg(test)]
mod tests;
