//! Which keywords may be names.

use squawk_parser::SyntaxKind;

/// Whether Postgres 15 takes the keyword as no name without quotes.
pub fn is_reserved(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::ALL_KW
            | SyntaxKind::ANALYSE_KW
            | SyntaxKind::ANALYZE_KW
            | SyntaxKind::AND_KW
            | SyntaxKind::ANY_KW
            | SyntaxKind::ARRAY_KW
            | SyntaxKind::ASC_KW
            | SyntaxKind::ASYMMETRIC_KW
            | SyntaxKind::AS_KW
            | SyntaxKind::BOTH_KW
            | SyntaxKind::CASE_KW
            | SyntaxKind::CAST_KW
            | SyntaxKind::CHECK_KW
            | SyntaxKind::COLLATE_KW
            | SyntaxKind::COLUMN_KW
            | SyntaxKind::CONSTRAINT_KW
            | SyntaxKind::CREATE_KW
            | SyntaxKind::CURRENT_CATALOG_KW
            | SyntaxKind::CURRENT_DATE_KW
            | SyntaxKind::CURRENT_ROLE_KW
            | SyntaxKind::CURRENT_TIMESTAMP_KW
            | SyntaxKind::CURRENT_TIME_KW
            | SyntaxKind::CURRENT_USER_KW
            | SyntaxKind::DEFAULT_KW
            | SyntaxKind::DEFERRABLE_KW
            | SyntaxKind::DESC_KW
            | SyntaxKind::DISTINCT_KW
            | SyntaxKind::DO_KW
            | SyntaxKind::ELSE_KW
            | SyntaxKind::END_KW
            | SyntaxKind::EXCEPT_KW
            | SyntaxKind::FALSE_KW
            | SyntaxKind::FETCH_KW
            | SyntaxKind::FOREIGN_KW
            | SyntaxKind::FOR_KW
            | SyntaxKind::FROM_KW
            | SyntaxKind::GRANT_KW
            | SyntaxKind::GROUP_KW
            | SyntaxKind::HAVING_KW
            | SyntaxKind::INITIALLY_KW
            | SyntaxKind::INTERSECT_KW
            | SyntaxKind::INTO_KW
            | SyntaxKind::IN_KW
            | SyntaxKind::LATERAL_KW
            | SyntaxKind::LEADING_KW
            | SyntaxKind::LIMIT_KW
            | SyntaxKind::LOCALTIMESTAMP_KW
            | SyntaxKind::LOCALTIME_KW
            | SyntaxKind::NOT_KW
            | SyntaxKind::NULL_KW
            | SyntaxKind::OFFSET_KW
            | SyntaxKind::ONLY_KW
            | SyntaxKind::ON_KW
            | SyntaxKind::ORDER_KW
            | SyntaxKind::OR_KW
            | SyntaxKind::PLACING_KW
            | SyntaxKind::PRIMARY_KW
            | SyntaxKind::REFERENCES_KW
            | SyntaxKind::RETURNING_KW
            | SyntaxKind::SELECT_KW
            | SyntaxKind::SESSION_USER_KW
            | SyntaxKind::SOME_KW
            | SyntaxKind::SYMMETRIC_KW
            | SyntaxKind::TABLE_KW
            | SyntaxKind::THEN_KW
            | SyntaxKind::TO_KW
            | SyntaxKind::TRAILING_KW
            | SyntaxKind::TRUE_KW
            | SyntaxKind::UNION_KW
            | SyntaxKind::UNIQUE_KW
            | SyntaxKind::USER_KW
            | SyntaxKind::USING_KW
            | SyntaxKind::VARIADIC_KW
            | SyntaxKind::WHEN_KW
            | SyntaxKind::WHERE_KW
            | SyntaxKind::WINDOW_KW
            | SyntaxKind::WITH_KW
    )
}

/// Whether Postgres 15 takes the keyword as a name of functions and types only.
pub fn names_functions(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::AUTHORIZATION_KW
            | SyntaxKind::BINARY_KW
            | SyntaxKind::COLLATION_KW
            | SyntaxKind::CONCURRENTLY_KW
            | SyntaxKind::CROSS_KW
            | SyntaxKind::CURRENT_SCHEMA_KW
            | SyntaxKind::FREEZE_KW
            | SyntaxKind::FULL_KW
            | SyntaxKind::ILIKE_KW
            | SyntaxKind::INNER_KW
            | SyntaxKind::ISNULL_KW
            | SyntaxKind::IS_KW
            | SyntaxKind::JOIN_KW
            | SyntaxKind::LEFT_KW
            | SyntaxKind::LIKE_KW
            | SyntaxKind::NATURAL_KW
            | SyntaxKind::NOTNULL_KW
            | SyntaxKind::OUTER_KW
            | SyntaxKind::OVERLAPS_KW
            | SyntaxKind::RIGHT_KW
            | SyntaxKind::SIMILAR_KW
            | SyntaxKind::TABLESAMPLE_KW
            | SyntaxKind::VERBOSE_KW
    )
}

/// What a node that holds a single name may be called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holds {
    /// `ColId`: no reserved word, nor one for functions and types.
    Column,
    /// Any word that is not reserved.
    Word,
    /// No name, or one that may be any word.
    Anything,
}

/// What the name directly below a node may be.
pub fn holds(kind: SyntaxKind) -> Holds {
    match kind {
        SyntaxKind::COLUMN_NAME
        | SyntaxKind::COLUMN_NAME_REF
        | SyntaxKind::TABLE_ALIAS
        | SyntaxKind::CONSTRAINT_NAME
        | SyntaxKind::SCHEMA
        | SyntaxKind::SCHEMA_REF
        | SyntaxKind::POLICY
        | SyntaxKind::POLICY_REF
        | SyntaxKind::TRIGGER
        | SyntaxKind::TRIGGER_REF
        | SyntaxKind::RULE
        | SyntaxKind::RULE_REF
        | SyntaxKind::EXTENSION
        | SyntaxKind::EXTENSION_REF
        | SyntaxKind::PUBLICATION
        | SyntaxKind::PUBLICATION_REF
        | SyntaxKind::SUBSCRIPTION
        | SyntaxKind::SUBSCRIPTION_REF
        | SyntaxKind::EVENT_TRIGGER
        | SyntaxKind::EVENT_TRIGGER_REF
        | SyntaxKind::SERVER
        | SyntaxKind::SERVER_REF
        | SyntaxKind::DATABASE
        | SyntaxKind::DATABASE_REF
        | SyntaxKind::TABLESPACE
        | SyntaxKind::TABLESPACE_REF
        | SyntaxKind::FOREIGN_DATA_WRAPPER
        | SyntaxKind::FOREIGN_DATA_WRAPPER_REF
        | SyntaxKind::ACCESS_METHOD
        | SyntaxKind::ACCESS_METHOD_REF
        | SyntaxKind::CTE_NAME
        | SyntaxKind::WINDOW
        | SyntaxKind::WINDOW_REF
        | SyntaxKind::SAVEPOINT
        | SyntaxKind::SAVEPOINT_REF
        | SyntaxKind::CHANNEL
        | SyntaxKind::CHANNEL_REF
        | SyntaxKind::COMPOSITE_FIELD
        | SyntaxKind::TRANSITION_RELATION_NAME => Holds::Column,
        SyntaxKind::NAME_REF
        | SyntaxKind::PATH_SEGMENT
        | SyntaxKind::PATH_SEGMENT_REF
        | SyntaxKind::PARAM_NAME
        | SyntaxKind::LANGUAGE
        | SyntaxKind::LANGUAGE_REF
        | SyntaxKind::ROLE
        | SyntaxKind::ROLE_NAME_REF => Holds::Word,
        _ => Holds::Anything,
    }
}
