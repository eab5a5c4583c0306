//! Patterns: the names that declarations and parameters bind, each to a part of a value.

use tree_sitter::Node;

use crate::facts::{Name, PropertyKey, TypeId, Usage, Value, ValueId};

use super::{
    Lowering,
    kind::{Field, Kind},
    scope::{Declared, ScopeId},
    span,
};

impl<'t> Lowering<'t> {
    /// Declares the names of a pattern in the current scope.
    pub(super) fn bind(&mut self, pattern: Node<'t>, value: ValueId, ty: Option<TypeId>) {
        self.bind_in(self.scope, pattern, value, ty);
    }

    pub(super) fn bind_in(
        &mut self,
        scope: ScopeId,
        pattern: Node<'t>,
        value: ValueId,
        ty: Option<TypeId>,
    ) {
        match self.kind(pattern) {
            Kind::Identifier | Kind::ShorthandPropertyIdentifierPattern => {
                self.declare_name(scope, pattern, Some(value), ty);
            }
            Kind::ObjectPattern => {
                let value = match ty {
                    Some(ty) => self.push_value(Value::Cast { value, ty }, span(pattern)),
                    None => value,
                };
                for child in self.children(pattern) {
                    self.bind_property(scope, child, value);
                    if self.kind(child) == Kind::RestPattern {
                        self.leave_out(scope, pattern, child);
                    }
                }
            }
            Kind::ArrayPattern => self.bind_elements(scope, pattern, value),
            Kind::AssignmentPattern | Kind::ObjectAssignmentPattern => {
                let value = self.with_default(pattern, value);
                if let Some(left) = self.field(pattern, Field::Left) {
                    self.bind_in(scope, left, value, ty);
                }
            }
            Kind::RestPattern => {
                if let Some(inner) = self.first_child(pattern) {
                    self.bind_in(scope, inner, value, ty);
                }
            }
            Kind::ParenthesizedExpression | Kind::NonNullExpression => {
                if let Some(inner) = self.first_child(pattern) {
                    self.bind_in(scope, inner, value, ty);
                }
            }
            _ => {}
        }
    }

    /// Declares one name, and returns it.
    pub(super) fn declare_name(
        &mut self,
        scope: ScopeId,
        node: Node<'t>,
        source: Option<ValueId>,
        ty: Option<TypeId>,
    ) -> Name {
        let name = self.name_of(node);
        let declared = Declared {
            name,
            span: span(node),
            source,
            ty,
            function: self.function,
        };
        self.scopes.declare(&mut self.facts, scope, declared);
        name
    }

    fn bind_property(&mut self, scope: ScopeId, node: Node<'t>, value: ValueId) {
        match self.kind(node) {
            Kind::ShorthandPropertyIdentifierPattern => {
                let member = self.member_of(value, node);
                self.bind_in(scope, node, member, None);
            }
            Kind::ObjectAssignmentPattern => {
                let Some(left) = self.field(node, Field::Left) else {
                    return;
                };
                let member = self.member_of(value, left);
                self.bind_in(scope, node, member, None);
            }
            Kind::PairPattern => {
                let (Some(key), Some(inner)) =
                    (self.field(node, Field::Key), self.field(node, Field::Value))
                else {
                    return;
                };
                let member = match self.property_key(key) {
                    PropertyKey::Named(key) => Value::Member { object: value, key },
                    PropertyKey::Computed(key) => Value::Index { object: value, key },
                    PropertyKey::Spread => return,
                };
                let member = self.push_value(member, span(key));
                self.bind_in(scope, inner, member, None);
            }
            // The rest is the whole but for the keys beside it, which are noted elsewhere.
            Kind::RestPattern => self.bind_in(scope, node, value, None),
            _ => {}
        }
    }

    /// Notes which keys the rest of a pattern does not have.
    fn leave_out(&mut self, scope: ScopeId, pattern: Node<'t>, rest: Node<'t>) {
        let Some(name) = self.first_child(rest) else {
            return;
        };
        let name = self.name_of(name);
        let Usage::Destructured { keys, .. } = self.usage_of_pattern(pattern) else {
            return;
        };
        for key in keys {
            self.scopes.note_removed(key, name, scope);
        }
    }

    fn member_of(&mut self, object: ValueId, key: Node<'t>) -> ValueId {
        let name = self.name_of(key);
        self.push_value(Value::Member { object, key: name }, span(key))
    }

    fn bind_elements(&mut self, scope: ScopeId, pattern: Node<'t>, value: ValueId) {
        // Holes have no node: the commas tell the positions.
        let mut cursor = pattern.walk();
        let children: Vec<_> = pattern.children(&mut cursor).collect();
        let mut index = 0;
        for child in children {
            if child.kind() == "," {
                index += 1;
            } else if child.is_named() && self.kind(child) != Kind::Comment {
                if self.kind(child) == Kind::RestPattern {
                    self.bind_in(scope, child, value, None);
                    continue;
                }
                let key = self.made_name(&index.to_string());
                let element = self.push_value(Value::Member { object: value, key }, span(child));
                self.bind_in(scope, child, element, None);
            }
        }
    }

    fn with_default(&mut self, pattern: Node<'t>, value: ValueId) -> ValueId {
        match self.field(pattern, Field::Right) {
            Some(right) => {
                let default = self.expression(right);
                self.push_value(Value::Either(vec![value, default]), span(pattern))
            }
            None => value,
        }
    }

    /// What a pattern makes of the value of a call.
    pub(super) fn usage_of_pattern(&mut self, pattern: Node<'t>) -> Usage {
        if self.kind(pattern) != Kind::ObjectPattern {
            return Usage::Other;
        }
        let mut keys = Vec::new();
        let mut rest = false;
        for child in self.children(pattern) {
            let key = match self.kind(child) {
                Kind::ShorthandPropertyIdentifierPattern => Some(child),
                Kind::ObjectAssignmentPattern => self.field(child, Field::Left),
                Kind::PairPattern => self.field(child, Field::Key),
                Kind::RestPattern => {
                    rest = true;
                    None
                }
                _ => None,
            };
            if let Some(key) = key {
                let key = self.name_of(key);
                keys.push(key);
            }
        }
        Usage::Destructured { keys, rest }
    }
}
