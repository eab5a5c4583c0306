//! Objects that statements name: `DROP`, `COMMENT ON`, and `ALTER` of what has no more to it.

use squawk_parser::SyntaxKind;

use super::{literals, names, object_kinds, operators, routines, tree::Node, types};
use crate::sql::{
    name::{Name, TypeName, Word},
    statement::{Drop, Object, ObjectAction, ObjectKind, Statement},
};

/// What `DROP` of objects says, if a statement is one.
pub fn drop(node: Node<'_>) -> Option<Statement> {
    let kind = object_kinds::dropped(node.kind())?;
    let objects: Vec<Object> = match kind {
        ObjectKind::Policy | ObjectKind::Rule | ObjectKind::Trigger => {
            vec![on_relation(node, kind)]
        }
        ObjectKind::Function
        | ObjectKind::Procedure
        | ObjectKind::Routine
        | ObjectKind::Aggregate => routines::references(node)
            .into_iter()
            .map(|routine| Object {
                arguments: routine.arguments,
                ..object(kind, routine.name)
            })
            .collect(),
        ObjectKind::Operator => node
            .child(SyntaxKind::OP_SIG_LIST)
            .map(|list| list.all(SyntaxKind::OP_SIG).map(operator).collect())
            .unwrap_or_default(),
        ObjectKind::Cast | ObjectKind::Transform | ObjectKind::UserMapping => {
            vec![object(kind, Name::default())]
        }
        _ => node
            .children()
            .filter(|child| is_reference(child.kind()))
            .map(|reference| object(kind, names::name(reference)))
            .collect(),
    };
    if objects.is_empty() {
        node.reject_after();
    }
    Some(Statement::Drop(Drop {
        objects,
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        cascade: node.has(SyntaxKind::CASCADE),
    }))
}

/// An object without a relation or arguments.
pub fn object(kind: ObjectKind, name: Name) -> Object {
    Object {
        kind,
        name,
        relation: None,
        arguments: None,
    }
}

/// A policy, rule or trigger with what it hangs on.
fn on_relation(node: Node<'_>, kind: ObjectKind) -> Object {
    let name = node.child_of(&[
        SyntaxKind::POLICY_REF,
        SyntaxKind::RULE_REF,
        SyntaxKind::TRIGGER_REF,
    ]);
    Object {
        relation: relation(node),
        ..object(kind, name.map(names::name).unwrap_or_default())
    }
}

/// The relation after `ON`.
pub fn relation(node: Node<'_>) -> Option<Name> {
    let on = node.child_of(&[SyntaxKind::ON_TABLE, SyntaxKind::ON_RELATION]);
    let name = on.unwrap_or(node).child_of(&[
        SyntaxKind::TABLE_NAME_REF,
        SyntaxKind::RELATION_NAME_REF,
        SyntaxKind::DOMAIN_REF,
    ]);
    name.map(names::name)
}

fn operator(node: Node<'_>) -> Object {
    let symbol = node.child(SyntaxKind::OP).and_then(operators::operator);
    let name = symbol.map(|operator| Name {
        schema: operator.schema,
        name: operator.symbol,
        span: operator.span,
    });
    Object {
        arguments: Some(operands(node)),
        ..object(ObjectKind::Operator, name.unwrap_or_default())
    }
}

/// The types among a node's children.
fn operands(node: Node<'_>) -> Vec<TypeName> {
    node.children()
        .filter(|child| types::is_type(child.kind()))
        .map(types::type_name)
        .collect()
}

fn is_reference(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::TABLE_NAME_REF
            | SyntaxKind::VIEW_REF
            | SyntaxKind::INDEX_REF
            | SyntaxKind::SEQUENCE_REF
            | SyntaxKind::TYPE_NAME_REF
            | SyntaxKind::DOMAIN_REF
            | SyntaxKind::SCHEMA_REF
            | SyntaxKind::EXTENSION_REF
            | SyntaxKind::PUBLICATION_REF
            | SyntaxKind::SUBSCRIPTION_REF
            | SyntaxKind::ROLE_REF
            | SyntaxKind::COLLATION_REF
            | SyntaxKind::CONVERSION_REF
            | SyntaxKind::STATISTICS_REF
            | SyntaxKind::SERVER_REF
            | SyntaxKind::LANGUAGE_REF
            | SyntaxKind::DATABASE_REF
            | SyntaxKind::TABLESPACE_REF
            | SyntaxKind::EVENT_TRIGGER_REF
            | SyntaxKind::FOREIGN_DATA_WRAPPER_REF
            | SyntaxKind::ACCESS_METHOD_REF
            | SyntaxKind::OP_CLASS_REF
            | SyntaxKind::OP_FAMILY_REF
            | SyntaxKind::TEXT_SEARCH_CONFIGURATION_REF
            | SyntaxKind::TEXT_SEARCH_DICTIONARY_REF
            | SyntaxKind::TEXT_SEARCH_PARSER_REF
            | SyntaxKind::TEXT_SEARCH_TEMPLATE_REF
    )
}

/// `COMMENT ON object IS 'text'`
pub fn comment(node: Node<'_>) -> Statement {
    let object = node.children().find_map(commented);
    Statement::Comment {
        object: object.unwrap_or_else(|| object_of_nothing(node)),
        text: literals::string_in(node),
    }
}

fn object_of_nothing(node: Node<'_>) -> Object {
    object(
        ObjectKind::Other,
        Name {
            span: node.span(),
            ..Name::default()
        },
    )
}

fn commented(node: Node<'_>) -> Option<Object> {
    let kind = object_kinds::commented(node.kind())?;
    let object = match kind {
        ObjectKind::Column => column(node),
        ObjectKind::Constraint => Object {
            relation: relation(node),
            ..object(kind, names::name_in(node, SyntaxKind::CONSTRAINT_NAME_REF))
        },
        ObjectKind::Policy | ObjectKind::Rule | ObjectKind::Trigger => on_relation(node, kind),
        ObjectKind::Function
        | ObjectKind::Procedure
        | ObjectKind::Routine
        | ObjectKind::Aggregate => {
            let routine = routines::references(node).into_iter().next()?;
            Object {
                arguments: routine.arguments,
                ..object(kind, routine.name)
            }
        }
        ObjectKind::Operator => operator(node),
        _ => {
            let reference = node.children().find(|child| is_reference(child.kind()));
            object(kind, reference.map(names::name).unwrap_or_default())
        }
    };
    Some(object)
}

fn column(node: Node<'_>) -> Object {
    let path = node.child(SyntaxKind::QUALIFIED_COLUMN_NAME_REF);
    let mut segments = path.map(names::segments).unwrap_or_default();
    if segments.len() == 1 {
        node.complain("column name must be qualified");
    }
    let column = segments.pop().map(|word| Name {
        schema: None,
        name: word.text,
        span: word.span,
    });
    let relation = (!segments.is_empty()).then(|| names::of_segments(segments, node));
    Object {
        relation,
        ..object(ObjectKind::Column, column.unwrap_or_default())
    }
}

/// `ALTER` of an object that is no relation, type or routine, if a statement is one.
pub fn alter(node: Node<'_>) -> Option<Statement> {
    let kind = object_kinds::altered(node.kind())?;
    let object = match kind {
        ObjectKind::Trigger | ObjectKind::Rule => on_relation(node, kind),
        ObjectKind::Operator => node
            .child(SyntaxKind::OP_SIG)
            .map_or_else(|| object(kind, Name::default()), operator),
        _ => {
            let reference = node.children().find(|child| is_reference(child.kind()));
            object(kind, reference.map(names::name).unwrap_or_default())
        }
    };
    Some(Statement::AlterObject {
        object,
        action: action(node),
    })
}

/// Says so where nothing follows the name of what is altered.
pub fn check_action(node: Node<'_>, last_of_name: &[SyntaxKind]) {
    let last = node
        .children()
        .filter(|child| child.kind() != SyntaxKind::SEMICOLON && !child.range().is_empty())
        .last();
    if last.is_some_and(|last| last_of_name.contains(&last.kind())) {
        node.reject_after();
    }
}

/// What `ALTER` of an object does.
pub fn action(node: Node<'_>) -> ObjectAction {
    for child in node.children() {
        match child.kind() {
            SyntaxKind::OWNER_TO => {
                return match names::word_in(child, SyntaxKind::ROLE_REF) {
                    Some(role) => ObjectAction::Owner(role),
                    None => ObjectAction::Other,
                };
            }
            SyntaxKind::SET_SCHEMA => {
                return match names::word_in(child, SyntaxKind::SCHEMA_REF) {
                    Some(schema) => ObjectAction::Schema(schema),
                    None => ObjectAction::Other,
                };
            }
            _ => {
                if child.has(SyntaxKind::RENAME_KW) {
                    return ObjectAction::Rename(new_name(child));
                }
            }
        }
    }
    ObjectAction::Other
}

/// The name after `RENAME TO`, which has no schema.
pub fn new_name(rename: Node<'_>) -> Word {
    let name = rename.children().last().unwrap_or(rename);
    let segments = names::segments(name);
    if segments.len() > 1
        && let Some(dot) = name.tokens().find(|token| token.kind() == SyntaxKind::DOT)
    {
        dot.reject();
    }
    segments
        .into_iter()
        .next()
        .unwrap_or_else(|| names::word(rename))
}

/// The word in a child of a kind, which has no schema.
pub fn last_word(node: Node<'_>, kind: SyntaxKind) -> Word {
    let Some(child) = node.child(kind) else {
        return names::word(node);
    };
    if let Some(dot) = child.tokens().find(|token| token.kind() == SyntaxKind::DOT) {
        dot.reject();
    }
    names::word(child)
}
