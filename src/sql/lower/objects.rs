//! Objects that statements name: `DROP`, `COMMENT ON`, and `ALTER` of what has no more to it.

use squawk_parser::SyntaxKind;

use super::{literals, names, operators, routines, tree::Node, types};
use crate::sql::{
    name::{Name, TypeName, Word},
    statement::{Drop, Object, ObjectAction, ObjectKind, Statement},
};

/// What `DROP` of objects says, if a statement is one.
pub fn drop(node: Node<'_>) -> Option<Statement> {
    let kind = dropped_kind(node.kind())?;
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

fn dropped_kind(kind: SyntaxKind) -> Option<ObjectKind> {
    let kind = match kind {
        SyntaxKind::DROP_TABLE => ObjectKind::Table,
        SyntaxKind::DROP_VIEW => ObjectKind::View,
        SyntaxKind::DROP_MATERIALIZED_VIEW => ObjectKind::MaterializedView,
        SyntaxKind::DROP_FOREIGN_TABLE => ObjectKind::ForeignTable,
        SyntaxKind::DROP_INDEX => ObjectKind::Index,
        SyntaxKind::DROP_SEQUENCE => ObjectKind::Sequence,
        SyntaxKind::DROP_TYPE => ObjectKind::Type,
        SyntaxKind::DROP_DOMAIN => ObjectKind::Domain,
        SyntaxKind::DROP_SCHEMA => ObjectKind::Schema,
        SyntaxKind::DROP_EXTENSION => ObjectKind::Extension,
        SyntaxKind::DROP_FUNCTION => ObjectKind::Function,
        SyntaxKind::DROP_PROCEDURE => ObjectKind::Procedure,
        SyntaxKind::DROP_ROUTINE => ObjectKind::Routine,
        SyntaxKind::DROP_AGGREGATE => ObjectKind::Aggregate,
        SyntaxKind::DROP_OPERATOR => ObjectKind::Operator,
        SyntaxKind::DROP_OPERATOR_CLASS => ObjectKind::OperatorClass,
        SyntaxKind::DROP_OPERATOR_FAMILY => ObjectKind::OperatorFamily,
        SyntaxKind::DROP_POLICY => ObjectKind::Policy,
        SyntaxKind::DROP_RULE => ObjectKind::Rule,
        SyntaxKind::DROP_TRIGGER => ObjectKind::Trigger,
        SyntaxKind::DROP_EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::DROP_PUBLICATION => ObjectKind::Publication,
        SyntaxKind::DROP_SUBSCRIPTION => ObjectKind::Subscription,
        SyntaxKind::DROP_ROLE | SyntaxKind::DROP_USER | SyntaxKind::DROP_GROUP => ObjectKind::Role,
        SyntaxKind::DROP_COLLATION => ObjectKind::Collation,
        SyntaxKind::DROP_CONVERSION => ObjectKind::Conversion,
        SyntaxKind::DROP_STATISTICS => ObjectKind::Statistics,
        SyntaxKind::DROP_SERVER => ObjectKind::Server,
        SyntaxKind::DROP_LANGUAGE => ObjectKind::Language,
        SyntaxKind::DROP_DATABASE => ObjectKind::Database,
        SyntaxKind::DROP_TABLESPACE => ObjectKind::Tablespace,
        SyntaxKind::DROP_FOREIGN_DATA_WRAPPER => ObjectKind::ForeignDataWrapper,
        SyntaxKind::DROP_ACCESS_METHOD => ObjectKind::AccessMethod,
        SyntaxKind::DROP_CAST => ObjectKind::Cast,
        SyntaxKind::DROP_TRANSFORM => ObjectKind::Transform,
        SyntaxKind::DROP_USER_MAPPING => ObjectKind::UserMapping,
        SyntaxKind::DROP_TEXT_SEARCH_CONFIG => ObjectKind::TextSearchConfiguration,
        SyntaxKind::DROP_TEXT_SEARCH_DICT => ObjectKind::TextSearchDictionary,
        SyntaxKind::DROP_TEXT_SEARCH_PARSER => ObjectKind::TextSearchParser,
        SyntaxKind::DROP_TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearchTemplate,
        _ => return None,
    };
    Some(kind)
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
    let kind = commented_kind(node.kind())?;
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

fn commented_kind(kind: SyntaxKind) -> Option<ObjectKind> {
    let kind = match kind {
        SyntaxKind::OBJECT_TABLE => ObjectKind::Table,
        SyntaxKind::OBJECT_COLUMN => ObjectKind::Column,
        SyntaxKind::OBJECT_VIEW => ObjectKind::View,
        SyntaxKind::OBJECT_MATERIALIZED_VIEW => ObjectKind::MaterializedView,
        SyntaxKind::OBJECT_FOREIGN_TABLE => ObjectKind::ForeignTable,
        SyntaxKind::OBJECT_INDEX => ObjectKind::Index,
        SyntaxKind::OBJECT_SEQUENCE => ObjectKind::Sequence,
        SyntaxKind::OBJECT_TYPE => ObjectKind::Type,
        SyntaxKind::OBJECT_DOMAIN => ObjectKind::Domain,
        SyntaxKind::OBJECT_SCHEMA => ObjectKind::Schema,
        SyntaxKind::OBJECT_EXTENSION => ObjectKind::Extension,
        SyntaxKind::OBJECT_FUNCTION => ObjectKind::Function,
        SyntaxKind::OBJECT_PROCEDURE => ObjectKind::Procedure,
        SyntaxKind::OBJECT_ROUTINE => ObjectKind::Routine,
        SyntaxKind::OBJECT_AGGREGATE => ObjectKind::Aggregate,
        SyntaxKind::OBJECT_CONSTRAINT => ObjectKind::Constraint,
        SyntaxKind::OBJECT_POLICY => ObjectKind::Policy,
        SyntaxKind::OBJECT_RULE => ObjectKind::Rule,
        SyntaxKind::OBJECT_TRIGGER => ObjectKind::Trigger,
        SyntaxKind::OBJECT_EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::OBJECT_PUBLICATION => ObjectKind::Publication,
        SyntaxKind::OBJECT_SUBSCRIPTION => ObjectKind::Subscription,
        SyntaxKind::OBJECT_ROLE => ObjectKind::Role,
        SyntaxKind::OBJECT_COLLATION => ObjectKind::Collation,
        SyntaxKind::OBJECT_CONVERSION => ObjectKind::Conversion,
        SyntaxKind::OBJECT_STATISTICS => ObjectKind::Statistics,
        SyntaxKind::OBJECT_SERVER => ObjectKind::Server,
        SyntaxKind::OBJECT_LANGUAGE => ObjectKind::Language,
        SyntaxKind::OBJECT_DATABASE => ObjectKind::Database,
        SyntaxKind::OBJECT_TABLESPACE => ObjectKind::Tablespace,
        SyntaxKind::OBJECT_FOREIGN_DATA_WRAPPER => ObjectKind::ForeignDataWrapper,
        SyntaxKind::OBJECT_ACCESS_METHOD => ObjectKind::AccessMethod,
        SyntaxKind::OBJECT_CAST => ObjectKind::Cast,
        SyntaxKind::OBJECT_TRANSFORM => ObjectKind::Transform,
        SyntaxKind::OBJECT_OPERATOR => ObjectKind::Operator,
        SyntaxKind::OBJECT_OPERATOR_CLASS => ObjectKind::OperatorClass,
        SyntaxKind::OBJECT_OPERATOR_FAMILY => ObjectKind::OperatorFamily,
        SyntaxKind::OBJECT_TEXT_SEARCH_CONFIG => ObjectKind::TextSearchConfiguration,
        SyntaxKind::OBJECT_TEXT_SEARCH_DICT => ObjectKind::TextSearchDictionary,
        SyntaxKind::OBJECT_TEXT_SEARCH_PARSER => ObjectKind::TextSearchParser,
        SyntaxKind::OBJECT_TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearchTemplate,
        SyntaxKind::OBJECT_LARGE_OBJECT | SyntaxKind::OBJECT_PROPERTY_GRAPH => ObjectKind::Other,
        _ => return None,
    };
    Some(kind)
}

/// `ALTER` of an object that is no relation, type or routine, if a statement is one.
pub fn alter(node: Node<'_>) -> Option<Statement> {
    let kind = altered_kind(node.kind())?;
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

fn altered_kind(kind: SyntaxKind) -> Option<ObjectKind> {
    let kind = match kind {
        SyntaxKind::ALTER_SCHEMA => ObjectKind::Schema,
        SyntaxKind::ALTER_EXTENSION => ObjectKind::Extension,
        SyntaxKind::ALTER_TRIGGER => ObjectKind::Trigger,
        SyntaxKind::ALTER_RULE => ObjectKind::Rule,
        SyntaxKind::ALTER_ROLE | SyntaxKind::ALTER_USER | SyntaxKind::ALTER_GROUP => {
            ObjectKind::Role
        }
        SyntaxKind::ALTER_COLLATION => ObjectKind::Collation,
        SyntaxKind::ALTER_CONVERSION => ObjectKind::Conversion,
        SyntaxKind::ALTER_STATISTICS => ObjectKind::Statistics,
        SyntaxKind::ALTER_SERVER => ObjectKind::Server,
        SyntaxKind::ALTER_LANGUAGE => ObjectKind::Language,
        SyntaxKind::ALTER_DATABASE => ObjectKind::Database,
        SyntaxKind::ALTER_TABLESPACE => ObjectKind::Tablespace,
        SyntaxKind::ALTER_FOREIGN_DATA_WRAPPER => ObjectKind::ForeignDataWrapper,
        SyntaxKind::ALTER_EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::ALTER_SUBSCRIPTION => ObjectKind::Subscription,
        SyntaxKind::ALTER_OPERATOR => ObjectKind::Operator,
        SyntaxKind::ALTER_OPERATOR_CLASS => ObjectKind::OperatorClass,
        SyntaxKind::ALTER_OPERATOR_FAMILY => ObjectKind::OperatorFamily,
        SyntaxKind::ALTER_TEXT_SEARCH_CONFIGURATION => ObjectKind::TextSearchConfiguration,
        SyntaxKind::ALTER_TEXT_SEARCH_DICTIONARY => ObjectKind::TextSearchDictionary,
        SyntaxKind::ALTER_TEXT_SEARCH_PARSER => ObjectKind::TextSearchParser,
        SyntaxKind::ALTER_TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearchTemplate,
        SyntaxKind::ALTER_USER_MAPPING => ObjectKind::UserMapping,
        _ => return None,
    };
    Some(kind)
}
