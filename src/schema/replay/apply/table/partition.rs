//! Keys of partitioned tables.

use crate::{
    schema::{
        replay::{
            apply::expression::{self, Purpose},
            failure::{Applied, Stop},
            session::Session,
            state::{
                ColumnNumber, ObjectId,
                relation::{Generated, Relation},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::expression::{Expression, ExpressionKind},
};

/// # Errors
///
/// What Postgres says of the expressions of `PARTITION BY`.
pub(super) fn check_expressions(
    session: &Session,
    relation: ObjectId,
    parts: &[Expression],
) -> Applied {
    let scope = expression::scope_of(session, relation);
    for part in parts {
        if !matches!(part.kind, ExpressionKind::Column(_)) {
            expression::analyse(session, part, &scope, Purpose::PartitionKey, None)?;
        }
    }
    Ok(())
}

/// The columns of `PARTITION BY`; `None` where it has an expression.
///
/// # Errors
///
/// 42703 when a column does not exist, 42P17 for system and generated columns.
pub(super) fn key(relation: &Relation, parts: &[Expression]) -> Applied<Vec<Option<ColumnNumber>>> {
    let mut key = Vec::with_capacity(parts.len());
    for part in parts {
        let ExpressionKind::Column(words) = &part.kind else {
            key.push(None);
            continue;
        };
        let Some(word) = words.last() else { continue };
        let Some((number, column)) = relation.column(&word.text) else {
            if relation.open {
                continue;
            }
            let text = &word.text;
            let message = format!("column \"{text}\" named in partition key does not exist");
            return Err(Stop::failed("42703", message)
                .at(word.span)
                .missing(Missing {
                    kind: MissingKind::Column,
                    schema: None,
                    relation: None,
                    name: text.to_string(),
                }));
        };
        if matches!(column.generated, Some(Generated::Stored(_))) {
            let message = "cannot use generated column in partition key";
            return Err(Stop::failed("42P17", message)
                .at(word.span)
                .help(format!("Column \"{}\" is a generated column.", word.text)));
        }
        key.push(Some(number));
    }
    Ok(key)
}
