//! Which statement it is.

use squawk_parser::SyntaxKind;

use super::{
    alter_tables, bodies, calls, changes, constraints, grants, literals, names, objects,
    operator_definitions, policies, queries, routines, script, session, tables, tree::Node,
    type_definitions, views,
};
use crate::sql::{
    name::Name,
    statement::{
        Body, CreateSchema, CreateSequence, ObjectKind, Statement, routine::RoutineReferenceKind,
        table::Persistence,
    },
};

/// What a node that is a statement says.
pub fn statement(node: Node<'_>) -> Statement {
    create(node)
        .or_else(|| alter(node))
        .or_else(|| of_rows(node))
        .or_else(|| session::transaction(node).map(Statement::Transaction))
        .or_else(|| session::setting(node))
        .or_else(|| objects::drop(node))
        .or_else(|| objects::alter(node))
        .or_else(|| create_other(node))
        .unwrap_or_else(|| without_effect(node))
}

fn create(node: Node<'_>) -> Option<Statement> {
    let statement = match node.kind() {
        SyntaxKind::CREATE_TABLE
        | SyntaxKind::CREATE_TABLE_AS
        | SyntaxKind::CREATE_FOREIGN_TABLE => {
            Statement::CreateTable(Box::new(tables::create(node)))
        }
        SyntaxKind::CREATE_VIEW | SyntaxKind::CREATE_MATERIALIZED_VIEW => {
            Statement::CreateView(Box::new(views::create(node)))
        }
        SyntaxKind::CREATE_INDEX => Statement::CreateIndex(Box::new(views::create_index(node))),
        SyntaxKind::CREATE_SEQUENCE => Statement::CreateSequence(CreateSequence {
            name: names::name_in(node, SyntaxKind::SEQUENCE),
            if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
            temporary: tables::persistence(node) == Persistence::Temporary,
            options: constraints::sequence_options(node),
        }),
        SyntaxKind::CREATE_TYPE => Statement::CreateType(type_definitions::create(node)),
        SyntaxKind::CREATE_DOMAIN => {
            Statement::CreateDomain(Box::new(type_definitions::create_domain(node)))
        }
        SyntaxKind::CREATE_FUNCTION | SyntaxKind::CREATE_PROCEDURE => {
            Statement::CreateRoutine(Box::new(routines::create(node)))
        }
        SyntaxKind::CREATE_AGGREGATE => {
            Statement::CreateRoutine(Box::new(routines::create_aggregate(node)))
        }
        SyntaxKind::CREATE_TRIGGER => {
            Statement::CreateTrigger(Box::new(policies::create_trigger(node)))
        }
        SyntaxKind::CREATE_POLICY => Statement::CreatePolicy(Box::new(policies::create(node))),
        SyntaxKind::CREATE_OPERATOR => return operator_definitions::create(node),
        SyntaxKind::CREATE_CAST => return operator_definitions::create_cast(node),
        SyntaxKind::CREATE_RULE => create_rule(node),
        SyntaxKind::CREATE_SCHEMA => Statement::CreateSchema(create_schema(node)),
        SyntaxKind::CREATE_EXTENSION => create_extension(node),
        SyntaxKind::CREATE_PUBLICATION => grants::create_publication(node),
        SyntaxKind::CREATE_ROLE | SyntaxKind::CREATE_USER | SyntaxKind::CREATE_GROUP => {
            let name = names::word_in(node, SyntaxKind::ROLE);
            Statement::CreateRole(name.unwrap_or_else(|| names::word(node)))
        }
        _ => return None,
    };
    Some(statement)
}

fn create_rule(node: Node<'_>) -> Statement {
    let on = node.child(SyntaxKind::RULE_ON).unwrap_or(node);
    Statement::CreateRule {
        name: names::word_in(node, SyntaxKind::RULE).unwrap_or_else(|| names::word(node)),
        table: names::name_in(on, SyntaxKind::RELATION_NAME_REF),
        or_replace: node.has(SyntaxKind::OR_REPLACE),
    }
}

fn create_schema(node: Node<'_>) -> CreateSchema {
    let named = node.child(SyntaxKind::NAMED_SCHEMA);
    let owned = node.child(SyntaxKind::AUTHORIZATION_SCHEMA);
    let owner = named
        .and_then(|named| names::word_in(named, SyntaxKind::ROLE_REF))
        .or_else(|| owned.and_then(|owned| names::word_in(owned, SyntaxKind::ROLE)));
    let elements = node
        .children()
        .filter(|child| create(*child).is_some() || child.kind() == SyntaxKind::GRANT);
    CreateSchema {
        name: named.and_then(|named| names::word_in(named, SyntaxKind::SCHEMA)),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        owner,
        elements: elements.map(script::nested).collect(),
    }
}

fn create_extension(node: Node<'_>) -> Statement {
    let schema = node.child(SyntaxKind::EXTENSION_SCHEMA);
    Statement::CreateExtension {
        name: names::word_in(node, SyntaxKind::EXTENSION).unwrap_or_else(|| names::word(node)),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        schema: schema.and_then(|schema| names::word_in(schema, SyntaxKind::SCHEMA_REF)),
        cascade: node.has(SyntaxKind::CASCADE_KW) || node.has(SyntaxKind::CASCADE),
    }
}

fn alter(node: Node<'_>) -> Option<Statement> {
    let routine = |kind| Statement::AlterRoutine(Box::new(routines::alter(node, kind)));
    let statement = match node.kind() {
        SyntaxKind::ALTER_TABLE => alter_tables::alter(node, ObjectKind::Table),
        SyntaxKind::ALTER_FOREIGN_TABLE => alter_tables::alter(node, ObjectKind::ForeignTable),
        SyntaxKind::ALTER_VIEW => alter_tables::alter(node, ObjectKind::View),
        SyntaxKind::ALTER_MATERIALIZED_VIEW => {
            alter_tables::alter(node, ObjectKind::MaterializedView)
        }
        SyntaxKind::ALTER_SEQUENCE => alter_tables::alter(node, ObjectKind::Sequence),
        SyntaxKind::ALTER_INDEX => alter_tables::alter(node, ObjectKind::Index),
        SyntaxKind::ALTER_TYPE => type_definitions::alter(node),
        SyntaxKind::ALTER_DOMAIN => type_definitions::alter_domain(node),
        SyntaxKind::ALTER_FUNCTION => routine(RoutineReferenceKind::Function),
        SyntaxKind::ALTER_PROCEDURE => routine(RoutineReferenceKind::Procedure),
        SyntaxKind::ALTER_ROUTINE => routine(RoutineReferenceKind::Routine),
        SyntaxKind::ALTER_AGGREGATE => routine(RoutineReferenceKind::Aggregate),
        SyntaxKind::ALTER_POLICY => Statement::AlterPolicy(Box::new(policies::alter(node))),
        SyntaxKind::ALTER_PUBLICATION => grants::alter_publication(node),
        SyntaxKind::ALTER_DEFAULT_PRIVILEGES => grants::default_privileges(node),
        SyntaxKind::GRANT | SyntaxKind::REVOKE => Statement::Grant(Box::new(grants::grant(node))),
        SyntaxKind::DROP_OWNED => grants::drop_owned(node),
        SyntaxKind::REASSIGN => grants::reassign_owned(node),
        SyntaxKind::COMMENT_ON => objects::comment(node),
        _ => return None,
    };
    Some(statement)
}

fn of_rows(node: Node<'_>) -> Option<Statement> {
    if queries::is_query(node.kind()) {
        return Some(Statement::Query(Box::new(queries::query(node))));
    }
    if let Some(change) = changes::change(node) {
        return Some(Statement::Change(Box::new(change)));
    }
    let statement = match node.kind() {
        SyntaxKind::COPY => copy(node),
        SyntaxKind::TRUNCATE => {
            let list = node.child(SyntaxKind::TABLE_LIST).unwrap_or(node);
            Statement::Truncate {
                tables: names::names(list, SyntaxKind::TABLE_RELATION_NAME),
                cascade: node.has(SyntaxKind::CASCADE),
            }
        }
        SyntaxKind::LOCK => Statement::Lock(targets(node)),
        SyntaxKind::ANALYZE | SyntaxKind::VACUUM => Statement::Maintain(targets(node)),
        SyntaxKind::EXPLAIN => Statement::Explain(Box::new(queries::child(node)?)),
        SyntaxKind::REFRESH => {
            Statement::RefreshMaterializedView(names::name_in(node, SyntaxKind::VIEW_REF))
        }
        SyntaxKind::CALL => Statement::Call {
            name: names::name_in(node, SyntaxKind::PROCEDURE_NAME_REF),
            arguments: calls::arguments(node),
        },
        SyntaxKind::DO => Statement::Do(do_body(node)),
        _ => return None,
    };
    Some(statement)
}

/// The relations of a list, whatever else it says of each.
fn targets(node: Node<'_>) -> Vec<Name> {
    let lists = node.children().filter(|child| {
        matches!(
            child.kind(),
            SyntaxKind::TABLE_AND_COLUMNS_LIST | SyntaxKind::TABLE_LIST | SyntaxKind::RELATION_LIST
        )
    });
    let elements = lists.flat_map(Node::children);
    let named = elements.filter_map(|element| match element.kind() {
        SyntaxKind::TABLE_RELATION_NAME => Some(names::name(element)),
        _ => names::optional_name(element, SyntaxKind::TABLE_RELATION_NAME),
    });
    named.collect()
}

fn copy(node: Node<'_>) -> Statement {
    let table = node.child(SyntaxKind::COPY_TABLE);
    let query = node.child(SyntaxKind::COPY_QUERY);
    Statement::Copy {
        target: table.and_then(|table| names::optional_name(table, SyntaxKind::TABLE_NAME_REF)),
        columns: table
            .map(|table| {
                names::words_in(
                    table,
                    SyntaxKind::COLUMN_REF_LIST,
                    SyntaxKind::COLUMN_NAME_REF,
                )
            })
            .unwrap_or_default(),
        query: query.and_then(queries::child).map(Box::new),
    }
}

fn do_body(node: Node<'_>) -> Body {
    let language = node.child(SyntaxKind::DO_LANGUAGE).map(routines::language);
    let Some(literal) = node.child(SyntaxKind::LITERAL) else {
        return Body::Opaque(String::new());
    };
    match language.as_deref() {
        None | Some("plpgsql") => bodies::procedural(literal),
        Some(_) => Body::Opaque(literals::string(literal)),
    }
}

/// `CREATE` of what is only known by its name.
fn create_other(node: Node<'_>) -> Option<Statement> {
    let (kind, name) = match node.kind() {
        SyntaxKind::CREATE_COLLATION => (ObjectKind::Collation, SyntaxKind::COLLATION),
        SyntaxKind::CREATE_CONVERSION => (ObjectKind::Conversion, SyntaxKind::CONVERSION),
        SyntaxKind::CREATE_DATABASE => (ObjectKind::Database, SyntaxKind::DATABASE),
        SyntaxKind::CREATE_EVENT_TRIGGER => (ObjectKind::EventTrigger, SyntaxKind::EVENT_TRIGGER),
        SyntaxKind::CREATE_FOREIGN_DATA_WRAPPER => (
            ObjectKind::ForeignDataWrapper,
            SyntaxKind::FOREIGN_DATA_WRAPPER,
        ),
        SyntaxKind::CREATE_LANGUAGE => (ObjectKind::Language, SyntaxKind::LANGUAGE),
        SyntaxKind::CREATE_SERVER => (ObjectKind::Server, SyntaxKind::SERVER),
        SyntaxKind::CREATE_STATISTICS => (ObjectKind::Statistics, SyntaxKind::STATISTICS),
        SyntaxKind::CREATE_SUBSCRIPTION => (ObjectKind::Subscription, SyntaxKind::SUBSCRIPTION),
        SyntaxKind::CREATE_TABLESPACE => (ObjectKind::Tablespace, SyntaxKind::TABLESPACE),
        SyntaxKind::CREATE_ACCESS_METHOD => (ObjectKind::AccessMethod, SyntaxKind::ACCESS_METHOD),
        SyntaxKind::CREATE_TEXT_SEARCH_CONFIGURATION => (
            ObjectKind::TextSearchConfiguration,
            SyntaxKind::TEXT_SEARCH_CONFIGURATION,
        ),
        SyntaxKind::CREATE_TEXT_SEARCH_DICTIONARY => (
            ObjectKind::TextSearchDictionary,
            SyntaxKind::TEXT_SEARCH_DICTIONARY,
        ),
        SyntaxKind::CREATE_TEXT_SEARCH_PARSER => {
            (ObjectKind::TextSearchParser, SyntaxKind::TEXT_SEARCH_PARSER)
        }
        SyntaxKind::CREATE_TEXT_SEARCH_TEMPLATE => (
            ObjectKind::TextSearchTemplate,
            SyntaxKind::TEXT_SEARCH_TEMPLATE,
        ),
        SyntaxKind::CREATE_USER_MAPPING => (ObjectKind::UserMapping, SyntaxKind::SERVER_REF),
        _ => return None,
    };
    let name: Name = names::name_in(node, name);
    Some(Statement::CreateOther {
        kind,
        name,
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        or_replace: node.has(SyntaxKind::OR_REPLACE),
    })
}

/// What is left: statements that change nothing a catalog tells, and those not modelled.
fn without_effect(node: Node<'_>) -> Statement {
    match node.kind() {
        SyntaxKind::CREATE_OPERATOR_CLASS
        | SyntaxKind::CREATE_OPERATOR_FAMILY
        | SyntaxKind::CREATE_TRANSFORM
        | SyntaxKind::CREATE_PROPERTY_GRAPH
        | SyntaxKind::ALTER_PROPERTY_GRAPH
        | SyntaxKind::DROP_PROPERTY_GRAPH
        | SyntaxKind::IMPORT_FOREIGN_SCHEMA => Statement::Unsupported(first_words(node)),
        SyntaxKind::EMPTY_STMT => Statement::Empty,
        _ => Statement::NoEffect,
    }
}

/// The keywords that begin a statement, in upper case.
fn first_words(node: Node<'_>) -> String {
    let words = node
        .tokens()
        .take_while(|token| token.kind().is_keyword())
        .take(4);
    let words: Vec<String> = words.map(|word| word.text().to_ascii_uppercase()).collect();
    words.join(" ")
}
