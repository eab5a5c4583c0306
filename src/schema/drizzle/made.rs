//! Objects and what functions return.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{
    program::{Program, children, first_child, literal},
    value::{Expression, MAX_DEPTH, Value, bare, is_function},
};

/// The keys and values of an object.
pub(super) type Entries<'t> = Vec<(Cow<'t, str>, Expression<'t>)>;

impl<'t> Program<'t> {
    /// The keys and values of an object, and whether it may have others.
    ///
    /// Spreads are followed to constants and to what functions return.
    pub fn entries(&self, object: &Expression<'t>) -> (Entries<'t>, bool) {
        self.entries_within(object, 0)
    }

    pub(super) fn entries_within(
        &self,
        object: &Expression<'t>,
        depth: usize,
    ) -> (Entries<'t>, bool) {
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
            "member_expression" => self.is_member_truthy(&condition, depth),
            _ => self.is_value_truthy(&self.value(&condition)),
        }
    }

    /// Whether a member holds; one that an object does not have does not.
    fn is_member_truthy(&self, member: &Expression<'t>, depth: usize) -> Option<bool> {
        let object = member.at(member.node.child_by_field_name("object")?);
        let property = member.node.child_by_field_name("property")?;
        let property = self.text_of(member.file, property);
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

    fn is_value_truthy(&self, value: &Value<'t>) -> Option<bool> {
        match value {
            Value::Nothing => Some(false),
            Value::Expression(value) => match value.node.kind() {
                "false" | "null" | "undefined" => Some(false),
                "true" | "object" | "array" => Some(true),
                "number" => Some(self.text(value) != "0"),
                "string" => self.string(value).map(|text| !text.is_empty()),
                _ => None,
            },
            Value::Library { .. }
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Own
            | Value::Unknown => None,
        }
    }
}
