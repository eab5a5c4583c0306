//! Subscriptions to changes: Realtime looks at tables and columns by itself.

use super::{
    super::{
        Problem, ProblemKind, column::Rows, request::Request, served::is_closed, suggest, target,
    },
    lookup, trees,
};
use crate::{
    clause::{ClauseKind, Text},
    schema::catalog::{Facet, relation::Relation},
    select::changes,
};

/// What is wrong with a subscription.
pub(super) fn problems(request: &Request<'_>, name: &str) -> Vec<Problem> {
    let served = request.served;
    if !served.has_schema(request.schema)
        && request.schema != "*"
        && served.tells(Facet::ColumnTypes)
    {
        let message = format!("schema `{}` does not exist", request.schema);
        let known: Vec<&str> = served.schemas().collect();
        return vec![Problem {
            kind: ProblemKind::UnknownSchema,
            location: target::location(request.access),
            message,
            help: suggest::did_you_mean(request.schema, known),
            target: request.schema.to_owned(),
            part: String::new(),
            alternative: None,
        }];
    }
    if name == "*" || request.schema == "*" {
        return Vec::new();
    }
    let (rows, problem) = target::relation(request, name);
    let mut problems: Vec<Problem> = problem.into_iter().collect();
    for clause in &request.access.clauses {
        if let ClauseKind::Changes {
            filter: Some(filter),
            ..
        } = &clause.kind
        {
            problems.extend(request.judge(filter, |text| columns(request, &rows, name, text)));
        }
    }
    problems
}

fn columns(request: &Request<'_>, rows: &Rows<'_>, name: &str, text: &Text) -> Vec<Problem> {
    let filters = match changes::parse(&text.text) {
        Ok(filters) => filters,
        Err(error) => return vec![trees::refused(request, text, name, &error)],
    };
    let Rows::Relation(relation) = rows else {
        return Vec::new();
    };
    let unknown = filters
        .iter()
        .filter(|filter| is_unknown(relation, &filter.column.text));
    unknown
        .map(|filter| {
            let column = filter.column.text.as_str();
            let kind = ProblemKind::UnknownColumn;
            let location = text.place(filter.column.span);
            let message = lookup::not_a_column(rows, name, column);
            Problem {
                help: lookup::help_for_column(rows, column),
                ..request.problem(kind, location, (name, column), message)
            }
        })
        .collect()
}

/// Whether there is no such column: functions of the row are none to Realtime.
fn is_unknown(relation: &Relation, name: &str) -> bool {
    relation.column(name).is_none() && is_closed(relation)
}
