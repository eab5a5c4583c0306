//! Kinds of objects as statements name them.

use squawk_parser::SyntaxKind;

use crate::sql::statement::ObjectKind;

/// What a `DROP` drops.
pub fn dropped(kind: SyntaxKind) -> Option<ObjectKind> {
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

/// What an object of `COMMENT ON` is.
pub fn commented(kind: SyntaxKind) -> Option<ObjectKind> {
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

/// What an `ALTER` alters, of objects that are no relation, type or routine.
pub fn altered(kind: SyntaxKind) -> Option<ObjectKind> {
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
