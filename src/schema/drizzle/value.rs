//! What expressions of a schema stand for, as far as constants, functions and imports tell.

use std::rc::Rc;

use tree_sitter::Node;

use super::program::{FileIndex, Program, children};

/// How far a name is followed.
pub(super) const MAX_DEPTH: usize = 24;

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

    pub(super) fn value_within(&self, expression: &Expression<'t>, depth: usize) -> Value<'t> {
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
