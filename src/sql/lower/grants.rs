//! `GRANT` and `REVOKE`, and publications.

use squawk_parser::SyntaxKind;

use super::{names, routines, tree::Node};
use crate::sql::{
    name::{Identifier, Name, Word},
    statement::{
        Grant, GrantObjects, ObjectKind, PublicationAction, PublicationObjects, Statement,
    },
};

/// What `GRANT` and `REVOKE` say.
pub fn grant(node: Node<'_>) -> Grant {
    let on = node
        .child(SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE)
        .and_then(|clause| clause.children().find_map(objects));
    if let Some(clause) = node.child(SyntaxKind::GRANT_WITH_CLAUSE)
        && let Some(options) = clause.child(SyntaxKind::GRANT_ROLE_OPTION_LIST)
        && let Some(option) = options.children().next()
        && !option.text().to_ascii_lowercase().starts_with("admin")
    {
        // Of Postgres 16.
        option.reject();
    }
    let (privileges, on) = match on {
        Some(on) => (privileges(node), on),
        None => (Vec::new(), GrantObjects::Roles(granted_roles(node))),
    };
    Grant {
        revoke: node.kind() == SyntaxKind::REVOKE,
        privileges,
        on,
        roles: roles(node),
        cascade: node.has(SyntaxKind::CASCADE),
    }
}

/// What `DROP OWNED BY` says.
pub fn drop_owned(node: Node<'_>) -> Statement {
    Statement::DropOwned {
        roles: roles(node),
        cascade: node.has(SyntaxKind::CASCADE),
    }
}

/// What `REASSIGN OWNED BY` says.
pub fn reassign_owned(node: Node<'_>) -> Statement {
    let mut lists = node.all(SyntaxKind::ROLE_REF_LIST);
    let mut words = || {
        let list = lists.next();
        list.map(|list| names::words(list, SyntaxKind::ROLE_REF))
            .unwrap_or_default()
    };
    let roles = words();
    let to = words().into_iter().next();
    Statement::ReassignOwned {
        roles,
        to: to.unwrap_or_else(|| names::word(node)),
    }
}

fn roles(node: Node<'_>) -> Vec<Word> {
    names::words_in(node, SyntaxKind::ROLE_REF_LIST, SyntaxKind::ROLE_REF)
}

fn granted_roles(node: Node<'_>) -> Vec<Word> {
    names::words_in(
        node,
        SyntaxKind::REVOKE_COMMAND_LIST,
        SyntaxKind::REVOKE_COMMAND,
    )
}

/// The privileges named, with their columns; none for `ALL`.
fn privileges(node: Node<'_>) -> Vec<(Identifier, Vec<Word>)> {
    let Some(list) = node.child(SyntaxKind::REVOKE_COMMAND_LIST) else {
        return Vec::new();
    };
    let commands = list.all(SyntaxKind::REVOKE_COMMAND);
    commands
        .filter(|command| !command.has(SyntaxKind::ALL_KW))
        .map(|command| {
            let words: Vec<String> = command
                .children()
                .filter(|child| child.kind() != SyntaxKind::COLUMN_REF_LIST)
                .map(|child| child.text().to_ascii_uppercase())
                .collect();
            let columns = names::words_in(
                command,
                SyntaxKind::COLUMN_REF_LIST,
                SyntaxKind::COLUMN_NAME_REF,
            );
            (Identifier::new(words.join(" ")), columns)
        })
        .collect()
}

/// What the privileges are on.
fn objects(node: Node<'_>) -> Option<GrantObjects> {
    let kind = match node.kind() {
        SyntaxKind::PRIVILEGE_ALL_TABLES_IN_SCHEMA => return all(node, ObjectKind::Table),
        SyntaxKind::PRIVILEGE_ALL_SEQUENCES_IN_SCHEMA => return all(node, ObjectKind::Sequence),
        SyntaxKind::PRIVILEGE_ALL_FUNCTIONS_IN_SCHEMA => return all(node, ObjectKind::Function),
        SyntaxKind::PRIVILEGE_ALL_PROCEDURES_IN_SCHEMA => return all(node, ObjectKind::Procedure),
        SyntaxKind::PRIVILEGE_ALL_ROUTINES_IN_SCHEMA => return all(node, ObjectKind::Routine),
        SyntaxKind::PRIVILEGE_FUNCTION
        | SyntaxKind::PRIVILEGE_PROCEDURE
        | SyntaxKind::PRIVILEGE_ROUTINE => {
            return Some(GrantObjects::Routines(routines::references(node)));
        }
        SyntaxKind::PRIVILEGE_DEFAULT | SyntaxKind::PRIVILEGE_TABLE => ObjectKind::Table,
        SyntaxKind::PRIVILEGE_SEQUENCE => ObjectKind::Sequence,
        SyntaxKind::PRIVILEGE_SCHEMA => ObjectKind::Schema,
        SyntaxKind::PRIVILEGE_TYPE => ObjectKind::Type,
        SyntaxKind::PRIVILEGE_DOMAIN => ObjectKind::Domain,
        SyntaxKind::PRIVILEGE_DATABASE => ObjectKind::Database,
        SyntaxKind::PRIVILEGE_LANGUAGE => ObjectKind::Language,
        SyntaxKind::PRIVILEGE_TABLESPACE => ObjectKind::Tablespace,
        SyntaxKind::PRIVILEGE_FOREIGN_DATA_WRAPPER => ObjectKind::ForeignDataWrapper,
        SyntaxKind::PRIVILEGE_FOREIGN_SERVER => ObjectKind::Server,
        SyntaxKind::PRIVILEGE_LARGE_OBJECT
        | SyntaxKind::PRIVILEGE_PARAMETER
        | SyntaxKind::PRIVILEGE_PROPERTY_GRAPH => ObjectKind::Other,
        _ => return None,
    };
    let named = node
        .children()
        .filter(|child| !child.range().is_empty() && !child.kind().is_keyword());
    let named: Vec<Name> = named
        .filter(|child| child.kind() != SyntaxKind::COMMA)
        .map(names::name)
        .collect();
    Some(GrantObjects::Objects(kind, named))
}

fn all(node: Node<'_>, kind: ObjectKind) -> Option<GrantObjects> {
    let schemas = names::words(node, SyntaxKind::SCHEMA_REF);
    Some(GrantObjects::AllInSchemas(kind, schemas))
}

/// What `ALTER DEFAULT PRIVILEGES` says.
pub fn default_privileges(node: Node<'_>) -> Statement {
    let schemas = node
        .child(SyntaxKind::IN_SCHEMAS)
        .map(|clause| names::words(clause, SyntaxKind::SCHEMA_REF))
        .unwrap_or_default();
    let action = node
        .child_of(&[
            SyntaxKind::GRANT_DEFAULT_PRIVILEGES,
            SyntaxKind::REVOKE_DEFAULT_PRIVILEGES,
        ])
        .unwrap_or(node);
    let target = action.children().find_map(|child| match child.kind() {
        SyntaxKind::PRIVILEGE_TARGET_TABLES => Some(ObjectKind::Table),
        SyntaxKind::PRIVILEGE_TARGET_SEQUENCES => Some(ObjectKind::Sequence),
        SyntaxKind::PRIVILEGE_TARGET_FUNCTIONS => Some(ObjectKind::Function),
        SyntaxKind::PRIVILEGE_TARGET_ROUTINES => Some(ObjectKind::Routine),
        SyntaxKind::PRIVILEGE_TARGET_SCHEMAS => Some(ObjectKind::Schema),
        SyntaxKind::PRIVILEGE_TARGET_TYPES => Some(ObjectKind::Type),
        _ => None,
    });
    Statement::DefaultPrivileges {
        schemas,
        grant: Box::new(Grant {
            revoke: action.kind() == SyntaxKind::REVOKE_DEFAULT_PRIVILEGES,
            privileges: privileges(action),
            on: GrantObjects::AllInSchemas(target.unwrap_or(ObjectKind::Other), Vec::new()),
            roles: roles(action),
            cascade: action.has(SyntaxKind::CASCADE),
        }),
    }
}

/// What `CREATE PUBLICATION` says.
pub fn create_publication(node: Node<'_>) -> Statement {
    let objects = node.children().find_map(|child| match child.kind() {
        SyntaxKind::FOR_ALL_PUBLICATION_OBJECTS => Some(PublicationObjects::AllTables),
        SyntaxKind::FOR_PUBLICATION_OBJECTS => Some(published(child)),
        _ => None,
    });
    Statement::CreatePublication {
        name: names::word_in(node, SyntaxKind::PUBLICATION).unwrap_or_else(|| names::word(node)),
        objects: objects.unwrap_or(PublicationObjects::None),
    }
}

/// What `ALTER PUBLICATION` says.
pub fn alter_publication(node: Node<'_>) -> Statement {
    let action = node.children().find_map(|child| match child.kind() {
        SyntaxKind::ADD_PUBLICATION_OBJECTS => Some(PublicationAction::Add(published(child))),
        SyntaxKind::SET_PUBLICATION_OBJECTS => Some(PublicationAction::Set(published(child))),
        SyntaxKind::DROP_PUBLICATION_OBJECTS => Some(PublicationAction::Drop(published(child))),
        SyntaxKind::PUBLICATION_RENAME_TO => {
            Some(PublicationAction::Rename(super::objects::new_name(child)))
        }
        _ => None,
    });
    Statement::AlterPublication {
        name: names::word_in(node, SyntaxKind::PUBLICATION_REF)
            .unwrap_or_else(|| names::word(node)),
        action: action.unwrap_or(PublicationAction::Other),
    }
}

fn published(node: Node<'_>) -> PublicationObjects {
    let mut tables = Vec::new();
    let mut schemas = Vec::new();
    // After `TABLE a`, `, b` is a table too; after `TABLES IN SCHEMA a` a schema.
    for child in node.children() {
        match child.kind() {
            SyntaxKind::PUBLICATION_OBJECT_TABLE => {
                tables.push(names::name_in(child, SyntaxKind::TABLE_NAME_REF));
            }
            SyntaxKind::PUBLICATION_OBJECT_TABLES_IN_SCHEMA => {
                schemas.extend(schema(child));
            }
            _ => {}
        }
    }
    if schemas.is_empty() {
        PublicationObjects::Tables(tables)
    } else {
        PublicationObjects::Schemas(schemas, tables)
    }
}

fn schema(node: Node<'_>) -> Option<Word> {
    let name = node.child_of(&[SyntaxKind::SCHEMA_REF, SyntaxKind::CURRENT_SCHEMA_KW]);
    name.map(names::word)
}
