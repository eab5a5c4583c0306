//! Expressions to values.

use tree_sitter::Node;

use crate::{
    facts::{
        Call, CallId, CallKind, ImportedName, Object, ObjectId, Opaque, Property, PropertyKey,
        Usage, Value, ValueId,
    },
    source::Span,
};

use super::{
    Lowering, MAX_DEPTH, This,
    kind::{Field, Kind},
    span,
    text::unescape,
};

impl<'t> Lowering<'t> {
    /// Runs `lower` one level deeper, or notes that the limit is reached.
    pub(super) fn nested(
        &mut self,
        node: Node<'t>,
        lower: impl FnOnce(&mut Self, Node<'t>) -> ValueId,
    ) -> ValueId {
        if self.depth >= MAX_DEPTH {
            self.facts.too_deep.push(span(node));
            return self.push_value(Value::Opaque(Opaque::TooDeep), span(node));
        }
        self.depth += 1;
        let value = lower(self, node);
        self.depth -= 1;
        value
    }

    pub(super) fn expression(&mut self, node: Node<'t>) -> ValueId {
        self.nested(node, Self::expression_within)
    }

    fn expression_within(&mut self, node: Node<'t>) -> ValueId {
        match self.kind(node) {
            Kind::Identifier | Kind::ShorthandPropertyIdentifier | Kind::Undefined => {
                self.use_name(span(node))
            }
            Kind::String => self.string(node),
            Kind::TemplateString => self.template(node),
            Kind::CallExpression
            | Kind::MemberExpression
            | Kind::NonNullExpression
            | Kind::SubscriptExpression
            | Kind::ParenthesizedExpression
            | Kind::AwaitExpression => self.chain(node),
            Kind::NewExpression => self.new_expression(node),
            Kind::This => self.this(node),
            Kind::Super => self.super_value(node),
            Kind::Object => self.object(node),
            Kind::Array => self.array(node),
            Kind::ArrowFunction | Kind::FunctionExpression | Kind::GeneratorFunction => {
                let function = self.function(node, None);
                self.push_value(Value::Function(function), span(node))
            }
            Kind::Class => self.class_expression(node, None),
            Kind::TernaryExpression => self.ternary(node),
            Kind::BinaryExpression => self.binary(node),
            Kind::AssignmentExpression | Kind::AugmentedAssignmentExpression => {
                self.assignment(node)
            }
            Kind::AsExpression | Kind::SatisfiesExpression | Kind::TypeAssertion => self.cast(node),
            Kind::InstantiationExpression => self.first(node),
            Kind::SequenceExpression => self.sequence(node),
            Kind::YieldExpression => self.yielded(node),
            Kind::JsxElement | Kind::JsxSelfClosingElement => self.element(node),
            Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Regex => Self::CONSTANT,
            Kind::SpreadElement => {
                let value = self.first(node);
                self.push_value(Value::Spread(value), span(node))
            }
            _ => {
                for child in self.children(node) {
                    self.expression(child);
                }
                Self::COMPUTED
            }
        }
    }

    /// The value of the first child.
    fn first(&mut self, node: Node<'t>) -> ValueId {
        match self.first_child(node) {
            Some(child) => self.expression(child),
            None => Self::COMPUTED,
        }
    }

    pub(super) fn use_name(&mut self, span: Span) -> ValueId {
        let text = &self.text[span.range()];
        if text == "undefined" {
            return Self::CONSTANT;
        }
        let name = self.name(text);
        let value = self.push_value(Value::Global(name), span);
        self.scopes.note_use(value, name, self.scope);
        value
    }

    pub(super) fn string(&mut self, node: Node<'t>) -> ValueId {
        let raw = self.text_of(node);
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        self.text_value(inner, span(node))
    }

    fn text_value(&mut self, raw: &'t str, span: Span) -> ValueId {
        let name = match unescape(raw) {
            std::borrow::Cow::Borrowed(text) => self.name(text),
            std::borrow::Cow::Owned(text) => self.made_name(&text),
        };
        self.push_value(Value::Text(name), span)
    }

    fn template(&mut self, node: Node<'t>) -> ValueId {
        let substitutions: Vec<_> = self
            .children(node)
            .into_iter()
            .filter(|&child| self.kind(child) == Kind::TemplateSubstitution)
            .collect();
        if substitutions.is_empty() {
            return self.string(node);
        }
        let mut parts = Vec::new();
        let mut start = node.start_byte() + 1;
        for substitution in substitutions {
            self.template_text(start, substitution.start_byte(), &mut parts);
            parts.push(self.first(substitution));
            start = substitution.end_byte();
        }
        self.template_text(start, node.end_byte().saturating_sub(1), &mut parts);
        self.push_value(Value::Template(parts), span(node))
    }

    fn template_text(&mut self, start: usize, end: usize, parts: &mut Vec<ValueId>) {
        if let Some(raw) = self.text.get(start..end)
            && !raw.is_empty()
        {
            let span = Span {
                start: start as u32,
                end: end as u32,
            };
            parts.push(self.text_value(raw, span));
        }
    }

    /// Lowers a chain of calls and members of any length without recursion.
    fn chain(&mut self, node: Node<'t>) -> ValueId {
        let mut links = Vec::new();
        let mut inner = node;
        let root = loop {
            let next = match self.kind(inner) {
                Kind::CallExpression => self.field(inner, Field::Function),
                Kind::MemberExpression | Kind::SubscriptExpression => {
                    self.field(inner, Field::Object)
                }
                Kind::NonNullExpression | Kind::ParenthesizedExpression | Kind::AwaitExpression => {
                    self.first_child(inner)
                }
                _ => break Some(inner),
            };
            links.push(inner);
            match next {
                Some(next) => inner = next,
                None => break None,
            }
        };
        let mut value = match root {
            Some(root) if self.kind(root) == Kind::ImportKeyword => Self::CONSTANT,
            Some(root) => self.expression(root),
            None => Self::COMPUTED,
        };
        for link in links.into_iter().rev() {
            value = self.link(link, value);
        }
        value
    }

    fn link(&mut self, node: Node<'t>, inner: ValueId) -> ValueId {
        match self.kind(node) {
            Kind::CallExpression => self.call(node, inner),
            Kind::MemberExpression => self.member(node, inner),
            Kind::SubscriptExpression => self.subscript(node, inner),
            Kind::AwaitExpression => {
                self.mark_awaited(inner);
                inner
            }
            _ => inner,
        }
    }

    fn member(&mut self, node: Node<'t>, object: ValueId) -> ValueId {
        let Some(property) = self.field(node, Field::Property) else {
            return Self::COMPUTED;
        };
        let key = self.member_name(property);
        self.mark(object, &Usage::Member(key));
        self.push_value(Value::Member { object, key }, span(node))
    }

    fn subscript(&mut self, node: Node<'t>, object: ValueId) -> ValueId {
        let Some(index) = self.field(node, Field::Index) else {
            return Self::COMPUTED;
        };
        let key = self.expression(index);
        if let Value::Text(key) = *self.facts.value(key) {
            return self.push_value(Value::Member { object, key }, span(node));
        }
        if self.kind(index) == Kind::Number {
            let key = self.name_of(index);
            return self.push_value(Value::Member { object, key }, span(node));
        }
        self.push_value(Value::Index { object, key }, span(node))
    }

    fn call(&mut self, node: Node<'t>, callee: ValueId) -> ValueId {
        let (Some(function), Some(arguments)) = (
            self.field(node, Field::Function),
            self.field(node, Field::Arguments),
        ) else {
            return Self::COMPUTED;
        };
        if self.kind(arguments) == Kind::TemplateString {
            let template = self.expression(arguments);
            return self.push_call(node, function, callee, vec![template], CallKind::Tag);
        }
        if self.kind(function) == Kind::ImportKeyword {
            return self.dynamic_import(node, arguments);
        }
        if self.text_of(function) == "require"
            && let Some(module) = self.required(node, arguments)
        {
            return module;
        }
        let value = self.open_call(node, function, callee, CallKind::Call);
        let types = self.field(node, Field::TypeArguments);
        self.arguments(value, arguments, types);
        value
    }

    fn new_expression(&mut self, node: Node<'t>) -> ValueId {
        let Some(constructor) = self.field(node, Field::Constructor) else {
            return Self::COMPUTED;
        };
        let callee = self.expression(constructor);
        let value = self.open_call(node, constructor, callee, CallKind::New);
        if let Some(arguments) = self.field(node, Field::Arguments) {
            let types = self.field(node, Field::TypeArguments);
            self.arguments(value, arguments, types);
        }
        value
    }

    /// A call whose arguments are known already.
    pub(super) fn push_call(
        &mut self,
        node: Node<'t>,
        function: Node<'t>,
        callee: ValueId,
        arguments: Vec<ValueId>,
        kind: CallKind,
    ) -> ValueId {
        let value = self.open_call(node, function, callee, kind);
        if let Value::Call(call) = *self.facts.value(value) {
            self.facts.calls[call.0 as usize].arguments = arguments;
        }
        value
    }

    /// A call without its arguments, so that they can know what they are handed to.
    fn open_call(
        &mut self,
        node: Node<'t>,
        function: Node<'t>,
        callee: ValueId,
        kind: CallKind,
    ) -> ValueId {
        let id = CallId(self.facts.calls.len() as u32);
        let value = self.push_value(Value::Call(id), span(node));
        let (name_span, name) = self.called_name(function);
        self.facts.calls.push(Call {
            callee,
            arguments: Vec::new(),
            type_arguments: Vec::new(),
            kind,
            value,
            span: span(node),
            name_span,
            name,
            unit: self.unit,
            function: self.function,
            in_loop: self.loops > 0,
            awaited: false,
            usage: Usage::Other,
        });
        if let Value::Member { object, .. } = *self.facts.value(callee)
            && let Some(inner) = self.call_of(object)
        {
            self.facts.calls[inner.0 as usize].usage = Usage::Chained(id);
        }
        value
    }

    fn called_name(&mut self, function: Node<'t>) -> (Span, Option<crate::facts::Name>) {
        let mut function = function;
        while matches!(
            self.kind(function),
            Kind::ParenthesizedExpression
                | Kind::NonNullExpression
                | Kind::SequenceExpression
                | Kind::AsExpression
                | Kind::AwaitExpression
                | Kind::InstantiationExpression
        ) {
            let last = match self.kind(function) {
                Kind::SequenceExpression => self.children(function).last().copied(),
                _ => self.first_child(function),
            };
            match last {
                Some(last) => function = last,
                None => break,
            }
        }
        let token = match self.kind(function) {
            Kind::MemberExpression => self.field(function, Field::Property),
            Kind::Identifier | Kind::Super => Some(function),
            _ => None,
        };
        match token {
            Some(token) => {
                let name = self.name_of(token);
                (span(token), Some(name))
            }
            None => (span(function), None),
        }
    }

    fn arguments(&mut self, call: ValueId, arguments: Node<'t>, types: Option<Node<'t>>) {
        let Value::Call(call) = *self.facts.value(call) else {
            return;
        };
        if let Some(types) = types {
            let types = self.types(types);
            self.facts.calls[call.0 as usize].type_arguments = types;
        }
        let iterates = self.iterates(call);
        self.loops += u32::from(iterates);
        let mut values = Vec::new();
        for (index, argument) in self.children(arguments).into_iter().enumerate() {
            let handed = Some((call, index as u32));
            let value = self.argument(argument, handed);
            let usage = Usage::Argument {
                call,
                index: index as u32,
            };
            self.mark(value, &usage);
            values.push(value);
        }
        self.loops -= u32::from(iterates);
        self.facts.calls[call.0 as usize].arguments = values;
    }

    /// Whether the call runs its callback once for each of many.
    fn iterates(&self, call: CallId) -> bool {
        let name = self.facts.call(call).name.map(|name| self.facts.text(name));
        matches!(
            name,
            Some("map" | "forEach" | "flatMap" | "filter" | "reduce" | "some" | "every" | "find")
        )
    }

    fn argument(&mut self, node: Node<'t>, handed: Option<(CallId, u32)>) -> ValueId {
        match self.kind(node) {
            Kind::ArrowFunction | Kind::FunctionExpression | Kind::GeneratorFunction => {
                let function = self.nested_function(node, handed);
                self.push_value(Value::Function(function), span(node))
            }
            _ => self.expression(node),
        }
    }

    fn this(&mut self, node: Node<'t>) -> ValueId {
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

    fn super_value(&mut self, node: Node<'t>) -> ValueId {
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

    fn object(&mut self, node: Node<'t>) -> ValueId {
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
        self.facts.objects[object.0 as usize].properties = properties;
        self.push_value(Value::Object(object), span(node))
    }

    fn property(&mut self, node: Node<'t>) -> Option<Property> {
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

    fn array(&mut self, node: Node<'t>) -> ValueId {
        let mut elements = Vec::new();
        for child in self.children(node) {
            elements.push(self.expression(child));
        }
        self.push_value(Value::Array(elements), span(node))
    }

    fn ternary(&mut self, node: Node<'t>) -> ValueId {
        let mut sides = Vec::new();
        let condition = node.child_by_field_name("condition");
        if let Some(condition) = condition {
            self.expression(condition);
        }
        for field in [Field::Consequence, Field::Alternative] {
            if let Some(side) = self.field(node, field) {
                sides.push(self.expression(side));
            }
        }
        self.push_value(Value::Either(sides), span(node))
    }

    /// Concatenation and alternatives, left to right without recursion on the left.
    fn binary(&mut self, node: Node<'t>) -> ValueId {
        let mut rights = Vec::new();
        let mut inner = node;
        let operator = self.operator(node);
        while self.kind(inner) == Kind::BinaryExpression && self.operator(inner) == operator {
            let (Some(left), right) = (
                self.field(inner, Field::Left),
                self.field(inner, Field::Right),
            ) else {
                break;
            };
            rights.extend(right);
            inner = left;
        }
        let mut parts = vec![self.expression(inner)];
        for right in rights.into_iter().rev() {
            parts.push(self.expression(right));
        }
        match operator {
            "+" => self.push_value(Value::Template(parts), span(node)),
            "||" | "??" => self.push_value(Value::Either(parts), span(node)),
            // The left side is what the whole is only when it is falsy: no client and no name.
            "&&" => parts.pop().unwrap_or(Self::COMPUTED),
            _ => Self::COMPUTED,
        }
    }

    fn operator(&self, node: Node<'t>) -> &'t str {
        self.field(node, Field::Operator)
            .map_or("", |operator| self.text_of(operator))
    }

    fn cast(&mut self, node: Node<'t>) -> ValueId {
        let children = self.children(node);
        let is_assertion = self.kind(node) == Kind::TypeAssertion;
        let (inner, ty) = match (is_assertion, children.as_slice()) {
            (true, [ty, inner, ..]) => (*inner, Some(*ty)),
            (false, [inner, ty, ..]) => (*inner, Some(*ty)),
            (_, [inner]) => (*inner, None),
            (_, []) => return Self::COMPUTED,
        };
        let value = self.expression(inner);
        match ty {
            Some(ty) if self.text_of(ty) != "const" => {
                let ty = self.ty(ty);
                self.push_value(Value::Cast { value, ty }, span(node))
            }
            _ => value,
        }
    }

    fn sequence(&mut self, node: Node<'t>) -> ValueId {
        let mut last = Self::COMPUTED;
        for child in self.children(node) {
            last = self.expression(child);
        }
        last
    }

    fn yielded(&mut self, node: Node<'t>) -> ValueId {
        let value = self.first(node);
        if let Some(function) = self.function {
            self.facts.functions[function.0 as usize]
                .returns
                .push(value);
        }
        Self::COMPUTED
    }

    fn dynamic_import(&mut self, node: Node<'t>, arguments: Node<'t>) -> ValueId {
        let Some(argument) = self.first_child(arguments) else {
            return Self::COMPUTED;
        };
        match self.import_of(argument, span(node)) {
            Some(import) => {
                let name = ImportedName::Namespace;
                self.push_value(Value::Imported { import, name }, span(node))
            }
            None => {
                self.expression(argument);
                Self::COMPUTED
            }
        }
    }

    /// The module of `require("…")`, or `None` when the argument is no literal.
    fn required(&mut self, node: Node<'t>, arguments: Node<'t>) -> Option<ValueId> {
        let argument = self.first_child(arguments)?;
        let import = self.import_of(argument, span(node))?;
        let name = ImportedName::Namespace;
        Some(self.push_value(Value::Imported { import, name }, span(node)))
    }
}
