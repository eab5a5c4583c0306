//! Expressions to values.

use tree_sitter::Node;

use crate::{
    facts::{Opaque, Value, ValueId},
    source::Span,
};

use super::{
    Lowering, MAX_DEPTH,
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
            // `import.meta`
            Kind::MetaProperty => {
                let name = self.name_of(node);
                self.push_value(Value::Global(name), span(node))
            }
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
            Kind::Number => {
                let name = self.name_of(node);
                self.push_value(Value::Number(name), span(node))
            }
            Kind::True => self.push_value(Value::Boolean(true), span(node)),
            Kind::False => self.push_value(Value::Boolean(false), span(node)),
            Kind::Null => self.push_value(Value::Null, span(node)),
            Kind::Regex => Self::CONSTANT,
            Kind::UnaryExpression => self.unary(node),
            Kind::UpdateExpression => self.update(node),
            Kind::SpreadElement => {
                let value = self.first(node);
                self.push_value(Value::Spread(value), span(node))
            }
            _ => self.computed(node),
        }
    }

    /// An expression that is only computed, lowered for what stands within.
    fn computed(&mut self, node: Node<'t>) -> ValueId {
        if node.is_error() {
            self.errors.insert(node.id());
        }
        for child in self.children(node) {
            self.expression(child);
        }
        Self::COMPUTED
    }

    /// The value of the first child.
    pub(super) fn first(&mut self, node: Node<'t>) -> ValueId {
        match self.first_child(node) {
            Some(child) => self.expression(child),
            None => Self::COMPUTED,
        }
    }

    pub(super) fn use_name(&mut self, span: Span) -> ValueId {
        let text = &self.text[span.range()];
        if text == "undefined" {
            return self.push_value(Value::Undefined, span);
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

    pub(super) fn template(&mut self, node: Node<'t>) -> ValueId {
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
            "&&" => self.guarded(parts.pop().unwrap_or(Self::COMPUTED)),
            _ => self.computed_from(parts, span(node)),
        }
    }

    /// What is computed from others.
    pub(super) fn computed_from(&mut self, mut operands: Vec<ValueId>, span: Span) -> ValueId {
        operands.retain(|&operand| {
            let is_shared = operand == Self::CONSTANT || operand == Self::COMPUTED;
            let is_literal = matches!(
                self.facts.value(operand),
                Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Null
            );
            !is_shared && !is_literal
        });
        if operands.is_empty() {
            return Self::COMPUTED;
        }
        let value = self.push_value(Value::Opaque(Opaque::Computed), span);
        self.facts.operands.push((value, operands));
        value
    }

    fn guarded(&mut self, value: ValueId) -> ValueId {
        if value != Self::CONSTANT && value != Self::COMPUTED {
            self.facts.guarded.push(value);
        }
        value
    }

    /// `-1`, `void 0`, `delete name.key`; all others are computed.
    fn unary(&mut self, node: Node<'t>) -> ValueId {
        let operator = self.operator(node);
        let Some(argument) = self.first_child(node) else {
            return Self::COMPUTED;
        };
        match (operator, self.kind(argument)) {
            ("-", Kind::Number) => {
                let name = self.made_name(&format!("-{}", self.text_of(argument)));
                self.push_value(Value::Number(name), span(node))
            }
            ("void", Kind::Number) => self.push_value(Value::Undefined, span(node)),
            ("delete", Kind::MemberExpression | Kind::SubscriptExpression) => {
                self.removed(argument);
                self.computed(node)
            }
            ("!" | "-" | "+" | "~", _) => {
                let operand = self.expression(argument);
                self.computed_from(vec![operand], span(node))
            }
            _ => self.computed(node),
        }
    }

    /// `name++`: from then on the name holds a number that is not known.
    fn update(&mut self, node: Node<'t>) -> ValueId {
        if let Some(argument) = self.first_child(node)
            && self.kind(argument) == Kind::Identifier
        {
            self.assign(argument, Self::COMPUTED);
        }
        self.computed(node)
    }

    /// Notes `name.key` and `name["key"]` as removed.
    fn removed(&mut self, member: Node<'t>) {
        let Some(object) = self.field(member, Field::Object) else {
            return;
        };
        let property = self.field(member, Field::Property);
        let Some(key) = property.or_else(|| self.field(member, Field::Index)) else {
            return;
        };
        let is_written = matches!(self.kind(key), Kind::PropertyIdentifier | Kind::String);
        if self.kind(object) == Kind::Identifier && is_written {
            let key = self.key_text(key).unwrap_or_default();
            let (key, name) = (self.name(key), self.name_of(object));
            self.scopes.note_removed(key, name, self.scope);
        }
    }

    pub(super) fn operator(&self, node: Node<'t>) -> &'t str {
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
}
