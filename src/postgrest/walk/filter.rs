//! Filters, `or` texts and `match`: the columns they name.

use super::{
    super::{Problem, comparison::Compared, request::Request},
    lookup::{self, Asked, Outcome, Role},
    trees::{self, Reached, Trees},
};
use crate::{
    clause::{Clause, ClauseKind, Given, Key, Literal, Rows, Text, Texts, Values},
    operation::{Known, Operation},
    select::{
        Name,
        filter::{self, Condition, Filter},
        operation::{Operator, Value},
    },
};

/// Which filters the server looks at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Heeded {
    All,
    /// Those on embeds: an insert has no rows of its own to choose from.
    OnEmbeds,
}

/// What is wrong with the filters of a clause.
pub(super) fn problems(
    request: &Request<'_>,
    trees: &Trees<'_>,
    clause: &Clause,
    heeded: Heeded,
) -> Vec<Problem> {
    match &clause.kind {
        ClauseKind::Filter {
            column,
            operator,
            value,
            referenced,
        } => {
            let null_test = null_test(clause.method, operator.as_ref(), value);
            within(request, trees, referenced.as_ref(), |prefix| {
                request.judge(column, |text| {
                    let compare = |compared: &Compared| {
                        compared.method(clause.method, clause.location, operator.as_ref(), value)
                    };
                    path(
                        request,
                        trees,
                        (text, prefix),
                        (null_test, heeded),
                        &compare,
                    )
                })
            })
        }
        ClauseKind::Match { columns } => keys(request, trees, columns, heeded),
        ClauseKind::Or {
            filters,
            referenced,
        } => within(request, trees, referenced.as_ref(), |prefix| {
            request.judge(filters, |text| or(request, trees, (text, prefix), heeded))
        }),
        ClauseKind::Select { .. }
        | ClauseKind::Order { .. }
        | ClauseKind::Limit { .. }
        | ClauseKind::Write { .. }
        | ClauseKind::Arguments { .. }
        | ClauseKind::Changes { .. }
        | ClauseKind::Single
        | ClauseKind::Other => Vec::new(),
    }
}

/// Looks at a clause with the embeds that the option `referencedTable` leads to; without the option
/// there are none.
pub(super) fn within(
    request: &Request<'_>,
    trees: &Trees<'_>,
    referenced: Option<&Texts>,
    mut look: impl FnMut(&[Name]) -> Vec<Problem>,
) -> Vec<Problem> {
    let Some(referenced) = referenced else {
        return look(&[]);
    };
    let mut paths: Vec<Vec<Name>> = Vec::new();
    let problems = request.judge(referenced, |text| {
        let Ok(path) = filter::embeds(&text.text) else {
            return Vec::new();
        };
        match trees.reach(&path) {
            Reached::Absent { name, parent } => {
                vec![lookup::not_embedded(request, text, name, parent)]
            }
            Reached::Nodes(_) => {
                paths.push(path);
                Vec::new()
            }
            Reached::Unknown => Vec::new(),
        }
    });
    match paths.as_slice() {
        [only] if referenced.only().is_some() => look(only),
        _ => problems,
    }
}

/// Whether a filter asks for null.
fn null_test(method: &str, operator: Option<&Texts>, value: &Values) -> Known {
    let name = match operator {
        None => method,
        Some(texts) => match texts.only() {
            Some(text) => text.text.as_str(),
            None => return Known::Unknown,
        },
    };
    if name.strip_prefix("not.").unwrap_or(name) != "is" {
        return Known::No;
    }
    let is_null = |literal: &Literal| match literal {
        Literal::Null => true,
        Literal::Text(text) => text.eq_ignore_ascii_case("null"),
        Literal::Number(_)
        | Literal::Boolean(_)
        | Literal::Undefined
        | Literal::List(_)
        | Literal::Object => false,
    };
    let mut given = value.alternatives.iter();
    match value.open {
        true => Known::Unknown,
        false => Known::of(given.any(|given| is_null(&given.literal))),
    }
}

/// The column that a filter names, which may be one of an embed.
fn path(
    request: &Request<'_>,
    trees: &Trees<'_>,
    (text, prefix): (&Text, &[Name]),
    (null_test, heeded): (Known, Heeded),
    compare: &dyn Fn(&Compared) -> Vec<Problem>,
) -> Vec<Problem> {
    let path = match filter::path(&text.text) {
        Ok(path) => path,
        Err(error) => {
            let name = trees.nodes.first().map_or("", |node| &node.name);
            return vec![trees::refused(request, text, name, &error)];
        }
    };
    let embeds: Vec<Name> = prefix.iter().chain(&path.embeds).cloned().collect();
    if embeds.is_empty() && heeded == Heeded::OnEmbeds {
        return Vec::new();
    }
    let null_test = null_test_of(request, &embeds, null_test);
    let asked = Asked {
        text,
        embeds: &embeds,
        field: &path.field,
        role: Role::Filter { null_test },
    };
    judged(request, trees, asked, compare)
}

/// Whether an embed can be asked for null: the rows that are changed are chosen before anything is
/// embedded.
fn null_test_of(request: &Request<'_>, embeds: &[Name], null_test: Known) -> Known {
    match request.access.operation {
        Some(Operation::Update | Operation::Delete) if embeds.is_empty() => Known::No,
        Some(
            Operation::Select
            | Operation::Insert
            | Operation::Upsert
            | Operation::Update
            | Operation::Delete
            | Operation::Call
            | Operation::Subscribe,
        )
        | None => null_test,
    }
}

/// What is wrong with a column, else with what it is compared with.
fn judged(
    request: &Request<'_>,
    trees: &Trees<'_>,
    asked: Asked<'_>,
    compare: &dyn Fn(&Compared) -> Vec<Problem>,
) -> Vec<Problem> {
    match lookup::asked(request, trees, asked) {
        Outcome::Wrong(problems) => problems,
        Outcome::Column(relation, column) => {
            let served = request.served;
            compare(&Compared::column(served, relation, column, asked.field))
        }
        Outcome::Function(relation) => {
            compare(&Compared::function(request.served, relation, asked.field))
        }
        Outcome::Value(target) => {
            let target = request.served.told(request.schema, &target);
            compare(&Compared::unknown(target, asked.field))
        }
        Outcome::Embed => Vec::new(),
    }
}

/// The keys of `match`, each a column.
fn keys(request: &Request<'_>, trees: &Trees<'_>, columns: &Rows, heeded: Heeded) -> Vec<Problem> {
    let rows = columns.alternatives.iter().flat_map(|set| &set.rows);
    let keys = rows.flat_map(|row| &row.keys);
    let is_certain = request.is_certain(columns.alternatives.len());
    // supabase-js leaves out what is `undefined`.
    let is_sent = |key: &&Key| {
        let undefined = |given: &Given| given.literal == Literal::Undefined;
        !key.value.alternatives.iter().any(undefined)
    };
    let keys = keys.filter(|_| is_certain).filter(is_sent);
    keys.flat_map(|key| {
        let text = Text {
            text: key.name.clone(),
            location: key.location,
            verbatim: false,
        };
        let compare = |compared: &Compared| compared.equal(key.location, &key.value);
        path(request, trees, (&text, &[]), (Known::No, heeded), &compare)
    })
    .collect()
}

fn or(
    request: &Request<'_>,
    trees: &Trees<'_>,
    (text, prefix): (&Text, &[Name]),
    heeded: Heeded,
) -> Vec<Problem> {
    let parsed = match filter::conditions(&text.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let name = trees.nodes.first().map_or("", |node| &node.name);
            return vec![trees::refused(request, text, name, &error)];
        }
    };
    let mut problems = Vec::new();
    // Up to PostgREST 15 it is asked of what a write returns, too.
    if prefix.is_empty() && heeded == Heeded::OnEmbeds && !trees.has_list {
        return problems;
    }
    for found in filters(&parsed.conditions) {
        let asked = Asked {
            text,
            embeds: prefix,
            field: &found.field,
            role: Role::Or {
                null_test: null_test_of(request, prefix, Known::of(is_null(found))),
            },
        };
        let place = |span| text.place(span);
        let compare = |compared: &Compared| compared.operation(&found.operation, &place);
        problems.extend(judged(request, trees, asked, &compare));
    }
    problems
}

fn is_null(filter: &Filter) -> bool {
    match (&filter.operation.head.operator, &filter.operation.value) {
        (Operator::Is, Value::One(value)) => value.text.eq_ignore_ascii_case("null"),
        (_, Value::One(_) | Value::List(_)) => false,
    }
}

/// The filters of conditions, in the order they stand.
pub(super) fn filters(conditions: &[Condition]) -> Vec<&Filter> {
    let mut waiting: Vec<&Condition> = conditions.iter().rev().collect();
    let mut filters = Vec::new();
    while let Some(condition) = waiting.pop() {
        match condition {
            Condition::Group { conditions, .. } => waiting.extend(conditions.iter().rev()),
            Condition::Filter(filter) => filters.push(filter),
        }
    }
    filters
}
