//! Options in parentheses, and values of settings.

use squawk_parser::SyntaxKind;

use super::{literals, names, tree::Node};
use crate::sql::name::Identifier;

/// The options of the list among a node's children: names in lower case, with their values.
pub fn with_values(node: Node<'_>) -> Vec<(Identifier, Option<String>)> {
    let Some(list) = node.child(SyntaxKind::ATTRIBUTE_LIST) else {
        return Vec::new();
    };
    let options = list.all(SyntaxKind::ATTRIBUTE_OPTION);
    options
        .map(|option| {
            let name = names::word_in(option, SyntaxKind::ATTRIBUTE_NAME)
                .unwrap_or_else(|| names::word(option));
            let value = option.child(SyntaxKind::ATTRIBUTE_VALUE);
            (name.text, value.map(value_text))
        })
        .collect()
}

/// The value of an option among a node's list of them.
pub fn option<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    let mut options = node
        .child(SyntaxKind::ATTRIBUTE_LIST)?
        .all(SyntaxKind::ATTRIBUTE_OPTION);
    let option = options.find(|option| {
        option
            .child(SyntaxKind::ATTRIBUTE_NAME)
            .is_some_and(|child| names::word(child).text == name)
    })?;
    option.child(SyntaxKind::ATTRIBUTE_VALUE)
}

/// Whether an option is on: named alone, or with a value that means yes.
pub fn is_on(options: &[(Identifier, Option<String>)], name: &str) -> bool {
    options
        .iter()
        .filter(|(option, _)| option == name)
        .any(|(_, value)| {
            value.as_deref().is_none_or(|value| {
                matches!(
                    value.to_ascii_lowercase().as_str(),
                    "true" | "on" | "yes" | "1" | "t" | "y" | "tr" | "tru" | "ye"
                )
            })
        })
}

fn value_text(value: Node<'_>) -> String {
    match literals::string_in(value) {
        Some(text) if is_string(value) => text,
        Some(_) | None => value.text().to_ascii_lowercase(),
    }
}

fn is_string(value: Node<'_>) -> bool {
    let token = value.tokens().next().map(Node::kind);
    matches!(
        token,
        Some(
            SyntaxKind::STRING
                | SyntaxKind::ESC_STRING
                | SyntaxKind::UNICODE_ESC_STRING
                | SyntaxKind::NATIONAL_STRING
                | SyntaxKind::DOLLAR_QUOTED_STRING
        )
    )
}

/// The name of a setting in lower case, with its dots.
pub fn setting_name(reference: Node<'_>) -> Identifier {
    let words = names::segments(reference);
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    Identifier::new(words.join(".").to_ascii_lowercase())
}

/// The values after `TO` or `=`; none for `DEFAULT` and `FROM CURRENT`.
pub fn setting_values(node: Node<'_>) -> Vec<String> {
    let Some(values) = node.child(SyntaxKind::TO_CONFIG_VALUE) else {
        return Vec::new();
    };
    values.children().filter_map(setting_value).collect()
}

fn setting_value(node: Node<'_>) -> Option<String> {
    match node.kind() {
        SyntaxKind::LITERAL if is_string(node) => Some(literals::string(node)),
        SyntaxKind::LITERAL | SyntaxKind::PREFIX_EXPR => Some(node.text().to_owned()),
        SyntaxKind::CONFIG_VALUE_NAME => Some(names::word(node).text.to_string()),
        _ => None,
    }
}
