//! `ALTER TABLE`, and `ALTER` of what is like a table.

use squawk_parser::SyntaxKind;

use super::{constraints, expressions, names, objects, options, tables, tree::Node, types};
use crate::sql::{
    name::{Identifier, Name, Word},
    statement::{
        ObjectKind, Statement,
        table::{AlterAction, AlterActionKind, AlterTable, SequenceOptions},
    },
};

/// What `ALTER TABLE` and the like say.
pub fn alter(node: Node<'_>, kind: ObjectKind) -> Statement {
    if node.has(SyntaxKind::ALL_IN_TABLESPACE) {
        return Statement::NoEffect;
    }
    let relation = node.child_of(&[
        SyntaxKind::TABLE_RELATION_NAME,
        SyntaxKind::VIEW_REF,
        SyntaxKind::INDEX_REF,
        SyntaxKind::SEQUENCE_REF,
        SyntaxKind::TYPE_NAME_REF,
    ]);
    objects::check_action(
        node,
        &[
            SyntaxKind::TABLE_RELATION_NAME,
            SyntaxKind::VIEW_REF,
            SyntaxKind::INDEX_REF,
            SyntaxKind::SEQUENCE_REF,
            SyntaxKind::TYPE_NAME_REF,
            SyntaxKind::COMMA,
        ],
    );
    let mut actions = Vec::new();
    for child in node.children() {
        if child.kind() == SyntaxKind::ALTER_TYPE_ATTRIBUTE_ACTION_LIST {
            actions.extend(child.children().filter_map(action));
        } else {
            actions.extend(action(child));
        }
    }
    let sequence = constraints::sequence_options(node);
    if kind == ObjectKind::Sequence
        && (actions.is_empty() || sequence != SequenceOptions::default())
    {
        actions.push(AlterAction {
            kind: AlterActionKind::SequenceOptions(sequence),
            span: node.span(),
        });
    }
    Statement::AlterTable(Box::new(AlterTable {
        kind,
        name: relation.map(names::name).unwrap_or_default(),
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        only: relation.is_some_and(|relation| relation.has(SyntaxKind::ONLY_KW)),
        actions,
    }))
}

/// What a node says, if it is an action.
fn action(node: Node<'_>) -> Option<AlterAction> {
    let kind = match node.kind() {
        SyntaxKind::ADD_COLUMN => AlterActionKind::AddColumn {
            column: tables::column(node),
            if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        },
        SyntaxKind::DROP_COLUMN | SyntaxKind::DROP_ATTRIBUTE => AlterActionKind::DropColumn {
            name: column(node),
            if_exists: node.has(SyntaxKind::IF_EXISTS),
            cascade: node.has(SyntaxKind::CASCADE),
        },
        SyntaxKind::ALTER_COLUMN | SyntaxKind::ALTER_VIEW_COLUMN => of_column(node),
        SyntaxKind::ALTER_SET_STATISTICS => AlterActionKind::ColumnOption(names::word(
            node.child(SyntaxKind::COLUMN_NAME_REF).unwrap_or(node),
        )),
        SyntaxKind::ADD_ATTRIBUTE => AlterActionKind::AddColumn {
            column: attribute(node),
            if_not_exists: false,
        },
        SyntaxKind::ALTER_ATTRIBUTE => AlterActionKind::SetType {
            column: column(node),
            data_type: types::of(node),
            using: None,
        },
        _ => return of_relation(node),
    };
    Some(AlterAction {
        kind,
        span: node.span(),
    })
}

fn of_relation(node: Node<'_>) -> Option<AlterAction> {
    let kind = of_constraint(node)
        .or_else(|| rename(node))
        .or_else(|| of_security(node))
        .or_else(|| of_others(node))
        .or_else(|| of_storage(node))?;
    Some(AlterAction {
        kind,
        span: node.span(),
    })
}

fn column(node: Node<'_>) -> Word {
    let name = node.child_of(&[SyntaxKind::COLUMN_NAME_REF, SyntaxKind::COMPOSITE_FIELD_REF]);
    names::word(name.unwrap_or(node))
}

fn attribute(node: Node<'_>) -> crate::sql::statement::table::ColumnDefinition {
    let mut column = tables::column(node);
    if let Some(name) = names::word_in(node, SyntaxKind::COMPOSITE_FIELD) {
        column.name = name;
    }
    column
}

/// `ALTER COLUMN name …`
fn of_column(node: Node<'_>) -> AlterActionKind {
    if let Some(set) = node.child(SyntaxKind::SET_EXPRESSION)
        && let Some(expression) = set.children().nth(1)
    {
        expression.reject();
    }
    let column = column(node);
    // After `ALTER [COLUMN] name`.
    let option = node
        .children()
        .skip_while(|child| child.kind() != SyntaxKind::COLUMN_NAME_REF)
        .nth(1);
    let Some(option) = option else {
        return AlterActionKind::ColumnOption(column);
    };
    match option.kind() {
        SyntaxKind::SET_TYPE => AlterActionKind::SetType {
            column,
            data_type: types::of(option),
            using: option
                .child(SyntaxKind::USING_EXPR)
                .and_then(expressions::child),
        },
        SyntaxKind::SET_DEFAULT => AlterActionKind::SetDefault {
            column,
            value: expressions::required(expressions::nodes(option).next(), option),
        },
        SyntaxKind::DROP_DEFAULT => AlterActionKind::DropDefault(column),
        SyntaxKind::SET_NOT_NULL => AlterActionKind::SetNotNull(column),
        SyntaxKind::DROP_NOT_NULL => AlterActionKind::DropNotNull(column),
        SyntaxKind::ADD_GENERATED => AlterActionKind::AddIdentity {
            column,
            always: option.has(SyntaxKind::GENERATED_ALWAYS),
            sequence: constraints::sequence_name(option),
        },
        SyntaxKind::SET_GENERATED_OPTIONS
        | SyntaxKind::SET_GENERATED
        | SyntaxKind::SET_SEQUENCE_OPTION
        | SyntaxKind::RESTART => AlterActionKind::SetIdentity {
            column,
            always: set_always(option),
        },
        SyntaxKind::DROP_IDENTITY => AlterActionKind::DropIdentity {
            column,
            if_exists: option.has(SyntaxKind::IF_EXISTS),
        },
        SyntaxKind::DROP_EXPRESSION => AlterActionKind::DropExpression {
            column,
            if_exists: option.has(SyntaxKind::IF_EXISTS),
        },
        _ => AlterActionKind::ColumnOption(column),
    }
}

/// Whether an identity column is to be `ALWAYS`, where that is said.
fn set_always(option: Node<'_>) -> Option<bool> {
    let set = match option.kind() {
        SyntaxKind::SET_GENERATED => Some(option),
        _ => option.all(SyntaxKind::SET_GENERATED).last(),
    };
    set.map(|set| set.has(SyntaxKind::GENERATED_ALWAYS))
}

fn of_constraint(node: Node<'_>) -> Option<AlterActionKind> {
    let name = || objects::last_word(node, SyntaxKind::CONSTRAINT_NAME_REF);
    match node.kind() {
        SyntaxKind::ADD_CONSTRAINT => {
            let constraint = node.children().find_map(constraints::of_table);
            if constraint.is_none()
                && let Some(other) = node.children().nth(1)
                && let Some(word) = other
                    .children()
                    .find(|child| child.kind() != SyntaxKind::CONSTRAINT_NAME_CLAUSE)
            {
                word.reject();
            }
            constraint.map(AlterActionKind::AddConstraint)
        }
        SyntaxKind::DROP_CONSTRAINT => Some(AlterActionKind::DropConstraint {
            name: name(),
            if_exists: node.has(SyntaxKind::IF_EXISTS),
            cascade: node.has(SyntaxKind::CASCADE),
        }),
        SyntaxKind::ALTER_CONSTRAINT => Some(AlterActionKind::AlterConstraint(name())),
        SyntaxKind::VALIDATE_CONSTRAINT => Some(AlterActionKind::ValidateConstraint(name())),
        _ => None,
    }
}

fn rename(node: Node<'_>) -> Option<AlterActionKind> {
    let to = |kind| names::word_in(node, kind).unwrap_or_else(|| names::word(node));
    match node.kind() {
        SyntaxKind::RENAME_COLUMN => Some(AlterActionKind::RenameColumn {
            from: column(node),
            to: to(SyntaxKind::COLUMN_NAME),
        }),
        SyntaxKind::RENAME_ATTRIBUTE => Some(AlterActionKind::RenameColumn {
            from: column(node),
            to: to(SyntaxKind::COMPOSITE_FIELD),
        }),
        SyntaxKind::RENAME_CONSTRAINT => Some(AlterActionKind::RenameConstraint {
            from: objects::last_word(node, SyntaxKind::CONSTRAINT_NAME_REF),
            to: to(SyntaxKind::CONSTRAINT_NAME),
        }),
        SyntaxKind::TABLE_RENAME_TO
        | SyntaxKind::VIEW_RENAME_TO
        | SyntaxKind::INDEX_RENAME_TO
        | SyntaxKind::SEQUENCE_RENAME_TO => {
            Some(AlterActionKind::RenameTable(objects::new_name(node)))
        }
        SyntaxKind::SET_SCHEMA => Some(AlterActionKind::SetSchema(to(SyntaxKind::SCHEMA_REF))),
        SyntaxKind::OWNER_TO => Some(AlterActionKind::Owner(to(SyntaxKind::ROLE_REF))),
        _ => None,
    }
}

fn of_security(node: Node<'_>) -> Option<AlterActionKind> {
    let target = || -> Identifier {
        let name = node.child_of(&[SyntaxKind::TRIGGER_REF, SyntaxKind::ALL, SyntaxKind::USER]);
        names::word(name.unwrap_or(node)).text
    };
    let rule = || names::word_in(node, SyntaxKind::RULE_REF).unwrap_or_else(|| names::word(node));
    match node.kind() {
        SyntaxKind::ENABLE_RLS => Some(AlterActionKind::EnableRowSecurity),
        SyntaxKind::DISABLE_RLS => Some(AlterActionKind::DisableRowSecurity),
        SyntaxKind::FORCE_RLS => Some(AlterActionKind::ForceRowSecurity),
        SyntaxKind::NO_FORCE_RLS => Some(AlterActionKind::NoForceRowSecurity),
        SyntaxKind::ENABLE_TRIGGER
        | SyntaxKind::ENABLE_ALWAYS_TRIGGER
        | SyntaxKind::ENABLE_REPLICA_TRIGGER => Some(AlterActionKind::EnableTrigger(target())),
        SyntaxKind::DISABLE_TRIGGER => Some(AlterActionKind::DisableTrigger(target())),
        SyntaxKind::ENABLE_RULE
        | SyntaxKind::ENABLE_ALWAYS_RULE
        | SyntaxKind::ENABLE_REPLICA_RULE => Some(AlterActionKind::EnableRule(rule())),
        SyntaxKind::DISABLE_RULE => Some(AlterActionKind::DisableRule(rule())),
        _ => None,
    }
}

/// What relates the table to another relation or a type.
fn of_others(node: Node<'_>) -> Option<AlterActionKind> {
    let table = || -> Name {
        names::optional_name(node, SyntaxKind::TABLE_NAME_REF)
            .unwrap_or_else(|| names::name_in(node, SyntaxKind::INDEX_REF))
    };
    match node.kind() {
        SyntaxKind::INHERIT_TABLE => Some(AlterActionKind::Inherit(table())),
        SyntaxKind::NO_INHERIT_TABLE => Some(AlterActionKind::NoInherit(table())),
        SyntaxKind::ATTACH_PARTITION | SyntaxKind::ATTACH_INDEX_PARTITION => {
            Some(AlterActionKind::AttachPartition(table()))
        }
        SyntaxKind::DETACH_PARTITION => Some(AlterActionKind::DetachPartition(table())),
        SyntaxKind::OF_TYPE => Some(AlterActionKind::OfType(types::of(node).name)),
        SyntaxKind::NOT_OF => Some(AlterActionKind::NotOf),
        SyntaxKind::CLUSTER_ON => {
            names::word_in(node, SyntaxKind::INDEX_REF).map(AlterActionKind::ClusterOn)
        }
        SyntaxKind::REPLICA_IDENTITY => Some(AlterActionKind::ReplicaIdentity {
            index: node
                .child(SyntaxKind::USING_INDEX_NAME)
                .and_then(|using| names::word_in(using, SyntaxKind::INDEX_REF)),
        }),
        _ => None,
    }
}

fn of_storage(node: Node<'_>) -> Option<AlterActionKind> {
    match node.kind() {
        SyntaxKind::SET_OPTIONS | SyntaxKind::RESET_OPTIONS => {
            Some(AlterActionKind::Options(options::with_values(node)))
        }
        SyntaxKind::SET_TABLESPACE
        | SyntaxKind::SET_WITHOUT_CLUSTER
        | SyntaxKind::SET_WITHOUT_OIDS
        | SyntaxKind::SET_ACCESS_METHOD
        | SyntaxKind::SET_LOGGED
        | SyntaxKind::SET_UNLOGGED
        | SyntaxKind::ALTER_OPTION_LIST
        | SyntaxKind::DEPENDS_ON_EXTENSION
        | SyntaxKind::NO_DEPENDS_ON_EXTENSION => Some(AlterActionKind::Other),
        // Of later versions.
        SyntaxKind::MERGE_PARTITIONS | SyntaxKind::SPLIT_PARTITION => {
            node.reject();
            Some(AlterActionKind::Other)
        }
        _ => None,
    }
}
