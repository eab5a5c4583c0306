//! The columns by which an upsert finds what is there already.

use std::collections::BTreeSet;

use super::{
    Problem, ProblemKind, Served, request::Request, served::is_closed, suggest::did_you_mean,
    writable, write::Writing,
};
use crate::{
    clause::{Text, Texts},
    operation::{Known, Operation},
    schema::catalog::{
        Facet,
        constraint::ConstraintKind,
        relation::{Relation, RelationKind},
    },
    select::{Name, names},
};

/// What is wrong with the option `onConflict` of an upsert.
pub(super) fn problems<'a>(
    request: &Request<'a>,
    relation: &'a Relation,
    on_conflict: &Texts,
) -> Vec<Problem> {
    let writing = Writing {
        served: request.served,
        relation,
        operation: Operation::Upsert,
        fills_null: Known::Unknown,
    };
    request.judge(on_conflict, |text| of_text(&writing, text))
}

fn of_text(writing: &Writing<'_>, text: &Text) -> Vec<Problem> {
    let target = writing.target();
    let problem = |kind, span, message, part: &str| Problem {
        kind,
        location: text.place(span),
        message,
        help: None,
        target: target.clone(),
        part: part.to_owned(),
        alternative: None,
    };
    let names = match names::parse(&text.text) {
        Ok(names) => names.names,
        Err(error) => {
            let kind = ProblemKind::InvalidQuery;
            return vec![problem(kind, error.span, error.message, "")];
        }
    };
    let relation = writing.relation;
    if !is_closed(relation) {
        return Vec::new();
    }
    let known = || relation.columns.iter().map(|column| column.name.as_str());
    let unknown: Vec<Problem> = names
        .iter()
        .filter(|name| relation.column(&name.text).is_none())
        .map(|name| {
            let message = format!("column `{}` is not in `{target}`", name.text);
            Problem {
                help: constraint_named(relation, &name.text)
                    .or_else(|| did_you_mean(&name.text, known())),
                ..problem(ProblemKind::UnknownColumn, name.span, message, &name.text)
            }
        })
        .collect();
    if !unknown.is_empty() {
        return unknown;
    }
    without_key(writing, text, &names).into_iter().collect()
}

/// `onConflict` takes columns, not the name of their constraint.
fn constraint_named(relation: &Relation, name: &str) -> Option<String> {
    let mut constraints = relation.constraints.iter();
    let constraint = constraints.find(|constraint| constraint.name == name)?;
    let columns = constraint.columns.join(",");
    Some(format!(
        "name the columns of the constraint instead: `{columns}`"
    ))
}

fn without_key(writing: &Writing<'_>, text: &Text, names: &[Name]) -> Option<Problem> {
    let relation = writing.relation;
    let mut wanted: BTreeSet<&str> = names.iter().map(|name| name.text.as_str()).collect();
    let holder = match relation.kind {
        RelationKind::Table => relation,
        RelationKind::View => {
            let bases = wanted
                .iter()
                .map(|name| writable::base_column(writing, name));
            let bases: Vec<_> = bases.collect::<Option<_>>()?;
            let &(base, _) = bases.first()?;
            // A column that the view computes is in no key.
            let columns = bases.iter().filter_map(|(_, column)| *column);
            let columns: BTreeSet<&str> = columns.map(|column| column.name.as_str()).collect();
            if columns.len() == wanted.len() {
                wanted = columns;
            }
            base
        }
        RelationKind::MaterializedView | RelationKind::ForeignTable => return None,
    };
    if holder.kind != RelationKind::Table || !is_closed(holder) {
        return None;
    }
    let keys = keys(writing.served, holder)?;
    if keys.contains(&wanted) {
        return None;
    }
    let list: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    let list = list.join(", ");
    let target = writing.target();
    let what = if wanted.len() == 1 {
        "is"
    } else {
        "are together"
    };
    Some(Problem {
        kind: ProblemKind::ConflictTarget,
        location: text.location,
        message: format!("`{list}` of `{target}` {what} not unique"),
        help: Some(told(holder, &keys)),
        target,
        part: list,
        alternative: None,
    })
}

/// The sets of columns that Postgres takes: those of unique indexes over whole columns and all
/// rows.
///
/// `None` when a catalog does not tell them.
fn keys<'a>(served: &Served<'_>, relation: &'a Relation) -> Option<BTreeSet<BTreeSet<&'a str>>> {
    if !served.tells(Facet::Constraints) || !served.tells(Facet::Indexes) {
        return None;
    }
    let constraints = relation.constraints.iter().filter(|constraint| {
        matches!(
            constraint.kind,
            ConstraintKind::PrimaryKey | ConstraintKind::Unique
        )
    });
    let constraints = constraints.map(|constraint| {
        let columns = constraint.columns.iter();
        columns.map(String::as_str).collect::<BTreeSet<_>>()
    });
    let indexes = relation.indexes.iter();
    let indexes = indexes.filter(|index| index.unique && !index.partial);
    let indexes = indexes.filter_map(|index| {
        let columns = index.columns.iter().map(Option::as_deref);
        columns.collect::<Option<BTreeSet<_>>>()
    });
    Some(constraints.chain(indexes).collect())
}

fn told(relation: &Relation, keys: &BTreeSet<BTreeSet<&str>>) -> String {
    if keys.is_empty() {
        return format!("`{}` has no unique key at all", relation.name);
    }
    let keys = keys.iter().map(|key| {
        let columns: Vec<&str> = key.iter().copied().collect();
        format!("`{}`", columns.join(","))
    });
    let keys: Vec<String> = keys.collect();
    format!(
        "an upsert needs exactly the columns of a unique constraint or index without a condition: {}",
        keys.join(" or ")
    )
}

#[cfg(test)]
mod tests;
