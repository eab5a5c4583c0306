//! Assignments: to names, members, exports and the fields of classes.

use tree_sitter::Node;

use crate::facts::{PropertyWrite, Value, ValueId};

use super::{
    Lowering, This,
    kind::{Field, Kind},
    span,
};

impl<'t> Lowering<'t> {
    pub(super) fn assignment(&mut self, node: Node<'t>) -> ValueId {
        let (Some(left), Some(right)) = (
            self.field(node, Field::Left),
            self.field(node, Field::Right),
        ) else {
            return Self::COMPUTED;
        };
        let given = self.assigned_name(left);
        let value = self.named_expression(right, given);
        let operator = self.operator_text(node);
        if operator.is_empty() || matches!(operator, "=" | "??=" | "||=" | "&&=") {
            self.assign(left, value);
            value
        } else {
            let value = self.computed_from(vec![value], span(node));
            self.assign(left, value);
            value
        }
    }

    fn assigned_name(&self, left: Node<'t>) -> Option<&'t str> {
        match self.kind(left) {
            Kind::Identifier => Some(self.text_of(left)),
            Kind::MemberExpression => self
                .field(left, Field::Property)
                .map(|name| self.text_of(name)),
            _ => None,
        }
    }

    pub(super) fn assign(&mut self, left: Node<'t>, value: ValueId) {
        match self.kind(left) {
            Kind::Identifier => {
                let name = self.name_of(left);
                self.scopes.note_assignment(value, name, self.scope);
                self.mark_bound(value, name);
            }
            Kind::MemberExpression => self.assign_member(left, value),
            Kind::SubscriptExpression => self.assign_element(left, value),
            Kind::NonNullExpression | Kind::ParenthesizedExpression | Kind::AsExpression => {
                if let Some(inner) = self.first_child(left) {
                    self.assign(inner, value);
                }
            }
            Kind::ArrayPattern | Kind::ObjectPattern => {
                self.mark_pattern(left, value);
                self.assign_pattern(left, value);
            }
            _ => {}
        }
    }

    /// Assigns to the names of a pattern, each its part of the value.
    fn assign_pattern(&mut self, pattern: Node<'t>, value: ValueId) {
        for child in self.children(pattern) {
            let (key, target) = match self.kind(child) {
                Kind::ShorthandPropertyIdentifierPattern => (Some(child), child),
                Kind::PairPattern => match self.field(child, Field::Value) {
                    Some(inner) => (self.field(child, Field::Key), inner),
                    None => continue,
                },
                _ => continue,
            };
            let Some(key) = key else { continue };
            let key = self.name_of(key);
            let member = self.push_value(Value::Member { object: value, key }, span(child));
            if self.kind(target) == Kind::ShorthandPropertyIdentifierPattern {
                let name = self.name_of(target);
                self.scopes.note_assignment(member, name, self.scope);
            } else {
                self.assign(target, member);
            }
        }
    }

    fn assign_member(&mut self, left: Node<'t>, value: ValueId) {
        let (Some(object), Some(property)) = (
            self.field(left, Field::Object),
            self.field(left, Field::Property),
        ) else {
            return;
        };
        if self.export_by_assignment(object, property, value) {
            return;
        }
        let key = self.member_name(property);
        match (self.kind(object), self.this) {
            (Kind::This, This::Class(class)) => self.class_write(class, key, value, span(property)),
            (Kind::This, This::Object(object)) => {
                self.object_write(object, key, value, span(property));
            }
            _ => {
                let object = self.expression(object);
                self.facts.property_writes.push(PropertyWrite {
                    object,
                    key,
                    value,
                    span: span(property),
                });
            }
        }
    }

    fn assign_element(&mut self, left: Node<'t>, value: ValueId) {
        let (Some(object), Some(index)) = (
            self.field(left, Field::Object),
            self.field(left, Field::Index),
        ) else {
            return;
        };
        if self.kind(index) == Kind::String {
            let object = self.expression(object);
            let key = self.key_text(index).unwrap_or_default();
            let key = self.name(key);
            self.facts.property_writes.push(PropertyWrite {
                object,
                key,
                value,
                span: span(index),
            });
            return;
        }
        self.expression(index);
        if self.kind(object) == Kind::Identifier {
            let name = self.name_of(object);
            self.scopes.note_opened(value, name, self.scope);
        } else {
            self.expression(object);
        }
    }
}
