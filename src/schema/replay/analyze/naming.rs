//! The names of output columns that have no alias: `FigureColname`.

use super::analyzer::Analyzer;
use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::Identifier,
    query::{Query, QueryBody},
};

/// How good a name is: that of a type gives way to others.
#[derive(Clone, Debug)]
enum Label {
    None,
    Weak(Identifier),
    Strong(Identifier),
}

impl Analyzer<'_> {
    /// The name of an output column.
    pub(super) fn output_name(&self, expression: &Expression) -> Identifier {
        match self.label(expression) {
            Label::None => "?column?".into(),
            Label::Weak(name) | Label::Strong(name) => name,
        }
    }

    fn label(&self, expression: &Expression) -> Label {
        let strong = |name: &str| Label::Strong(name.into());
        match &expression.kind {
            ExpressionKind::Column(words) => {
                words.last().map_or(Label::None, |word| strong(&word.text))
            }
            ExpressionKind::Field(_, field) => strong(&field.text),
            ExpressionKind::Index(value, _)
            | ExpressionKind::Slice(value)
            | ExpressionKind::Collate(value, _) => self.label(value),
            ExpressionKind::Call(call) => strong(&call.name.name),
            ExpressionKind::Coalesce(_) => strong("coalesce"),
            ExpressionKind::Extreme(_) => match self.extreme(expression.span) {
                "LEAST" => strong("least"),
                _ => strong("greatest"),
            },
            ExpressionKind::NullIf(..) => strong("nullif"),
            ExpressionKind::Current(word) => {
                let bare = word.split('(').next().unwrap_or(word);
                strong(bare.trim())
            }
            ExpressionKind::Cast(value, data_type) => match self.label(value) {
                Label::Strong(name) => Label::Strong(name),
                Label::None | Label::Weak(_) => Label::Weak(data_type.name.name.clone()),
            },
            ExpressionKind::Boolean(_) => Label::Weak("bool".into()),
            ExpressionKind::Case { otherwise, .. } => {
                match otherwise.as_ref().map(|otherwise| self.label(otherwise)) {
                    Some(Label::Strong(name)) => Label::Strong(name),
                    Some(Label::None | Label::Weak(_)) | None => Label::Weak("case".into()),
                }
            }
            ExpressionKind::Exists(_) => strong("exists"),
            ExpressionKind::Subquery(query) => self.first_name(query),
            ExpressionKind::Array(_) | ExpressionKind::ArrayQuery(_) => strong("array"),
            ExpressionKind::Row(_) => strong("row"),
            ExpressionKind::Other(_) => self.leading_word(expression),
            ExpressionKind::Null
            | ExpressionKind::Number(_)
            | ExpressionKind::String(_)
            | ExpressionKind::BitString(_)
            | ExpressionKind::Parameter(_)
            | ExpressionKind::Default
            | ExpressionKind::Star(_)
            | ExpressionKind::FieldStar(_)
            | ExpressionKind::And(_)
            | ExpressionKind::Or(_)
            | ExpressionKind::Not(_)
            | ExpressionKind::IsTest(..)
            | ExpressionKind::Distinct { .. }
            | ExpressionKind::Operator { .. }
            | ExpressionKind::Between { .. }
            | ExpressionKind::InList { .. }
            | ExpressionKind::InQuery { .. }
            | ExpressionKind::AnyArray { .. }
            | ExpressionKind::AnyQuery { .. } => Label::None,
        }
    }

    /// The name of a query's first column.
    fn first_name(&self, query: &Query) -> Label {
        let mut body = &query.body;
        while let QueryBody::Set(left, _) = body {
            body = &left.body;
        }
        let QueryBody::Select(select) = body else {
            return match body {
                QueryBody::Values(_) => Label::Strong("column1".into()),
                QueryBody::Select(_) | QueryBody::Set(..) | QueryBody::Table(_) => Label::None,
            };
        };
        let Some(target) = select.targets.first() else {
            return Label::None;
        };
        match &target.alias {
            Some(alias) => Label::Strong(alias.text.clone()),
            None => match self.label(&target.value) {
                Label::None => Label::Strong("?column?".into()),
                Label::Weak(name) | Label::Strong(name) => Label::Strong(name),
            },
        }
    }

    /// The word before the parenthesis of what has a grammar of its own: `xmlelement(…)`.
    fn leading_word(&self, expression: &Expression) -> Label {
        let text = self.session.slice(expression.span);
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let end = text.bytes().position(|byte| !is_word(byte));
        match end.map(|end| text.split_at(end)) {
            Some((word, rest)) if !word.is_empty() && rest.trim_start().starts_with('(') => {
                Label::Strong(word.to_ascii_lowercase().into())
            }
            Some(_) | None => Label::None,
        }
    }
}
