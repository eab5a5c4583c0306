//! Chains of calls and members, and what calls are given.

use tree_sitter::Node;

use super::{
    Lowering,
    kind::{Field, Kind},
    span,
};
use crate::{
    facts::{Call, CallId, CallKind, ImportedName, Name, Usage, Value, ValueId},
    source::Span,
};

impl<'t> Lowering<'t> {
    /// Lowers a chain of calls and members of any length without recursion.
    pub(super) fn chain(&mut self, node: Node<'t>) -> ValueId {
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

    pub(super) fn member(&mut self, node: Node<'t>, object: ValueId) -> ValueId {
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

    pub(super) fn call(&mut self, node: Node<'t>, callee: ValueId) -> ValueId {
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

    pub(super) fn new_expression(&mut self, node: Node<'t>) -> ValueId {
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

    fn called_name(&mut self, function: Node<'t>) -> (Span, Option<Name>) {
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

    pub(super) fn arguments(
        &mut self,
        call: ValueId,
        arguments: Node<'t>,
        types: Option<Node<'t>>,
    ) {
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
