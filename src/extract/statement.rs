//! Statements: what they declare, assign and return.

use tree_sitter::Node;

use crate::facts::{FunctionId, Usage, Value, ValueId};

use super::{
    Lowering,
    kind::{Field, Kind},
    span,
};

impl<'t> Lowering<'t> {
    /// Lowers the statements of a program or block in the current scope.
    pub(super) fn statements(&mut self, block: Node<'t>) {
        for statement in self.children(block) {
            self.statement(statement);
        }
    }

    pub(super) fn statement(&mut self, node: Node<'t>) {
        self.nested(node, |lowering, node| {
            lowering.statement_within(node);
            Self::CONSTANT
        });
    }

    fn statement_within(&mut self, node: Node<'t>) {
        if node.is_error() {
            self.errors.insert(node.id());
        }
        match self.kind(node) {
            Kind::ExpressionStatement => self.expression_statement(node),
            Kind::LexicalDeclaration | Kind::VariableDeclaration => self.declaration(node),
            Kind::FunctionDeclaration | Kind::GeneratorFunctionDeclaration => {
                self.function_declaration(node);
            }
            Kind::ClassDeclaration | Kind::AbstractClassDeclaration => self.class_declaration(node),
            Kind::ReturnStatement => self.return_statement(node),
            Kind::ImportStatement => self.import_statement(node),
            Kind::ExportStatement => self.export_statement(node),
            Kind::InterfaceDeclaration => self.interface(node, ""),
            Kind::TypeAliasDeclaration => self.type_alias(node, ""),
            Kind::EnumDeclaration => self.enumeration(node),
            Kind::AmbientDeclaration => self.ambient(node),
            Kind::InternalModule | Kind::Module => self.namespace(node),
            Kind::ForInStatement => self.for_in(node),
            Kind::ForStatement | Kind::WhileStatement | Kind::DoStatement => {
                self.in_block(|lowering| {
                    lowering.loops += 1;
                    lowering.parts(node);
                    lowering.loops -= 1;
                });
            }
            Kind::CatchClause => self.catch(node),
            Kind::StatementBlock => self.in_block(|lowering| lowering.statements(node)),
            Kind::FunctionSignature => {}
            _ => self.parts(node),
        }
    }

    /// The parts of a statement that only groups others: `if`, `try`, `switch`, …
    fn parts(&mut self, node: Node<'t>) {
        for child in self.children(node) {
            self.statement_or_expression(child);
        }
    }

    fn statement_or_expression(&mut self, node: Node<'t>) {
        if self.kind(node).is_statement() {
            self.statement(node);
        } else {
            self.expression(node);
        }
    }

    pub(super) fn in_block(&mut self, lower: impl FnOnce(&mut Self)) {
        let block = self.scopes.block(self.scope);
        let outer = std::mem::replace(&mut self.scope, block);
        lower(self);
        self.scope = outer;
    }

    fn expression_statement(&mut self, node: Node<'t>) {
        let Some(inner) = self.first_child(node) else {
            return;
        };
        if self.kind(inner) == Kind::InternalModule {
            return self.namespace(inner);
        }
        let value = self.expression(inner);
        self.mark(value, &Usage::Discarded);
    }

    fn declaration(&mut self, node: Node<'t>) {
        let is_var = self.kind(node) == Kind::VariableDeclaration;
        for declarator in self.children(node) {
            if self.kind(declarator) == Kind::VariableDeclarator {
                self.declarator(declarator, is_var);
            }
        }
    }

    fn declarator(&mut self, node: Node<'t>, hoist: bool) {
        let Some(pattern) = self.field(node, Field::Name) else {
            return;
        };
        let scope = match hoist {
            true => self.scopes.hoisted(self.scope),
            false => self.scope,
        };
        let ty = self.field(node, Field::Type).map(|ty| self.ty(ty));
        let is_name = self.kind(pattern) == Kind::Identifier;
        let Some(value) = self.field(node, Field::Value) else {
            if is_name {
                self.declare_name(scope, pattern, None, ty);
            }
            return;
        };
        let given = is_name.then(|| self.text_of(pattern));
        let value = self.named_expression(value, given);
        if is_name {
            let name = self.declare_name(scope, pattern, Some(value), ty);
            self.mark_bound(value, name);
        } else {
            self.mark_pattern(pattern, value);
            self.bind_in(scope, pattern, value, ty);
        }
    }

    /// Notes that calls among `value` go into the variable `name` of the current scope.
    pub(super) fn mark_bound(&mut self, value: ValueId, name: crate::facts::Name) {
        if let Value::Either(sides) = self.facts.value(value) {
            for side in sides.clone() {
                self.mark_bound(side, name);
            }
        } else if let Some(call) = self.call_of(value) {
            self.scopes.note_bound(call, name, self.scope);
        }
    }

    /// Notes what a pattern takes of the calls among `value`, through `Promise.all([…])`.
    pub(super) fn mark_pattern(&mut self, pattern: Node<'t>, value: ValueId) {
        if self.kind(pattern) == Kind::ArrayPattern
            && let Some(elements) = self.awaited_together(value)
        {
            let parts = self.pattern_elements(pattern);
            for (part, element) in parts.into_iter().zip(elements) {
                self.mark_awaited(element);
                match part {
                    Some(part) if self.kind(part) == Kind::Identifier => {
                        let name = self.name_of(part);
                        self.mark_bound(element, name);
                    }
                    Some(part) => self.mark_pattern(part, element),
                    None => {}
                }
            }
            return;
        }
        let usage = self.usage_of_pattern(pattern);
        self.mark(value, &usage);
    }

    /// The elements of an array pattern by position; `None` for a hole.
    fn pattern_elements(&mut self, pattern: Node<'t>) -> Vec<Option<Node<'t>>> {
        let mut cursor = pattern.walk();
        let mut elements = vec![None];
        for child in pattern.children(&mut cursor) {
            if child.kind() == "," {
                elements.push(None);
            } else if child.is_named()
                && self.kind(child) != Kind::Comment
                && let Some(last) = elements.last_mut()
            {
                *last = Some(child);
            }
        }
        elements
    }

    /// The promises of `Promise.all([…])` and `Promise.allSettled([…])`.
    fn awaited_together(&self, value: ValueId) -> Option<Vec<ValueId>> {
        let call = self.facts.call(self.call_of(value)?);
        let name = self.facts.text(call.name?);
        let &first = call.arguments.first()?;
        match self.facts.value(first) {
            Value::Array(elements) if matches!(name, "all" | "allSettled") => {
                Some(elements.clone())
            }
            _ => None,
        }
    }

    pub(super) fn function_declaration(&mut self, node: Node<'t>) -> FunctionId {
        let function = self.function(node, None);
        let value = self.push_value(Value::Function(function), span(node));
        if let Some(name) = self.field(node, Field::Name) {
            self.declare_name(self.scope, name, Some(value), None);
        }
        function
    }

    fn return_statement(&mut self, node: Node<'t>) {
        let Some(inner) = self.first_child(node) else {
            return;
        };
        let value = self.named_expression(inner, None);
        if let Some(function) = self.function {
            self.returned(value, function);
        }
    }

    fn for_in(&mut self, node: Node<'t>) {
        let (Some(left), Some(right)) = (
            self.field(node, Field::Left),
            self.field(node, Field::Right),
        ) else {
            return;
        };
        let over = self.expression(right);
        let is_of = self.operator_text(node) == "of";
        self.in_block(|lowering| {
            let element = match is_of {
                true => Value::Element(over),
                false => Value::Key(over),
            };
            let value = lowering.push_value(element, span(right));
            if lowering.field(node, Field::Kind).is_some() {
                lowering.bind(left, value, None);
            } else {
                lowering.assign(left, value);
            }
            lowering.loops += 1;
            if let Some(body) = lowering.field(node, Field::Body) {
                lowering.statement(body);
            }
            lowering.loops -= 1;
        });
    }

    pub(super) fn operator_text(&self, node: Node<'t>) -> &'t str {
        self.field(node, Field::Operator)
            .map_or("", |operator| self.text_of(operator))
    }

    fn catch(&mut self, node: Node<'t>) {
        self.in_block(|lowering| {
            if let Some(parameter) = lowering.field(node, Field::Parameter) {
                lowering.bind(parameter, Self::COMPUTED, None);
            }
            if let Some(body) = lowering.field(node, Field::Body) {
                lowering.statements(body);
            }
        });
    }
}
