//! `CREATE TYPE`, `CREATE DOMAIN`, and `ALTER` of them.

use squawk_parser::SyntaxKind;

use super::{
    alter_tables, constraints, expressions, literals, names, objects, options, tree::Node, types,
};
use crate::sql::{
    name::{Name, TypeName},
    statement::{
        ObjectKind, Statement,
        table::{ColumnConstraintKind, TableConstraint},
        types::{
            AlterDomain, AlterDomainAction, AlterEnum, AlterEnumAction, CreateDomain, CreateType,
            CreateTypeKind, EnumPosition,
        },
    },
};

/// What `CREATE TYPE` says.
pub fn create(node: Node<'_>) -> CreateType {
    CreateType {
        name: names::name_in(node, SyntaxKind::TYPE_NAME),
        kind: node
            .children()
            .find_map(kind)
            .unwrap_or(CreateTypeKind::Shell),
    }
}

fn kind(node: Node<'_>) -> Option<CreateTypeKind> {
    match node.kind() {
        SyntaxKind::ENUM_TYPE => {
            let list = node.child(SyntaxKind::VARIANT_LIST);
            let labels = list.map(|list| {
                let variants = list.all(SyntaxKind::VARIANT);
                variants.filter_map(literals::string_in).collect()
            });
            Some(CreateTypeKind::Enum(labels.unwrap_or_default()))
        }
        SyntaxKind::COMPOSITE_TYPE => {
            let list = node.child(SyntaxKind::COMPOSITE_FIELD_LIST);
            let fields = list.map(|list| {
                let fields = list.all(SyntaxKind::COMPOSITE_FIELD_DEF);
                fields
                    .filter_map(|field| {
                        let name = names::word_in(field, SyntaxKind::COMPOSITE_FIELD)?;
                        if types::child(field).is_none() {
                            field.reject_after();
                        }
                        Some((name, types::of(field)))
                    })
                    .collect()
            });
            Some(CreateTypeKind::Composite(fields.unwrap_or_default()))
        }
        SyntaxKind::RANGE_TYPE => Some(CreateTypeKind::Range {
            subtype: option_type(node, "subtype"),
        }),
        SyntaxKind::BASE_TYPE => Some(CreateTypeKind::Base),
        _ => None,
    }
}

/// The type that an option of a list names.
pub fn option_type(node: Node<'_>, name: &str) -> Option<TypeName> {
    types::child(options::option(node, name)?)
}

/// What `CREATE DOMAIN` says.
pub fn create_domain(node: Node<'_>) -> CreateDomain {
    let collate = node.child(SyntaxKind::COLLATE);
    let mut domain = CreateDomain {
        name: names::name_in(node, SyntaxKind::DOMAIN),
        data_type: types::of(node),
        collation: collate.map(|collate| names::name_in(collate, SyntaxKind::COLLATION_REF)),
        default: None,
        not_null: false,
        checks: Vec::new(),
    };
    for child in node.children() {
        let Some(constraint) = constraints::of_column(child) else {
            continue;
        };
        match constraint.kind {
            ColumnConstraintKind::NotNull => domain.not_null = true,
            ColumnConstraintKind::Default(value) => domain.default = Some(value),
            ColumnConstraintKind::Check(_) => domain.checks.extend(constraints::of_table(child)),
            ColumnConstraintKind::Null
            | ColumnConstraintKind::Identity { .. }
            | ColumnConstraintKind::Generated(_)
            | ColumnConstraintKind::Unique
            | ColumnConstraintKind::PrimaryKey
            | ColumnConstraintKind::References(_) => {}
        }
    }
    domain
}

/// What `ALTER TYPE` says.
pub fn alter(node: Node<'_>) -> Statement {
    let name = names::name_in(node, SyntaxKind::TYPE_NAME_REF);
    for child in node.children() {
        match child.kind() {
            SyntaxKind::ADD_VALUE => return add_value(name, child),
            SyntaxKind::RENAME_VALUE => {
                let mut labels = child.all(SyntaxKind::LITERAL).map(literals::string);
                let action = AlterEnumAction::Rename {
                    from: labels.next().unwrap_or_default(),
                    to: labels.next().unwrap_or_default(),
                };
                return Statement::AlterEnum(AlterEnum { name, action });
            }
            SyntaxKind::ALTER_TYPE_ATTRIBUTE_ACTION_LIST | SyntaxKind::RENAME_ATTRIBUTE => {
                return alter_tables::alter(node, ObjectKind::Type);
            }
            _ => {}
        }
    }
    Statement::AlterObject {
        object: objects::object(ObjectKind::Type, name),
        action: objects::action(node),
    }
}

fn add_value(name: Name, node: Node<'_>) -> Statement {
    let position = node.children().find_map(|child| match child.kind() {
        SyntaxKind::BEFORE_VALUE => literals::string_in(child).map(EnumPosition::Before),
        SyntaxKind::AFTER_VALUE => literals::string_in(child).map(EnumPosition::After),
        _ => None,
    });
    let action = AlterEnumAction::Add {
        label: literals::string_in(node).unwrap_or_default(),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        position,
    };
    Statement::AlterEnum(AlterEnum { name, action })
}

/// What `ALTER DOMAIN` says.
pub fn alter_domain(node: Node<'_>) -> Statement {
    let action = node.children().find_map(domain_action);
    Statement::AlterDomain(Box::new(AlterDomain {
        name: names::name_in(node, SyntaxKind::DOMAIN_REF),
        action: action.unwrap_or(AlterDomainAction::DropDefault),
    }))
}

fn domain_action(node: Node<'_>) -> Option<AlterDomainAction> {
    let constraint = || objects::last_word(node, SyntaxKind::CONSTRAINT_NAME_REF);
    let word = |kind| names::word_in(node, kind).unwrap_or_else(|| names::word(node));
    let action = match node.kind() {
        SyntaxKind::SET_DEFAULT => AlterDomainAction::SetDefault(expressions::required(
            expressions::nodes(node).next(),
            node,
        )),
        SyntaxKind::DROP_DEFAULT => AlterDomainAction::DropDefault,
        SyntaxKind::SET_NOT_NULL => AlterDomainAction::SetNotNull,
        SyntaxKind::DROP_NOT_NULL => AlterDomainAction::DropNotNull,
        SyntaxKind::ADD_CONSTRAINT => {
            let check: Option<TableConstraint> = node.children().find_map(constraints::of_table);
            AlterDomainAction::AddConstraint(check?)
        }
        SyntaxKind::DROP_CONSTRAINT => AlterDomainAction::DropConstraint {
            name: constraint(),
            if_exists: node.has(SyntaxKind::IF_EXISTS),
            cascade: node.has(SyntaxKind::CASCADE),
        },
        SyntaxKind::RENAME_CONSTRAINT => AlterDomainAction::RenameConstraint {
            from: constraint(),
            to: word(SyntaxKind::CONSTRAINT_NAME),
        },
        SyntaxKind::VALIDATE_CONSTRAINT => AlterDomainAction::ValidateConstraint(constraint()),
        SyntaxKind::DOMAIN_RENAME_TO => AlterDomainAction::Rename(objects::new_name(node)),
        SyntaxKind::OWNER_TO => AlterDomainAction::Owner(word(SyntaxKind::ROLE_REF)),
        SyntaxKind::SET_SCHEMA => AlterDomainAction::Schema(word(SyntaxKind::SCHEMA_REF)),
        _ => return None,
    };
    Some(action)
}
