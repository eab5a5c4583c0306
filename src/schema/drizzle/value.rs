//! What expressions of a schema stand for, as far as constants, functions and imports tell.

use std::{borrow::Cow, rc::Rc};

use tree_sitter::Node;

use super::program::{FileIndex, Program, children, first_child, literal};

/// How far a name is followed.
const MAX_DEPTH: usize = 24;

/// An expression and where its names are looked up.
#[derive(Clone, Debug)]
pub(super) struct Expression<'t> {
    pub file: FileIndex,
    pub node: Node<'t>,
    /// What parameters of the functions around it stand for, the innermost last.
    pub scope: Option<Rc<Scope<'t>>>,
}

#[derive(Debug)]
pub(super) struct Scope<'t> {
    name: &'t str,
    value: Value<'t>,
    outer: Option<Rc<Self>>,
}

/// What an expression comes to.
#[derive(Clone, Debug)]
pub(super) enum Value<'t> {
    /// Any expression that is no name for something else.
    Expression(Expression<'t>),
    /// An export of a package.
    Library {
        module: &'t str,
        name: &'t str,
    },
    /// All exports of a package.
    Package(&'t str),
    /// All exports of a file.
    Module(FileIndex),
    /// The parameter of `pgTable("t", (t) => …)` that has all column builders.
    Builders,
    /// The table whose columns an expression is about, as the parameter of its third argument.
    Own,
    /// An argument that is not given.
    Nothing,
    Unknown,
}

/// `base(arguments).link(…).link(…)`
#[derive(Debug)]
pub(super) struct Chain<'t> {
    pub base: Expression<'t>,
    pub arguments: Vec<Expression<'t>>,
    pub links: Vec<Link<'t>>,
}

#[derive(Debug)]
pub(super) struct Link<'t> {
    pub name: &'t str,
    pub arguments: Vec<Expression<'t>>,
}

impl<'t> Expression<'t> {
    pub fn at(&self, node: Node<'t>) -> Self {
        Self {
            node,
            ..self.clone()
        }
    }

    /// The same with a parameter that stands for a value.
    pub fn with(&self, name: &'t str, value: Value<'t>) -> Self {
        Self {
            scope: Some(Rc::new(Scope {
                name,
                value,
                outer: self.scope.clone(),
            })),
            ..self.clone()
        }
    }
}

impl<'t> Program<'t> {
    pub fn text(&self, expression: &Expression<'t>) -> &'t str {
        self.text_of(expression.file, expression.node)
    }

    /// Whether one more expression may be looked at; only what is made of itself over and over
    /// comes to an end.
    fn spend(&self) -> bool {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(1));
        left > 0
    }

    /// What an expression comes to.
    pub fn value(&self, expression: &Expression<'t>) -> Value<'t> {
        self.value_within(expression, 0)
    }

    fn value_within(&self, expression: &Expression<'t>, depth: usize) -> Value<'t> {
        if depth >= MAX_DEPTH || !self.spend() {
            return Value::Unknown;
        }
        let node = bare(expression.node);
        let expression = expression.at(node);
        match node.kind() {
            "identifier" | "shorthand_property_identifier" => self.named(&expression, depth + 1),
            "member_expression" => self.member(&expression, depth + 1),
            _ => Value::Expression(expression),
        }
    }

    fn named(&self, expression: &Expression<'t>, depth: usize) -> Value<'t> {
        let name = self.text(expression);
        let mut scope = expression.scope.as_deref();
        while let Some(inner) = scope {
            if inner.name == name {
                return match &inner.value {
                    Value::Expression(value) => self.value_within(value, depth),
                    other => other.clone(),
                };
            }
            scope = inner.outer.as_deref();
        }
        self.global(expression.file, name, depth)
    }

    /// What a name of a file stands for outside functions.
    fn global(&self, file: FileIndex, name: &str, depth: usize) -> Value<'t> {
        let module = &self.files[file];
        if let Some(&node) = module.declared.get(name) {
            let value = Expression {
                file,
                node,
                scope: None,
            };
            return self.value_within(&value, depth);
        }
        let Some(import) = module.imported.get(name) else {
            return Value::Unknown;
        };
        match (import.file, import.name) {
            (None, Some(name)) => Value::Library {
                module: import.module,
                name,
            },
            (None, None) => Value::Package(import.module),
            (Some(file), Some(name)) => self.exported(file, name, depth),
            (Some(file), None) => Value::Module(file),
        }
    }

    fn exported(&self, file: FileIndex, name: &str, depth: usize) -> Value<'t> {
        match self.export(file, name) {
            Some((file, local)) if depth < MAX_DEPTH => self.global(file, local, depth + 1),
            Some(_) | None => Value::Unknown,
        }
    }

    fn member(&self, expression: &Expression<'t>, depth: usize) -> Value<'t> {
        let (Some(object), Some(property)) = (
            expression.node.child_by_field_name("object"),
            expression.node.child_by_field_name("property"),
        ) else {
            return Value::Unknown;
        };
        let name = self.text_of(expression.file, property);
        match self.value_within(&expression.at(object), depth) {
            Value::Package(module) => Value::Library { module, name },
            Value::Builders => Value::Library {
                module: PG_CORE,
                name,
            },
            Value::Module(file) => self.exported(file, name, depth),
            Value::Expression(object) if object.node.kind() == "object" => {
                let (entries, _) = self.entries_within(&object, depth);
                let entry = entries.into_iter().rfind(|(key, _)| key == name);
                entry.map_or(Value::Unknown, |(_, value)| {
                    self.value_within(&value, depth)
                })
            }
            Value::Expression(_)
            | Value::Library { .. }
            | Value::Own
            | Value::Nothing
            | Value::Unknown => Value::Expression(expression.clone()),
        }
    }

    /// The calls that an expression consists of.
    pub fn chain(&self, expression: &Expression<'t>) -> Option<Chain<'t>> {
        let mut links = Vec::new();
        let mut node = bare(expression.node);
        while node.kind() == "call_expression" {
            let function = bare(node.child_by_field_name("function")?);
            let arguments = node.child_by_field_name("arguments")?;
            // The template of sql`…` stands in their place.
            let arguments = match arguments.kind() {
                "arguments" => children(arguments),
                _ => vec![arguments],
            };
            let arguments = arguments.into_iter().map(|node| expression.at(node));
            let arguments = arguments.collect();
            let object = function
                .child_by_field_name("object")
                .map(bare)
                .filter(|_| function.kind() == "member_expression");
            match object {
                Some(object) if object.kind() == "call_expression" => {
                    let property = function.child_by_field_name("property")?;
                    links.push(Link {
                        name: self.text_of(expression.file, property),
                        arguments,
                    });
                    node = object;
                }
                Some(_) | None => {
                    links.reverse();
                    return Some(Chain {
                        base: expression.at(function),
                        arguments,
                        links,
                    });
                }
            }
        }
        None
    }

    /// The keys and values of an object, and whether it may have others.
    ///
    /// Spreads are followed to constants and to what functions return.
    pub fn entries(&self, object: &Expression<'t>) -> (Vec<(Cow<'t, str>, Expression<'t>)>, bool) {
        self.entries_within(object, 0)
    }

    fn entries_within(
        &self,
        object: &Expression<'t>,
        depth: usize,
    ) -> (Vec<(Cow<'t, str>, Expression<'t>)>, bool) {
        let Some(object) = self
            .made(object, depth)
            .filter(|made| made.node.kind() == "object")
        else {
            return (Vec::new(), true);
        };
        let text = self.files[object.file].text;
        let mut entries = Vec::new();
        let mut open = false;
        for child in children(object.node) {
            match child.kind() {
                "pair" => {
                    if let (Some(key), Some(value)) = (
                        child.child_by_field_name("key"),
                        child.child_by_field_name("value"),
                    ) {
                        let name = literal(key, text);
                        let name = name.unwrap_or(Cow::Borrowed(&text[key.byte_range()]));
                        entries.push((name, object.at(value)));
                    }
                }
                "shorthand_property_identifier" => {
                    entries.push((Cow::Borrowed(&text[child.byte_range()]), object.at(child)));
                }
                "spread_element" if depth < MAX_DEPTH => {
                    for inner in children(child) {
                        let (more, is_open) = self.entries_within(&object.at(inner), depth + 1);
                        entries.extend(more);
                        open |= is_open;
                    }
                }
                _ => {}
            }
        }
        (entries, open)
    }

    /// What an expression comes to when the functions it calls or consists of have returned.
    pub fn made(&self, expression: &Expression<'t>, depth: usize) -> Option<Expression<'t>> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let Value::Expression(value) = self.value_within(expression, depth) else {
            return None;
        };
        match value.node.kind() {
            "arrow_function" | "function_expression" | "function_declaration" => {
                self.made(&self.returned(&value)?, depth + 1)
            }
            "call_expression" => {
                let function = value.node.child_by_field_name("function")?;
                match self.value_within(&value.at(function), depth + 1) {
                    Value::Expression(function) if is_function(function.node) => {
                        let arguments = value.node.child_by_field_name("arguments")?;
                        let arguments = children(arguments).into_iter();
                        let arguments = arguments.map(|node| Value::Expression(value.at(node)));
                        let called = self.called(&function, arguments);
                        self.made(&self.returned(&called)?, depth + 1)
                    }
                    _ => Some(value),
                }
            }
            _ => Some(value),
        }
    }

    /// A function whose parameters stand for arguments.
    pub fn called(
        &self,
        function: &Expression<'t>,
        arguments: impl Iterator<Item = Value<'t>>,
    ) -> Expression<'t> {
        let parameters = match function.node.child_by_field_name("parameter") {
            Some(only) => vec![only],
            None => {
                let list = function.node.child_by_field_name("parameters");
                list.map_or_else(Vec::new, children)
            }
        };
        let mut called = function.clone();
        for (parameter, argument) in parameters.into_iter().zip(arguments) {
            let name = parameter
                .child_by_field_name("pattern")
                .unwrap_or(parameter);
            called = called.with(self.text_of(function.file, name), argument);
        }
        called
    }

    /// What a function returns; `None` when that depends on something.
    pub fn returned(&self, function: &Expression<'t>) -> Option<Expression<'t>> {
        let body = function.node.child_by_field_name("body")?;
        if body.kind() != "statement_block" {
            return Some(function.at(bare(body)));
        }
        self.returned_by(function, body, 0)
    }

    fn returned_by(
        &self,
        function: &Expression<'t>,
        block: Node<'t>,
        depth: usize,
    ) -> Option<Expression<'t>> {
        let statements = match block.kind() {
            "statement_block" => children(block),
            _ => vec![block],
        };
        for statement in statements {
            match statement.kind() {
                "return_statement" => {
                    let value = children(statement).into_iter().next()?;
                    return Some(function.at(bare(value)));
                }
                "if_statement" if depth < MAX_DEPTH => {
                    let condition = statement.child_by_field_name("condition")?;
                    let branch = match self.is_truthy(&function.at(condition), 0)? {
                        true => statement.child_by_field_name("consequence"),
                        false => statement.child_by_field_name("alternative"),
                    };
                    let branch = branch.map(|branch| match branch.kind() {
                        "else_clause" => first_child(branch).unwrap_or(branch),
                        _ => branch,
                    });
                    let returned =
                        branch.and_then(|branch| self.returned_by(function, branch, depth + 1));
                    if returned.is_some() {
                        return returned;
                    }
                }
                "lexical_declaration" | "expression_statement" => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a condition holds; `None` when that is not known.
    fn is_truthy(&self, condition: &Expression<'t>, depth: usize) -> Option<bool> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let node = bare(condition.node);
        let condition = condition.at(node);
        let side = |field| {
            let side = node.child_by_field_name(field)?;
            self.is_truthy(&condition.at(side), depth + 1)
        };
        match node.kind() {
            "binary_expression" => {
                let operator = node.child_by_field_name("operator")?;
                match self.text_of(condition.file, operator) {
                    "&&" => Some(side("left")? && side("right")?),
                    "||" => Some(side("left")? || side("right")?),
                    _ => None,
                }
            }
            "unary_expression" if self.text(&condition).starts_with('!') => {
                side("argument").map(|holds| !holds)
            }
            "member_expression" => {
                let object = condition.at(node.child_by_field_name("object")?);
                let property = node.child_by_field_name("property")?;
                let property = self.text_of(condition.file, property);
                match self.value(&object) {
                    Value::Nothing => Some(false),
                    Value::Expression(object) if object.node.kind() == "object" => {
                        let (entries, open) = self.entries(&object);
                        match entries.into_iter().rfind(|(key, _)| key == property) {
                            Some((_, value)) => self.is_truthy(&value, depth + 1),
                            None => (!open).then_some(false),
                        }
                    }
                    Value::Expression(_)
                    | Value::Library { .. }
                    | Value::Package(_)
                    | Value::Module(_)
                    | Value::Builders
                    | Value::Own
                    | Value::Unknown => None,
                }
            }
            _ => match self.value(&condition) {
                Value::Nothing => Some(false),
                Value::Expression(value) => match value.node.kind() {
                    "false" | "null" | "undefined" => Some(false),
                    "true" | "object" | "array" => Some(true),
                    "number" => Some(self.text(&value) != "0"),
                    "string" => self.string(&value).map(|text| !text.is_empty()),
                    _ => None,
                },
                Value::Library { .. }
                | Value::Package(_)
                | Value::Module(_)
                | Value::Builders
                | Value::Own
                | Value::Unknown => None,
            },
        }
    }

    /// A function among the members of an object.
    pub fn method(&self, object: &Expression<'t>, name: &str) -> Option<Expression<'t>> {
        let object = self.made(object, 0)?;
        let found = children(object.node).into_iter().find_map(|child| {
            let (key, function) = match child.kind() {
                "method_definition" => ("name", child),
                "pair" => ("key", child.child_by_field_name("value")?),
                _ => return None,
            };
            let key = child.child_by_field_name(key)?;
            (self.text_of(object.file, key) == name).then_some(function)
        });
        Some(object.at(found?))
    }

    /// The text that an expression comes to.
    pub fn string(&self, expression: &Expression<'t>) -> Option<String> {
        self.string_within(expression, 0)
    }

    fn string_within(&self, expression: &Expression<'t>, depth: usize) -> Option<String> {
        let value = self.made(expression, depth)?;
        let text = self.files[value.file].text;
        match value.node.kind() {
            "string" => literal(value.node, text).map(Cow::into_owned),
            "number" => Some(self.text(&value).to_owned()),
            "template_string" => {
                let mut written = String::new();
                for part in children(value.node) {
                    match part.kind() {
                        "template_substitution" => {
                            let inner = children(part).into_iter().next()?;
                            written += &self.string_within(&value.at(inner), depth + 1)?;
                        }
                        _ => written += &text[part.byte_range()],
                    }
                }
                Some(written)
            }
            "binary_expression" => {
                let operator = value.node.child_by_field_name("operator")?;
                if self.text_of(value.file, operator) != "+" {
                    return None;
                }
                let side = |field| {
                    let node = value.node.child_by_field_name(field)?;
                    self.string_within(&value.at(node), depth + 1)
                };
                Some(side("left")? + &side("right")?)
            }
            _ => None,
        }
    }

    /// The texts of an array, of an object's values or of an enum; `None` when one is not known.
    pub fn strings(&self, expression: &Expression<'t>) -> Option<Vec<String>> {
        self.strings_within(expression, 0)
    }

    fn strings_within(&self, expression: &Expression<'t>, depth: usize) -> Option<Vec<String>> {
        let value = self.made(expression, depth)?;
        match value.node.kind() {
            "array" => {
                let mut strings = Vec::new();
                for item in children(value.node) {
                    if item.kind() == "spread_element" {
                        let inner = children(item).into_iter().next()?;
                        strings.extend(self.strings_within(&value.at(inner), depth + 1)?);
                    } else {
                        strings.push(self.string(&value.at(item))?);
                    }
                }
                Some(strings)
            }
            "object" => {
                let (entries, open) = self.entries(&value);
                let values = entries.iter().map(|(_, value)| self.string(value));
                values.collect::<Option<Vec<_>>>().filter(|_| !open)
            }
            "enum_declaration" => {
                let body = value.node.child_by_field_name("body")?;
                let members = children(body).into_iter();
                members
                    .map(|member| self.string(&value.at(member.child_by_field_name("value")?)))
                    .collect()
            }
            // `Object.values(Role)`
            "call_expression" => {
                let function = value.node.child_by_field_name("function")?;
                let is_values = self.text_of(value.file, function) == "Object.values";
                let arguments = children(value.node.child_by_field_name("arguments")?);
                let first = arguments.into_iter().next().filter(|_| is_values)?;
                self.strings_within(&value.at(first), depth + 1)
            }
            _ => None,
        }
    }
}

/// The package of everything that makes tables of Postgres.
pub(super) const PG_CORE: &str = "drizzle-orm/pg-core";

pub(super) fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "arrow_function" | "function_expression" | "function_declaration" | "method_definition"
    )
}

/// The expression without parentheses, assertions of types and `await`.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    while matches!(
        node.kind(),
        "parenthesized_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression"
            | "await_expression"
    ) && let Some(inner) = children(node).into_iter().next()
    {
        node = inner;
    }
    node
}
