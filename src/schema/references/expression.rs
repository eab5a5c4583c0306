//! What expressions use.

use super::{Effect, walker::Walker};
use crate::sql::{
    expression::{Call, Expression, ExpressionKind},
    name::{Name, TypeLike, TypeName},
    parts,
};

impl Walker<'_> {
    pub(super) fn expression(&mut self, expression: &Expression) {
        if self.depth > Self::DEEPEST * 4 {
            return;
        }
        self.depth += 1;
        match &expression.kind {
            ExpressionKind::Column(words) => self.column(words),
            ExpressionKind::Star(words) => self.star(words),
            ExpressionKind::Call(call) => self.call(call),
            ExpressionKind::Cast(value, data_type) => self.cast(value, data_type),
            _ => {}
        }
        if let Some(query) = parts::query(expression) {
            self.query(query);
        }
        for operand in parts::operands(expression) {
            self.expression(operand);
        }
        self.depth -= 1;
    }

    pub(super) fn expressions<'e>(&mut self, all: impl IntoIterator<Item = &'e Expression>) {
        for expression in all {
            self.expression(expression);
        }
    }

    /// Notes a call, but not its arguments.
    pub(super) fn call(&mut self, call: &Call) {
        self.routine(&call.name);
        let named = matches!(call.name.name.as_str(), "to_regclass" | "nextval");
        if named && let [first] = call.arguments.as_slice() {
            self.named_in_text(&first.value);
        }
    }

    fn cast(&mut self, value: &Expression, data_type: &TypeName) {
        if data_type.name.name == "regclass" {
            self.named_in_text(value);
        }
        self.data_type(data_type);
    }

    /// Notes a relation whose name stands in a text. It may lead nowhere: whoever writes this asks.
    fn named_in_text(&mut self, value: &Expression) {
        let ExpressionKind::String(text) = &value.kind else {
            return;
        };
        let (schema, name) = match text.split_once('.') {
            Some((schema, name)) => (Some(schema.into()), name),
            None => (None, text.as_str()),
        };
        let name = Name {
            schema,
            name: name.trim_matches('"').into(),
            span: value.span,
        };
        if let super::names::Resolved::Own(_) = self.names.relation(&name, &self.path) {
            self.relation(Effect::Needs, &name);
        }
    }

    /// Notes the relation whose rows a type is, or whose column it is like.
    pub(super) fn data_type(&mut self, data_type: &TypeName) {
        let known = self.names.relation(&data_type.name, &self.path);
        let is_own = matches!(known, super::names::Resolved::Own(_));
        match &data_type.like {
            Some(TypeLike::Column(column)) if is_own => {
                let used = self.relation(Effect::Needs, &data_type.name);
                self.uses[used].columns.insert(column.to_string());
            }
            Some(TypeLike::Row) | None if is_own => {
                let used = self.relation(Effect::Needs, &data_type.name);
                self.uses[used].all_columns = true;
            }
            Some(TypeLike::Column(_) | TypeLike::Row) | None => {}
        }
    }
}
