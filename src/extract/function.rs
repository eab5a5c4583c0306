//! Functions, and the units they are.

use tree_sitter::Node;

use crate::{
    facts::{
        CallId, Function, FunctionId, Parameter, UnitFacts, UnitId, UnitKind, Usage, Value, ValueId,
    },
    source::Span,
};

use super::{
    Lowering, This,
    kind::{Field, Kind},
    span,
};

/// How long the name of a callback's unit may get, in bytes.
const MAX_CALLBACK_NAME: usize = 60;

impl<'t> Lowering<'t> {
    /// Lowers an expression that gets a name where it stands: a variable's or a property's.
    pub(super) fn named_expression(&mut self, node: Node<'t>, name: Option<&'t str>) -> ValueId {
        match self.kind(node) {
            Kind::ArrowFunction | Kind::FunctionExpression | Kind::GeneratorFunction => {
                let function = self.function(node, name);
                self.push_value(Value::Function(function), span(node))
            }
            Kind::Class => self.class_expression(node, name),
            Kind::ParenthesizedExpression
            | Kind::SatisfiesExpression
            | Kind::AsExpression
            | Kind::Object => self.qualified(name, |lowering| lowering.expression(node)),
            // `memo(() => …)`, `useCallback(() => …)`, `cache(async () => …)`: the callback is what the name says.
            Kind::CallExpression => self.qualified_callback(node, name),
            _ => self.expression(node),
        }
    }

    fn qualified_callback(&mut self, node: Node<'t>, name: Option<&'t str>) -> ValueId {
        let first = self
            .field(node, Field::Arguments)
            .and_then(|node| self.first_child(node));
        let is_function = first.is_some_and(|first| {
            matches!(
                self.kind(first),
                Kind::ArrowFunction | Kind::FunctionExpression | Kind::Object
            )
        });
        match is_function {
            true => self.qualified(name, |lowering| lowering.expression(node)),
            false => self.expression(node),
        }
    }

    /// Runs `lower` with names defined in it qualified by `name`.
    pub(super) fn qualified<T>(
        &mut self,
        name: Option<&'t str>,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.qualifier.extend(name);
        let result = lower(self);
        if name.is_some() {
            self.qualifier.pop();
        }
        result
    }

    /// A function by the name it has of its own, else by the one it gets where it stands.
    pub(super) fn function(&mut self, node: Node<'t>, given: Option<&'t str>) -> FunctionId {
        let own = self.field(node, Field::Name).map(|name| self.text_of(name));
        let unit = match (own.or(given), self.qualifier.is_empty()) {
            (Some(name), _) => self.named_unit(node, name),
            (None, false) => self.qualifier_unit(node),
            (None, true) => self.unit,
        };
        self.function_in(node, own.or(given), unit, None)
    }

    /// A function that is handed to a call.
    pub(super) fn nested_function(
        &mut self,
        node: Node<'t>,
        handed: Option<(CallId, u32)>,
    ) -> FunctionId {
        let own = self.field(node, Field::Name).map(|name| self.text_of(name));
        let unit = match (own, handed) {
            (Some(name), _) => self.named_unit(node, name),
            (None, _) if !self.qualifier.is_empty() => self.qualifier_unit(node),
            (None, Some((call, _))) => self.callback_unit(node, call),
            (None, None) => self.unit,
        };
        self.function_in(node, own, unit, handed)
    }

    fn function_in(
        &mut self,
        node: Node<'t>,
        name: Option<&'t str>,
        unit: UnitId,
        passed_to: Option<(CallId, u32)>,
    ) -> FunctionId {
        let id = FunctionId(self.facts.functions.len() as u32);
        let name = name.map(|name| self.name(name));
        self.facts.functions.push(Function {
            name,
            parameters: Vec::new(),
            returns: Vec::new(),
            return_type: None,
            type_parameters: Vec::new(),
            class: None,
            parent: self.function,
            passed_to,
            unit,
            span: span(node),
        });
        let is_arrow = self.kind(node) == Kind::ArrowFunction;
        let is_method = self.kind(node) == Kind::MethodDefinition;
        let scope = self.scopes.function(self.scope);
        let outer_scope = std::mem::replace(&mut self.scope, scope);
        let outer_function = self.function.replace(id);
        let outer_unit = std::mem::replace(&mut self.unit, unit);
        let outer_qualifier = std::mem::take(&mut self.qualifier);
        let outer_this = self.this;
        if !is_arrow && !is_method {
            self.this = This::Unknown;
        }
        let outer_loops = match passed_to {
            Some(_) => self.loops,
            None => std::mem::take(&mut self.loops),
        };
        let type_parameters = self.type_parameters(node);
        self.facts.functions[id.0 as usize].type_parameters = type_parameters;
        self.parameters(node, id);
        self.body(node, id);
        self.loops = outer_loops;
        self.this = outer_this;
        self.qualifier = outer_qualifier;
        self.unit = outer_unit;
        self.function = outer_function;
        self.scope = outer_scope;
        id
    }

    fn body(&mut self, node: Node<'t>, id: FunctionId) {
        if let Some(ty) = self.field(node, Field::ReturnType) {
            let ty = self.ty(ty);
            self.facts.functions[id.0 as usize].return_type = Some(ty);
        }
        let Some(body) = self.field(node, Field::Body) else {
            return;
        };
        if self.kind(body) == Kind::StatementBlock {
            self.statements(body);
        } else {
            let value = self.expression(body);
            self.returned(value, id);
        }
    }

    /// Notes that a function returns a value.
    pub(super) fn returned(&mut self, value: ValueId, function: FunctionId) {
        self.mark(value, &Usage::Returned(function));
        self.facts.functions[function.0 as usize]
            .returns
            .push(value);
    }

    fn parameters(&mut self, node: Node<'t>, function: FunctionId) {
        if let Some(single) = self.field(node, Field::Parameter) {
            self.parameter(single, single, None, None, function);
            return;
        }
        let Some(parameters) = self.field(node, Field::Parameters) else {
            return;
        };
        for child in self.children(parameters) {
            match self.kind(child) {
                Kind::RequiredParameter | Kind::OptionalParameter => {
                    self.decorators(child);
                    let pattern = self.field(child, Field::Pattern).unwrap_or(child);
                    if self.kind(pattern) == Kind::This {
                        continue;
                    }
                    let ty = self.field(child, Field::Type);
                    let default = self.field(child, Field::Value);
                    self.parameter(child, pattern, ty, default, function);
                }
                Kind::AssignmentPattern => {
                    let pattern = self.field(child, Field::Left).unwrap_or(child);
                    let default = self.field(child, Field::Right);
                    self.parameter(child, pattern, None, default, function);
                }
                _ => self.parameter(child, child, None, None, function),
            }
        }
    }

    fn parameter(
        &mut self,
        node: Node<'t>,
        pattern: Node<'t>,
        ty: Option<Node<'t>>,
        default: Option<Node<'t>>,
        function: FunctionId,
    ) {
        let index = self.facts.functions[function.0 as usize].parameters.len() as u32;
        let is_rest = self.kind(pattern) == Kind::RestPattern;
        let pattern = match is_rest {
            true => self.first_child(pattern).unwrap_or(pattern),
            false => pattern,
        };
        let name = match self.kind(pattern) {
            Kind::Identifier => Some(self.name_of(pattern)),
            _ => None,
        };
        self.facts.functions[function.0 as usize]
            .parameters
            .push(Parameter {
                name,
                ty: None,
                default: None,
                rest: is_rest,
                span: span(pattern),
            });
        let ty = ty.map(|ty| self.ty(ty));
        let default = default.map(|default| self.expression(default));
        let parameter = &mut self.facts.functions[function.0 as usize].parameters[index as usize];
        parameter.ty = ty;
        parameter.default = default;
        let value = self.push_value(Value::Parameter { function, index }, span(pattern));
        self.bind(pattern, value, ty);
        self.parameter_property(node, name, value, ty);
    }

    /// The unit of a function with a name, within the unit around it.
    fn named_unit(&mut self, node: Node<'t>, name: &str) -> UnitId {
        let mut path = self.unit_path();
        path.push(name);
        let qualified = path.join(".");
        let is_component = is_component_name(name);
        let kind = match (self.kind(node), is_component) {
            (Kind::MethodDefinition, _) => UnitKind::Method,
            (_, true) => UnitKind::Component,
            (_, false) => UnitKind::Function,
        };
        self.push_unit(kind, &qualified, span(node))
    }

    /// The unit of a function that is nameless but stands in something with a name.
    fn qualifier_unit(&mut self, node: Node<'t>) -> UnitId {
        let qualified = self.unit_path().join(".");
        let is_component = self
            .qualifier
            .last()
            .is_some_and(|name| is_component_name(name));
        let kind = match is_component {
            true => UnitKind::Component,
            false => UnitKind::Function,
        };
        self.push_unit(kind, &qualified, span(node))
    }

    fn unit_path(&self) -> Vec<&str> {
        let outer = self.facts.unit(self.unit);
        let outer = self.facts.text(outer.name);
        let around = (!outer.is_empty() && !outer.contains('(')).then_some(outer);
        around
            .into_iter()
            .chain(self.qualifier.iter().copied())
            .collect()
    }

    /// A callback at the top of a module is named after what receives it; within a function it is
    /// part of that function.
    fn callback_unit(&mut self, node: Node<'t>, call: CallId) -> UnitId {
        let outer = self.facts.unit(self.unit);
        let is_callback = self.facts.text(outer.name).contains('(');
        let call = self.facts.call(call);
        let callee = self.facts.value_span(call.callee);
        let literal = call
            .arguments
            .is_empty()
            .then(|| self.first_literal(node))
            .flatten();
        if outer.kind != UnitKind::Module && !(is_callback && literal.is_some()) {
            return self.unit;
        }
        let mut name: String = self.text[callee.range()].split_whitespace().collect();
        if name.len() > MAX_CALLBACK_NAME || name.contains('(') {
            name = call
                .name
                .map_or_else(String::new, |name| self.facts.text(name).to_owned());
        }
        let literal = literal.map(|text| text.chars().take(MAX_CALLBACK_NAME).collect::<String>());
        let name = format!("{name}({})", literal.unwrap_or_default());
        self.push_unit(UnitKind::Function, &name, span(node))
    }

    /// The first argument beside `node`, when it is a string literal.
    fn first_literal(&self, node: Node<'t>) -> Option<&'t str> {
        let first = node.parent()?.named_child(0)?;
        (self.kind(first) == Kind::String).then(|| self.text_of(first))
    }

    fn push_unit(&mut self, kind: UnitKind, name: &str, span: Span) -> UnitId {
        let name = self.made_name(name);
        let id = UnitId(self.facts.units.len() as u32);
        self.facts.units.push(UnitFacts { kind, name, span });
        id
    }
}

/// Whether a name is written as those of components are; `GET` is a handler.
fn is_component_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}
