//! Objects, arrays, and what `this` is in them.

use tree_sitter::Node;

use super::{
    Lowering, This,
    kind::{Field, Kind},
    span,
};
use crate::{
    facts::{Name, Object, ObjectId, Property, PropertyKey, Usage, Value, ValueId},
    source::Span,
};

impl<'t> Lowering<'t> {
    pub(super) fn this(&mut self, node: Node<'t>) -> ValueId {
        let value = match self.this {
            This::Class(class) => Value::This(class),
            This::Object(object) => Value::ThisObject(object),
            This::Unknown => {
                let name = self.name("this");
                Value::Global(name)
            }
        };
        self.push_value(value, span(node))
    }

    pub(super) fn super_value(&mut self, node: Node<'t>) -> ValueId {
        match self.this {
            This::Class(class) => self.push_value(Value::Super(class), span(node)),
            This::Object(_) | This::Unknown => Self::COMPUTED,
        }
    }

    pub(super) fn push_object(&mut self, object: Object) -> ObjectId {
        let id = ObjectId(self.facts.objects.len() as u32);
        self.facts.objects.push(object);
        id
    }

    /// `this.name = value` in a method of an object literal.
    pub(super) fn object_write(
        &mut self,
        object: ObjectId,
        name: Name,
        value: ValueId,
        span: Span,
    ) {
        let property = Property {
            key: PropertyKey::Named(name),
            value,
            is_getter: false,
            span,
        };
        self.facts.objects[object.0 as usize]
            .properties
            .push(property);
    }

    pub(super) fn object(&mut self, node: Node<'t>) -> ValueId {
        let object = self.push_object(Object::default());
        let outer = std::mem::replace(&mut self.this, This::Object(object));
        let mut properties = Vec::new();
        for child in self.children(node) {
            let property = match self.kind(child) {
                Kind::MethodDefinition => self.object_method(child),
                _ => {
                    let inner = std::mem::replace(&mut self.this, outer);
                    let property = self.property(child);
                    self.this = inner;
                    property
                }
            };
            properties.extend(property);
        }
        self.this = outer;
        // What methods write to `this` stands there already.
        self.facts.objects[object.0 as usize]
            .properties
            .extend(properties);
        self.push_value(Value::Object(object), span(node))
    }

    pub(super) fn property(&mut self, node: Node<'t>) -> Option<Property> {
        let (key, value, key_span) = match self.kind(node) {
            Kind::Pair => {
                let key_node = self.field(node, Field::Key)?;
                let value_node = self.field(node, Field::Value)?;
                let key = self.property_key(key_node);
                let value = self.named_expression(value_node, self.key_text(key_node));
                (key, value, span(key_node))
            }
            Kind::ShorthandPropertyIdentifier => {
                let name = self.name_of(node);
                (
                    PropertyKey::Named(name),
                    self.use_name(span(node)),
                    span(node),
                )
            }
            Kind::SpreadElement => (PropertyKey::Spread, self.first(node), span(node)),
            _ => {
                self.expression(node);
                return None;
            }
        };
        self.mark(value, &Usage::Other);
        Some(Property {
            key,
            value,
            is_getter: false,
            span: key_span,
        })
    }

    fn object_method(&mut self, node: Node<'t>) -> Option<Property> {
        let name = self.field(node, Field::Name)?;
        let key = self.property_key(name);
        let is_getter = self.is_getter(node);
        let function = self.function(node, self.key_text(name));
        let value = self.push_value(Value::Function(function), span(node));
        Some(Property {
            key,
            value,
            is_getter,
            span: span(name),
        })
    }

    /// Whether a method is declared with `get`.
    pub(super) fn is_getter(&self, method: Node<'t>) -> bool {
        let mut cursor = method.walk();
        method
            .children(&mut cursor)
            .any(|child| child.kind() == "get")
    }

    pub(super) fn property_key(&mut self, node: Node<'t>) -> PropertyKey {
        match self.kind(node) {
            Kind::ComputedPropertyName => {
                let value = self.first(node);
                match *self.facts.value(value) {
                    Value::Text(name) => PropertyKey::Named(name),
                    _ => PropertyKey::Computed(value),
                }
            }
            Kind::String => {
                let value = self.string(node);
                match *self.facts.value(value) {
                    Value::Text(name) => PropertyKey::Named(name),
                    _ => PropertyKey::Computed(value),
                }
            }
            _ => PropertyKey::Named(self.name_of(node)),
        }
    }

    /// The text of a key that is written out.
    pub(super) fn key_text(&self, node: Node<'t>) -> Option<&'t str> {
        match self.kind(node) {
            Kind::ComputedPropertyName => None,
            _ => Some(self.text_of(node).trim_matches(['"', '\'', '#'])),
        }
    }

    pub(super) fn array(&mut self, node: Node<'t>) -> ValueId {
        let mut elements = Vec::new();
        for child in self.children(node) {
            elements.push(self.expression(child));
        }
        self.push_value(Value::Array(elements), span(node))
    }
}
