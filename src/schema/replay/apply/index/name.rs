//! What Postgres calls a column that is an expression.

use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::Identifier,
};

/// The name that an index column has from its expression, as `FigureIndexColname` finds it.
pub(super) fn of_expression(expression: &Expression) -> Option<Identifier> {
    figure(expression).map(|(name, _)| name)
}

/// How much a name says: that of a cast only stands in for a better one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Strength {
    Weak,
    Strong,
}

fn figure(expression: &Expression) -> Option<(Identifier, Strength)> {
    let strong = |name: &str| Some((name.into(), Strength::Strong));
    match &expression.kind {
        ExpressionKind::Column(words) => {
            let word = words.last()?;
            Some((word.text.clone(), Strength::Strong))
        }
        ExpressionKind::Field(_, field) => Some((field.text.clone(), Strength::Strong)),
        ExpressionKind::Index(value, _) | ExpressionKind::Slice(value) => figure(value),
        ExpressionKind::Call(call) => Some((call.name.name.clone(), Strength::Strong)),
        ExpressionKind::Coalesce(_) => strong("coalesce"),
        ExpressionKind::NullIf(_, _) => strong("nullif"),
        ExpressionKind::Row(_) => strong("row"),
        ExpressionKind::Array(_) => strong("array"),
        ExpressionKind::Current(word) => Some((word.clone(), Strength::Strong)),
        ExpressionKind::Collate(value, _) => figure(value),
        ExpressionKind::Cast(value, data_type) => match figure(value) {
            Some((name, Strength::Strong)) => Some((name, Strength::Strong)),
            Some((_, Strength::Weak)) | None => Some((data_type.name.name.clone(), Strength::Weak)),
        },
        ExpressionKind::Case { otherwise, .. } => {
            let name = otherwise.as_ref().and_then(|value| figure(value));
            match name {
                Some((name, Strength::Strong)) => Some((name, Strength::Strong)),
                Some((_, Strength::Weak)) | None => Some(("case".into(), Strength::Weak)),
            }
        }
        _ => None,
    }
}
