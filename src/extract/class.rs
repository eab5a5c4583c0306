//! Classes and enums.

use tree_sitter::Node;

use crate::{
    facts::{
        Class, ClassId, ClassMember, Name, Object, Property, PropertyKey, TypeId, Value, ValueId,
    },
    source::Span,
};

use super::{
    Lowering, This,
    kind::{Field, Kind},
    span,
};

impl<'t> Lowering<'t> {
    pub(super) fn class_declaration(&mut self, node: Node<'t>) {
        let name = self.field(node, Field::Name);
        let class = self.class(node, name.map(|name| self.text_of(name)));
        let value = self.push_value(Value::Class(class), span(node));
        if let Some(name) = name {
            self.declare_name(self.scope, name, Some(value), None);
        }
    }

    pub(super) fn class_expression(&mut self, node: Node<'t>, given: Option<&'t str>) -> ValueId {
        let own = self.field(node, Field::Name).map(|name| self.text_of(name));
        let class = self.class(node, own.or(given));
        self.push_value(Value::Class(class), span(node))
    }

    fn class(&mut self, node: Node<'t>, name: Option<&'t str>) -> ClassId {
        let id = ClassId(self.facts.classes.len() as u32);
        let name_id = name.map(|name| self.name(name));
        self.facts.classes.push(Class {
            name: name_id,
            extends: None,
            constructor: None,
            members: Vec::new(),
            span: span(node),
        });
        self.decorators(node);
        let extends = self.heritage(node);
        self.facts.classes[id.0 as usize].extends = extends;
        let outer = std::mem::replace(&mut self.this, This::Class(id));
        let Some(body) = self.field(node, Field::Body) else {
            self.this = outer;
            return id;
        };
        self.qualified(name, |lowering| {
            for member in lowering.children(body) {
                lowering.class_member(id, member);
            }
        });
        self.this = outer;
        id
    }

    /// What stands before a declaration as `@expression`.
    pub(super) fn decorators(&mut self, node: Node<'t>) {
        for child in self.children(node) {
            if self.kind(child) == Kind::Decorator {
                self.expression(child);
            }
        }
    }

    fn heritage(&mut self, node: Node<'t>) -> Option<ValueId> {
        let heritage = self.children(node);
        let heritage = heritage
            .into_iter()
            .find(|&child| self.kind(child) == Kind::ClassHeritage)?;
        let first = self.first_child(heritage)?;
        let parent = match self.kind(first) {
            Kind::ExtendsClause => self.field(first, Field::Value)?,
            Kind::Other => return None,
            _ => first,
        };
        Some(self.expression(parent))
    }

    fn class_member(&mut self, class: ClassId, node: Node<'t>) {
        match self.kind(node) {
            Kind::MethodDefinition => self.method(class, node),
            Kind::PublicFieldDefinition | Kind::FieldDefinition => self.class_field(class, node),
            Kind::Decorator => {
                self.expression(node);
            }
            Kind::ClassStaticBlock => {
                if let Some(body) = self.field(node, Field::Body) {
                    self.in_block(|lowering| lowering.statements(body));
                }
            }
            _ => {}
        }
    }

    fn method(&mut self, class: ClassId, node: Node<'t>) {
        let Some(name) = self.field(node, Field::Name) else {
            return;
        };
        let text = self.key_text(name);
        let function = self.function(node, text);
        self.facts.functions[function.0 as usize].class = Some(class);
        let value = self.push_value(Value::Function(function), span(node));
        if text == Some("constructor") {
            self.facts.classes[class.0 as usize].constructor = Some(function);
            return;
        }
        let Some(text) = text else { return };
        let member = ClassMember {
            name: self.name(text),
            value: Some(value),
            ty: None,
            is_static: self.is_static(node),
            is_getter: self.is_getter(node),
            span: span(name),
        };
        self.facts.classes[class.0 as usize].members.push(member);
    }

    fn is_static(&self, member: Node<'t>) -> bool {
        let mut cursor = member.walk();
        member
            .children(&mut cursor)
            .any(|child| child.kind() == "static")
    }

    fn class_field(&mut self, class: ClassId, node: Node<'t>) {
        self.decorators(node);
        let name = self
            .field(node, Field::Name)
            .or_else(|| self.field(node, Field::Property));
        let Some(name) = name else { return };
        let Some(text) = self.key_text(name) else {
            return;
        };
        let ty = self.field(node, Field::Type).map(|ty| self.ty(ty));
        let value = self
            .field(node, Field::Value)
            .map(|value| self.named_expression(value, Some(text)));
        let member = ClassMember {
            name: self.name(text),
            value,
            ty,
            is_static: self.is_static(node),
            is_getter: false,
            span: span(name),
        };
        self.facts.classes[class.0 as usize].members.push(member);
    }

    /// `this.name = value` in a class.
    pub(super) fn class_write(&mut self, class: ClassId, name: Name, value: ValueId, span: Span) {
        self.facts.classes[class.0 as usize]
            .members
            .push(ClassMember {
                name,
                value: Some(value),
                ty: None,
                is_static: false,
                is_getter: false,
                span,
            });
    }

    /// `constructor(private client: SupabaseClient)` declares a member too.
    pub(super) fn parameter_property(
        &mut self,
        node: Node<'t>,
        name: Option<Name>,
        value: ValueId,
        ty: Option<TypeId>,
    ) {
        let (This::Class(class), Some(name)) = (self.this, name) else {
            return;
        };
        let mut cursor = node.walk();
        let has_modifier = node.children(&mut cursor).any(|child| {
            matches!(
                child.kind(),
                "accessibility_modifier" | "readonly" | "override_modifier"
            )
        });
        if has_modifier {
            self.facts.classes[class.0 as usize]
                .members
                .push(ClassMember {
                    name,
                    value: Some(value),
                    ty,
                    is_static: false,
                    is_getter: false,
                    span: span(node),
                });
        }
    }

    pub(super) fn enumeration(&mut self, node: Node<'t>) {
        let (Some(name), Some(body)) =
            (self.field(node, Field::Name), self.field(node, Field::Body))
        else {
            return;
        };
        let mut properties = Vec::new();
        for member in self.children(body) {
            let (key_node, value) = match self.kind(member) {
                Kind::EnumAssignment => {
                    let value = self.field(member, Field::Value);
                    let value = value.map_or(Self::CONSTANT, |value| self.expression(value));
                    (self.field(member, Field::Name), value)
                }
                _ => (Some(member), Self::CONSTANT),
            };
            let Some(key_node) = key_node else { continue };
            let key = self.property_key(key_node);
            if let PropertyKey::Named(_) = key {
                properties.push(Property {
                    key,
                    value,
                    is_getter: false,
                    span: span(key_node),
                });
            }
        }
        let object = self.push_object(Object {
            properties,
            is_enum: true,
        });
        let value = self.push_value(Value::Object(object), span(node));
        self.declare_name(self.scope, name, Some(value), None);
    }
}
