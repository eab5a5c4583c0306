//! Types of values: what they say of null, of Postgres' types, and the rest in TypeScript's words.

use tree_sitter::Node;

use super::{
    node::{children, first_child, flattened, is_nothing, unwrapped},
    shape::Shapes,
};
use crate::schema::quoting::type_name;

/// How deep a type is taken apart; what is deeper stands as it is written.
const MAX_DEPTH: usize = 16;

/// What a type says of a value.
#[derive(Debug, Default)]
pub(super) struct Value {
    pub nullable: bool,
    /// Whether the type is `never`: no value can be given.
    pub never: bool,
    pub data_type: Option<String>,
    /// Without null; `None` exactly when `data_type` is known.
    pub typescript: Option<String>,
}

/// What the type of a column or argument says.
pub(super) fn value(shapes: &Shapes<'_>, node: Node<'_>) -> Value {
    let parts = flattened_union(node);
    let nullable = parts.iter().any(|&part| is_nothing(part));
    let present: Vec<_> = parts
        .into_iter()
        .filter(|&part| !is_nothing(part))
        .collect();
    let data_type = match present[..] {
        [only] => postgres_type(shapes, only, 0),
        _ => None,
    };
    let typescript = match data_type {
        Some(_) => None,
        None => Some(union(shapes, &present, 0)),
    };
    Value {
        nullable,
        never: matches!(present[..], [only] if is_never(shapes, only)),
        data_type,
        typescript,
    }
}

/// The type of the project's own that a type of TypeScript stands for: an enum, a composite type,
/// a row, or an array of them.
pub(super) fn postgres_type(shapes: &Shapes<'_>, node: Node<'_>, depth: usize) -> Option<String> {
    let node = unwrapped(node);
    match node.kind() {
        "lookup_type" => {
            let path = lookup_path(shapes, node)?;
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            match path[..] {
                [schema, "Enums" | "CompositeTypes", name]
                | [schema, "Tables" | "Views", name, "Row"] => Some(type_name(schema, name)),
                _ => None,
            }
        }
        "array_type" if depth < MAX_DEPTH => {
            let element = postgres_type(shapes, first_child(node)?, depth + 1)?;
            Some(format!("{element}[]"))
        }
        "generic_type" => {
            let name = shapes.text_of(node.child_by_field_name("name")?);
            let &[argument] = &children(node.child_by_field_name("type_arguments")?)[..] else {
                return None;
            };
            match name {
                "Enums" | "CompositeTypes" => Some(type_name("public", &shapes.string(argument)?)),
                "NonNullable" if depth < MAX_DEPTH => postgres_type(shapes, argument, depth + 1),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The keys of `Database["a"]["b"]["c"]`, outermost object first.
fn lookup_path(shapes: &Shapes<'_>, node: Node<'_>) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut inner = node;
    while inner.kind() == "lookup_type" && keys.len() <= 4 {
        let &[object, key] = &children(inner)[..] else {
            return None;
        };
        keys.push(shapes.string(key)?.into_owned());
        inner = object;
    }
    keys.reverse();
    (inner.kind() == "type_identifier").then_some(keys)
}

/// A type as one line of TypeScript.
fn written(shapes: &Shapes<'_>, node: Node<'_>, depth: usize) -> String {
    let node = unwrapped(node);
    if depth >= MAX_DEPTH {
        return one_line(shapes.text_of(node));
    }
    match node.kind() {
        "union_type" => union(shapes, &flattened_union(node), depth + 1),
        "array_type" => match first_child(node) {
            Some(element) => {
                let element = written(shapes, element, depth + 1);
                match element.contains([' ', '|']) && !element.starts_with('{') {
                    true => format!("({element})[]"),
                    false => format!("{element}[]"),
                }
            }
            None => one_line(shapes.text_of(node)),
        },
        // `NonNullable<Json>` is how the generator writes a `jsonb NOT NULL`.
        "generic_type" if shapes.text_of(node).starts_with("NonNullable<") => {
            let arguments = node.child_by_field_name("type_arguments");
            match arguments.and_then(first_child) {
                Some(argument) => written(shapes, argument, depth + 1),
                None => one_line(shapes.text_of(node)),
            }
        }
        "literal_type" => match shapes.string(node) {
            Some(text) => serde_json::Value::from(text).to_string(),
            None => one_line(shapes.text_of(node)),
        },
        _ => one_line(shapes.text_of(node)),
    }
}

fn union(shapes: &Shapes<'_>, parts: &[Node<'_>], depth: usize) -> String {
    let parts = parts.iter().map(|&part| written(shapes, part, depth));
    let parts: Vec<String> = parts.collect();
    parts.join(" | ")
}

fn flattened_union(node: Node<'_>) -> Vec<Node<'_>> {
    match unwrapped(node).kind() {
        "union_type" => flattened(node),
        _ => vec![unwrapped(node)],
    }
}

pub(super) fn is_never(shapes: &Shapes<'_>, node: Node<'_>) -> bool {
    node.kind() == "predefined_type" && shapes.text_of(node) == "never"
}

/// The text with every run of white space as one space.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
