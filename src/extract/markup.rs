//! Markup: components as calls, and the names that loops of templates bind.

use tree_sitter::{Node, Tree};

use crate::{
    facts::{CallKind, Object, Property, PropertyKey, Value, ValueId},
    source::Span,
    syntax::parse::{Loop, LoopKind, Parsed, parse_fragment},
};

use super::{
    Lowering, is_identifier,
    kind::{Field, Kind},
    scope::Declared,
    span,
};

/// What a template's loop goes over, parsed unless it is a plain name.
#[derive(Debug)]
pub(super) enum Iterable {
    Name(Span),
    Parsed(Tree),
}

/// What the loops of a file go over, in their order.
pub(super) fn iterables(text: &str, parsed: &Parsed) -> Vec<Iterable> {
    let Some(script) = parsed.scripts.first() else {
        return Vec::new();
    };
    let iterable = |binding: &Loop| match is_identifier(text[binding.iterable.range()].trim()) {
        true => Iterable::Name(trimmed(text, binding.iterable)),
        false => Iterable::Parsed(parse_fragment(script.grammar, text, binding.iterable)),
    };
    parsed.loops.iter().map(iterable).collect()
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = &text[span.range()];
    let start = span.start + (inner.len() - inner.trim_start().len()) as u32;
    let end = start + inner.trim().len() as u32;
    Span { start, end }
}

impl<'t> Lowering<'t> {
    /// Declares what a template's loop binds in the current scope.
    pub(super) fn markup_loop(&mut self, binding: &Loop, iterable: &'t Iterable) {
        let over = match iterable {
            Iterable::Name(span) => self.use_name(*span),
            Iterable::Parsed(tree) => match self.first_child(tree.root_node()) {
                Some(statement) => match self.first_child(statement) {
                    Some(expression) => self.expression(expression),
                    None => Self::COMPUTED,
                },
                None => Self::COMPUTED,
            },
        };
        let value = match binding.kind {
            LoopKind::Each => self.push_value(Value::Element(over), binding.iterable),
            LoopKind::Await | LoopKind::Const => over,
        };
        self.markup_pattern(binding.pattern, value);
    }

    /// `name`, `{ a, b: c }` or `[a, b]`; nested patterns bind nothing.
    fn markup_pattern(&mut self, pattern: Span, value: ValueId) {
        let text = self.text[pattern.range()].trim();
        if is_identifier(text) {
            self.declare_markup(trimmed(self.text, pattern), value);
            return;
        }
        let inner = text.trim_start_matches(['{', '(', '[']).trim_end_matches(['}', ')', ']']);
        for part in inner.split(',') {
            let (key, name) = part.split_once(':').unwrap_or((part, part));
            let name = name.split('=').next().unwrap_or(name).trim();
            if is_identifier(name) && is_identifier(key.trim()) {
                let start = (name.as_ptr() as usize - self.text.as_ptr() as usize) as u32;
                let end = start + name.len() as u32;
                let key = self.name(key.trim());
                let member = self.push_value(Value::Member { object: value, key }, pattern);
                self.declare_markup(Span { start, end }, member);
            }
        }
    }

    fn declare_markup(&mut self, span: Span, value: ValueId) {
        let name = self.name(&self.text[span.range()]);
        let declared = Declared {
            name,
            span,
            source: Some(value),
            ty: None,
            function: None,
        };
        self.scopes.declare(&mut self.facts, self.scope, declared);
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
            && !self.facts.object(object).properties.is_empty()
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
        self.kind(name) == Kind::MemberExpression || self.text_of(name).starts_with(|first: char| first.is_uppercase())
    }

    fn jsx_expression(&mut self, node: Node<'t>) {
        if let Some(inner) = self.first_child(node) {
            self.expression(inner);
        }
    }

    fn properties_of_element(&mut self, opening: Node<'t>) -> crate::facts::ObjectId {
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
