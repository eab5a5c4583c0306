//! Everything that one access asks for, held against what is served.

mod changes;

mod columns;

mod filter;

mod lookup;

mod order;

mod plan;

mod refusal;

#[cfg(test)]
mod tests;

pub(super) mod touched;

mod trees;

use self::filter::Heeded;
use super::{
    Problem, ProblemKind,
    column::Rows,
    conflict,
    request::Request,
    routine::{self, Call, Matched},
    target, writable,
    write::{self, Writing},
};
use crate::{
    access::TargetKind,
    clause::{Clause, ClauseKind, Rows as WrittenRows},
    operation::{Known, Operation},
    schema::catalog::relation::Relation,
    source::Location,
};

/// What is wrong with a request, in no order.
pub(super) fn problems(request: &Request<'_>) -> Vec<Problem> {
    let Some(name) = request.access.target.name.as_deref() else {
        return Vec::new();
    };
    if request.access.operation == Some(Operation::Subscribe) {
        return changes::problems(request, name);
    }
    let mut problems = Vec::new();
    let rows = match request.access.target.kind {
        TargetKind::Relation => {
            problems.extend(target::unknown_schema(request));
            if !request.served.has_schema(request.schema) {
                return problems;
            }
            let (rows, problem) = target::relation(request, name);
            problems.extend(problem);
            if let Rows::Relation(relation) = rows {
                problems.extend(of_writes(request, relation));
            }
            rows
        }
        TargetKind::Routine => {
            problems.extend(target::unknown_schema(request));
            let call = call(request, name);
            problems.extend(routine::problems(request, &call));
            result(request, &call)
        }
        TargetKind::Bucket | TargetKind::EdgeFunction => return problems,
    };
    let name = match rows {
        Rows::Relation(relation) => &relation.name,
        Rows::Listed(_) | Rows::Scalar | Rows::Unknown => name,
    };
    problems.extend(of_links(request, &rows, name));
    problems
}

/// The rows that a call gives.
fn result<'a>(request: &Request<'a>, call: &Call<'a>) -> Rows<'a> {
    match routine::matched(request, call) {
        Matched::One(routine) => target::result(request.served, &[routine]),
        Matched::Several(routines) => target::result(request.served, &routines),
        Matched::None => Rows::Unknown,
    }
}

fn call<'a>(request: &Request<'a>, name: &'a str) -> Call<'a> {
    let mut call = Call {
        name,
        location: target::location(request.access),
        arguments: None,
        in_address: Known::Unknown,
    };
    for clause in &request.access.clauses {
        if let ClauseKind::Arguments { rows, in_address } = &clause.kind {
            call.arguments = Some(rows);
            call.in_address = *in_address;
        }
    }
    call
}

/// What is wrong with what is written to a relation.
fn of_writes<'a>(request: &Request<'a>, relation: &'a Relation) -> Vec<Problem> {
    let Some(operation) = request.access.operation.filter(|_| request.is_write()) else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    if operation == Operation::Delete {
        let writing = Writing {
            served: request.served,
            relation,
            operation,
            fills_null: Known::Unknown,
        };
        let span = request.access.method_span;
        let file = request.access.file;
        let clauses = request.access.clauses.iter();
        let mut verbs = clauses.filter(|clause| clause.method == "delete");
        let location = verbs.next().map(|clause| clause.location);
        let location = location.unwrap_or(Location { file, span });
        problems.extend(writable::problem(&writing, location));
    }
    for clause in &request.access.clauses {
        problems.extend(write::problems(request, relation, operation, clause));
        if let ClauseKind::Write {
            on_conflict: Some(columns),
            ..
        } = &clause.kind
            && operation == Operation::Upsert
        {
            problems.extend(conflict::problems(request, relation, columns));
        }
    }
    problems
}

/// A limit of a change needs an order (`PGRST109`); from PostgREST 13 on there is none, and all
/// rows are changed.
fn of_limit(request: &Request<'_>, name: &str) -> Option<Problem> {
    let is_change = match request.access.operation {
        Some(Operation::Update | Operation::Delete) => true,
        Some(
            Operation::Select
            | Operation::Insert
            | Operation::Upsert
            | Operation::Call
            | Operation::Subscribe,
        )
        | None => false,
    };
    let clauses = || request.access.clauses.iter();
    let limit = clauses().find(|clause| matches!(clause.kind, ClauseKind::Limit { .. }))?;
    let is_ordered = clauses().any(|clause| matches!(clause.kind, ClauseKind::Order { .. }));
    if !is_change || is_ordered {
        return None;
    }
    let message = format!("`{}` cannot limit what is changed", limit.method);
    let kind = ProblemKind::InvalidQuery;
    let problem = request.problem(kind, limit.location, (name, limit.method), message);
    Some(Problem {
        help: Some(
            "up to PostgREST 12 an order by unique columns must stand beside it; later ones change all rows that the filters choose"
                .to_owned(),
        ),
        ..problem
    })
}

/// What is wrong with the links of the chain behind the one that names the target.
fn of_links<'a>(request: &Request<'a>, rows: &Rows<'a>, name: &str) -> Vec<Problem> {
    let (trees, mut problems) = trees::trees(request, rows, name);
    problems.extend(of_limit(request, name));
    let Some(heeded) = heeded(request) else {
        return problems;
    };
    for clause in &request.access.clauses {
        problems.extend(filter::problems(request, &trees, clause, heeded));
        problems.extend(order::problems(request, &trees, clause));
    }
    problems
}

/// Which filters the server looks at; `None` when that depends on a verb that is not known.
fn heeded(request: &Request<'_>) -> Option<Heeded> {
    Some(match request.access.operation? {
        Operation::Insert | Operation::Upsert => Heeded::OnEmbeds,
        // Nothing is asked of the rows when there is nothing to write to them.
        Operation::Update if request.access.clauses.iter().any(may_be_idle) => Heeded::OnEmbeds,
        Operation::Select
        | Operation::Update
        | Operation::Delete
        | Operation::Call
        | Operation::Subscribe => Heeded::All,
    })
}

/// Whether a write may have no column to write.
fn may_be_idle(clause: &Clause) -> bool {
    let is_empty = |rows: &WrittenRows| {
        let rows = rows.alternatives.iter().flat_map(|set| &set.rows);
        let mut rows = rows.filter(|row| !row.open);
        rows.any(|row| row.keys.is_empty())
    };
    match &clause.kind {
        ClauseKind::Write { rows, .. } => is_empty(rows),
        ClauseKind::Select { .. }
        | ClauseKind::Filter { .. }
        | ClauseKind::Match { .. }
        | ClauseKind::Or { .. }
        | ClauseKind::Order { .. }
        | ClauseKind::Limit { .. }
        | ClauseKind::Arguments { .. }
        | ClauseKind::Changes { .. }
        | ClauseKind::Single
        | ClauseKind::Other => false,
    }
}
