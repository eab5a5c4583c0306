//! Markup: components as calls, and the names that templates bind.

use tree_sitter::{Node, Tree};

use crate::{
    facts::{CallKind, Object, ObjectId, Property, PropertyKey, Value, ValueId},
    source::Span,
    syntax::{
        embedded::{Loop, LoopKind},
        parse::{Parsed, expression_of, parse_fragment, parse_pattern, pattern_of},
    },
};

use super::{
    Lowering,
    kind::{Field, Kind},
    scope::ScopeId,
    span,
};

/// The trees of what a template binds, and of where its value comes from.
#[derive(Debug)]
pub(super) struct LoopTrees {
    pattern: Tree,
    iterable: Option<Tree>,
}

/// The trees of the loops of a file, in their order.
pub(super) fn loop_trees(text: &str, parsed: &Parsed) -> Vec<LoopTrees> {
    let fragment = |span: Span| parse_fragment(parsed.grammar, text, span);
    let trees = |binding: &Loop| LoopTrees {
        pattern: parse_pattern(parsed.grammar, text, binding.pattern),
        iterable: (binding.kind != LoopKind::Slot).then(|| fragment(binding.iterable)),
    };
    parsed.loops.iter().map(trees).collect()
}

impl<'t> Lowering<'t> {
    /// Declares what a template binds in a scope of its own, and returns that scope.
    pub(super) fn markup_loop(
        &mut self,
        binding: &Loop,
        trees: &'t LoopTrees,
        around: ScopeId,
    ) -> ScopeId {
        self.scope = around;
        let iterable = trees.iterable.as_ref().and_then(expression_of);
        let over = match iterable {
            Some(iterable) => self.expression(iterable),
            None => Self::COMPUTED,
        };
        let value = match binding.kind {
            LoopKind::Each => self.push_value(Value::Element(over), binding.iterable),
            LoopKind::Await | LoopKind::Const => over,
            LoopKind::Slot => Self::COMPUTED,
        };
        let scope = self.scopes.block(around);
        if let Some(pattern) = pattern_of(&trees.pattern) {
            self.bind_in(scope, pattern, value, None);
        }
        scope
    }

    /// Lowers an element; a component becomes a call with its properties as the one argument.
    pub(super) fn element(&mut self, node: Node<'t>) -> ValueId {
        let opening = match self.kind(node) {
            Kind::JsxElement => self.children(node).first().copied().unwrap_or(node),
            _ => node,
        };
        let name = self.field(opening, Field::Name);
        let object = self.properties_of_element(opening);
        if let Some(name) = name
            && self.is_component(name)
        {
            let properties = self.push_value(Value::Object(object), span(opening));
            let callee = self.expression(name);
            self.push_call(node, name, callee, vec![properties], CallKind::Markup);
        }
        if self.kind(node) == Kind::JsxElement {
            for child in self.children(node).into_iter().skip(1) {
                match self.kind(child) {
                    Kind::JsxElement | Kind::JsxSelfClosingElement => {
                        self.nested(child, Self::element);
                    }
                    Kind::JsxExpression => self.jsx_expression(child),
                    _ => {}
                }
            }
        }
        Self::COMPUTED
    }

    fn is_component(&self, name: Node<'t>) -> bool {
        self.kind(name) == Kind::MemberExpression
            || self
                .text_of(name)
                .starts_with(|first: char| first.is_uppercase())
    }

    fn jsx_expression(&mut self, node: Node<'t>) {
        if let Some(inner) = self.first_child(node) {
            self.expression(inner);
        }
    }

    fn properties_of_element(&mut self, opening: Node<'t>) -> ObjectId {
        let mut properties = Vec::new();
        for attribute in self.children(opening) {
            match self.kind(attribute) {
                Kind::JsxAttribute => properties.extend(self.attribute(attribute)),
                Kind::JsxExpression => properties.extend(self.spread_attribute(attribute)),
                _ => {}
            }
        }
        self.push_object(Object {
            properties,
            is_enum: false,
        })
    }

    fn attribute(&mut self, attribute: Node<'t>) -> Option<Property> {
        let children = self.children(attribute);
        let (&name, &value) = (children.first()?, children.get(1)?);
        let value = match self.kind(value) {
            Kind::String => self.string(value),
            Kind::JsxExpression => {
                let inner = self.first_child(value)?;
                self.expression(inner)
            }
            _ => self.expression(value),
        };
        if self.kind(name) != Kind::PropertyIdentifier {
            return None;
        }
        let key = self.name_of(name);
        Some(Property {
            key: PropertyKey::Named(key),
            value,
            is_getter: false,
            span: span(name),
        })
    }

    fn spread_attribute(&mut self, attribute: Node<'t>) -> Option<Property> {
        let spread = self.first_child(attribute)?;
        if self.kind(spread) != Kind::SpreadElement {
            self.expression(spread);
            return None;
        }
        let inner = self.first_child(spread)?;
        Some(Property {
            key: PropertyKey::Spread,
            value: self.expression(inner),
            is_getter: false,
            span: span(spread),
        })
    }
}
