//! What cannot be asked of a column although it is there.

use super::{
    super::{
        Problem, ProblemKind,
        column::{Named, Rows},
        relationship::is_view,
        request::Request,
    },
    lookup::{self, Asked, Role},
    plan::{Branch, Node},
    trees::Trees,
};
use crate::{access::TargetKind, schema::catalog::constraint::ConstraintKind};

/// The first reason why the server refuses; `found` is what the name means in each of the nodes.
pub(super) fn refusal(
    request: &Request<'_>,
    trees: &Trees<'_>,
    asked: Asked<'_>,
    (nodes, found): (&[&Node<'_>], &[Named<'_>]),
) -> Option<Problem> {
    let first = nodes.first()?;
    let invalid = |message| {
        let kind = ProblemKind::InvalidQuery;
        Some(lookup::problem(request, asked, kind, &first.name, message))
    };
    let name = asked.field.name.text.as_str();
    let is_order = asked.role == Role::Order;
    if found.iter().all(|named| matches!(named, Named::Aggregate)) {
        return match (is_order, first.is_aggregate) {
            (true, true) => None,
            (true, false) => invalid(format!(
                "`{name}` is an aggregate of all rows, which rows cannot be ordered by"
            )),
            (false, _) => invalid(format!(
                "`{name}` is an aggregate of all rows, which no row can be chosen by"
            )),
        };
    }
    if is_left_out(request, trees, asked, nodes, found) {
        return Some(left_out(request, asked, first));
    }
    if is_order && first.is_aggregate {
        return invalid(format!(
            "all rows become one, so there is nothing to order by `{name}`"
        ));
    }
    match found {
        [Named::Value(Some(data_type))] if !is_order && data_type.starts_with("SETOF ") => invalid(
            format!("`{name}` gives a set for each row, which no row can be chosen by"),
        ),
        _ => arrows(request, asked, first),
    }
}

/// `->>` gives text, which has nothing to go into.
fn arrows(request: &Request<'_>, asked: Asked<'_>, node: &Node<'_>) -> Option<Problem> {
    let span = lookup::arrow_into_text(asked.field)?;
    let message = "`->>` gives text, and nothing can be taken out of text".to_owned();
    let place = asked.text.place(span);
    let part = (node.name.as_str(), asked.field.name.text.as_str());
    Some(Problem {
        help: Some("use `->` for all arrows but the last".to_owned()),
        ..request.problem(ProblemKind::InvalidQuery, place, part, message)
    })
}

fn left_out(request: &Request<'_>, asked: Asked<'_>, node: &Node<'_>) -> Problem {
    let name = asked.field.name.text.as_str();
    let message = if request.is_write() {
        format!(
            "column `{name}` is not returned, and `or` is asked of what a write returns, too, up to PostgREST 15"
        )
    } else {
        format!(
            "column `{name}` of the result of `{}` is not selected, so nothing can be asked of it",
            request.access.target.name.as_deref().unwrap_or(&node.name)
        )
    };
    let kind = ProblemKind::UnknownColumn;
    Problem {
        help: Some(format!("add `{name}` to the select list")),
        ..lookup::problem(request, asked, kind, &node.name, message)
    }
}

/// Whether a result lacks a column because the select list does: the server asks a routine or a
/// write for no more than that, and the keys it needs.
fn is_left_out(
    request: &Request<'_>,
    trees: &Trees<'_>,
    asked: Asked<'_>,
    nodes: &[&Node<'_>],
    found: &[Named<'_>],
) -> bool {
    let name = asked.field.name.text.as_str();
    let is_known = found.iter().all(|named| match named {
        Named::Column(_) | Named::Value(_) => true,
        Named::Aggregate | Named::Perhaps | Named::Nothing => false,
    });
    // Keys that embeds are joined by are asked for, too; all columns where that is no key.
    let may_have = |node: &&Node<'_>| {
        let mut near = node.branches.iter().map(Branch::near);
        node.has_all
            || node.outputs.iter().any(|output| output.column == name)
            || near.any(|near| near.is_none_or(|near| near.contains(&name)))
            || (request.is_write() && is_key_or_view(&node.rows, name))
    };
    let is_of_result = match asked.role {
        Role::Or { .. } if request.is_write() => trees.has_list,
        Role::Filter { .. } | Role::Or { .. } | Role::Order => {
            request.access.target.kind == TargetKind::Routine
        }
    };
    is_of_result
        && asked.embeds.is_empty()
        && !trees.open
        && is_known
        && !nodes.iter().any(may_have)
}

/// Whether a column is of the primary key, which a write returns unasked; of views that is not
/// known.
fn is_key_or_view(rows: &Rows<'_>, name: &str) -> bool {
    let Rows::Relation(relation) = rows else {
        return false;
    };
    let mut keys = relation.constraints.iter();
    // PostgREST does not know the keys of partitions.
    let has_known_key = relation.partition_of.is_none();
    is_view(relation)
        || has_known_key
            && keys.any(|key| {
                key.kind == ConstraintKind::PrimaryKey && key.columns.iter().any(|it| it == name)
            })
}
