//! Everything that one access asks for, held against what is served.

mod changes;

mod filter;

mod lookup;

mod order;

mod plan;

mod trees;

use self::filter::Heeded;
use super::{Problem, column::Rows, request::Request, target};
use crate::{access::TargetKind, operation::Operation};

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
            let (rows, problem) = target::relation(request, name);
            problems.extend(problem);
            rows
        }
        TargetKind::Routine => {
            problems.extend(target::unknown_schema(request));
            target::result(request, name)
        }
        TargetKind::Bucket | TargetKind::EdgeFunction => return problems,
    };
    problems.extend(of_links(request, &rows, name));
    problems
}

/// What is wrong with the links of the chain behind the one that names the target.
fn of_links<'a>(request: &Request<'a>, rows: &Rows<'a>, name: &str) -> Vec<Problem> {
    let (trees, mut problems) = trees::trees(request, rows, name);
    let heeded = match request.access.operation {
        Some(Operation::Insert | Operation::Upsert) => Heeded::OnEmbeds,
        Some(
            Operation::Select
            | Operation::Update
            | Operation::Delete
            | Operation::Call
            | Operation::Subscribe,
        ) => Heeded::All,
        // Whether the server looks at filters depends on the verb.
        None => return problems,
    };
    let has_order = match request.access.operation {
        Some(Operation::Select | Operation::Call) => true,
        // Orders and limits of writes are not looked at.
        Some(
            Operation::Insert
            | Operation::Upsert
            | Operation::Update
            | Operation::Delete
            | Operation::Subscribe,
        )
        | None => false,
    };
    for clause in &request.access.clauses {
        problems.extend(filter::problems(request, &trees, clause, heeded));
        if has_order {
            problems.extend(order::problems(request, &trees, clause));
        }
    }
    problems
}
