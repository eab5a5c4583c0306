//! Constraints of columns, tables and domains.

use squawk_parser::SyntaxKind;

use super::{
    expressions::{self, required},
    names, operators,
    tree::Node,
    types,
};
use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::{Name, Word},
    statement::table::{
        ColumnConstraint, ColumnConstraintKind, OwnedBy, References, ReferentialAction,
        SequenceOptions, TableConstraint, TableConstraintKind,
    },
};

/// What a node says of the column it stands in, if it is a constraint.
pub fn of_column(node: Node<'_>) -> Option<ColumnConstraint> {
    let kind = match node.kind() {
        SyntaxKind::NOT_NULL_CONSTRAINT => ColumnConstraintKind::NotNull,
        SyntaxKind::NULL_CONSTRAINT => ColumnConstraintKind::Null,
        SyntaxKind::DEFAULT_CONSTRAINT => {
            forbid_conditions(node);
            ColumnConstraintKind::Default(value(node))
        }
        SyntaxKind::CHECK_CONSTRAINT => ColumnConstraintKind::Check(value(node)),
        SyntaxKind::UNIQUE_CONSTRAINT => ColumnConstraintKind::Unique,
        SyntaxKind::PRIMARY_KEY_CONSTRAINT => ColumnConstraintKind::PrimaryKey,
        SyntaxKind::REFERENCES_CONSTRAINT => {
            ColumnConstraintKind::References(references(node, column_of_reference(node)))
        }
        SyntaxKind::GENERATED_CONSTRAINT => generated(node),
        _ => return None,
    };
    Some(ColumnConstraint {
        name: name(node),
        kind,
        span: node.span(),
    })
}

fn generated(node: Node<'_>) -> ColumnConstraintKind {
    match node.child(SyntaxKind::GENERATED_STORED) {
        Some(stored) => {
            if !stored.has(SyntaxKind::STORED) {
                stored.reject_after();
            }
            if let Some(when) = stored.child(SyntaxKind::GENERATED_BY_DEFAULT) {
                when.complain("for a generated column, GENERATED ALWAYS must be specified");
            }
            ColumnConstraintKind::Generated(value(stored))
        }
        None => ColumnConstraintKind::Identity {
            always: node
                .child(SyntaxKind::GENERATED_IDENTITY)
                .is_some_and(|identity| identity.has(SyntaxKind::GENERATED_ALWAYS)),
            sequence: node
                .child(SyntaxKind::GENERATED_IDENTITY)
                .and_then(sequence_name)
                .or_else(|| sequence_name(node)),
        },
    }
}

/// What a node says of the table or domain it stands in, if it is a constraint.
pub fn of_table(node: Node<'_>) -> Option<TableConstraint> {
    let kind = match node.kind() {
        SyntaxKind::CHECK_CONSTRAINT => TableConstraintKind::Check(value(node)),
        SyntaxKind::UNIQUE_CONSTRAINT | SyntaxKind::PRIMARY_KEY_CONSTRAINT => key(node),
        SyntaxKind::FOREIGN_KEY_CONSTRAINT => {
            let mut lists = node.all(SyntaxKind::FOREIGN_KEY_COLUMN_LIST);
            let columns = |list: Option<Node<'_>>| {
                list.map(|list| names::words(list, SyntaxKind::COLUMN_NAME_REF))
                    .unwrap_or_default()
            };
            TableConstraintKind::ForeignKey {
                columns: columns(lists.next()),
                references: references(node, columns(lists.next())),
            }
        }
        SyntaxKind::EXCLUDE_CONSTRAINT => TableConstraintKind::Exclude {
            method: node
                .child(SyntaxKind::CONSTRAINT_INDEX_METHOD)
                .and_then(|method| names::word_in(method, SyntaxKind::ACCESS_METHOD_REF))
                .map(|method| method.text),
            elements: node
                .child(SyntaxKind::CONSTRAINT_EXCLUSION_LIST)
                .map(|list| {
                    list.all(SyntaxKind::CONSTRAINT_EXCLUSION)
                        .map(exclusion)
                        .collect()
                })
                .unwrap_or_default(),
            filter: node
                .child(SyntaxKind::WHERE_CONDITION_CLAUSE)
                .and_then(expressions::child),
        },
        _ => return None,
    };
    Some(TableConstraint {
        name: name(node),
        kind,
        not_valid: node.has(SyntaxKind::NOT_VALID),
        span: node.span(),
    })
}

fn name(node: Node<'_>) -> Option<Word> {
    node.child(SyntaxKind::CONSTRAINT_NAME_CLAUSE)
        .and_then(|clause| names::word_in(clause, SyntaxKind::CONSTRAINT_NAME))
}

/// A default is a `b_expr` of the grammar: `NOT`, `AND` and `OR` are only within parentheses.
fn forbid_conditions(node: Node<'_>) {
    let Some(expression) = expressions::nodes(node).next() else {
        return;
    };
    let mut words = expression.children().filter(|child| {
        matches!(
            child.kind(),
            SyntaxKind::NOT_KW | SyntaxKind::AND_KW | SyntaxKind::OR_KW
        )
    });
    if matches!(
        expression.kind(),
        SyntaxKind::BIN_EXPR | SyntaxKind::PREFIX_EXPR
    ) && let Some(word) = words.next()
    {
        word.reject();
    }
}

fn value(node: Node<'_>) -> Expression {
    required(expressions::nodes(node).next(), node)
}

fn key(node: Node<'_>) -> TableConstraintKind {
    let primary = node.kind() == SyntaxKind::PRIMARY_KEY_CONSTRAINT;
    if let Some(using) = node.child(SyntaxKind::USING_INDEX_NAME)
        && let Some(index) = names::word_in(using, SyntaxKind::INDEX_REF)
    {
        return TableConstraintKind::UsingIndex { index, primary };
    }
    let parameters = node.child(SyntaxKind::INDEX_PARAMETERS).unwrap_or(node);
    let columns = names::words_in(
        parameters,
        SyntaxKind::CONSTRAINT_COLUMN_REF_LIST,
        SyntaxKind::COLUMN_NAME_REF,
    );
    let include = parameters
        .child(SyntaxKind::CONSTRAINT_INCLUDE_CLAUSE)
        .map(|clause| {
            names::words_in(
                clause,
                SyntaxKind::COLUMN_REF_LIST,
                SyntaxKind::COLUMN_NAME_REF,
            )
        })
        .unwrap_or_default();
    if primary {
        TableConstraintKind::PrimaryKey { columns, include }
    } else {
        TableConstraintKind::Unique { columns, include }
    }
}

/// `element WITH operator`: the operator between the element and itself.
fn exclusion(node: Node<'_>) -> Expression {
    let element = value(node);
    let operator = node
        .child_of(&[SyntaxKind::OP, SyntaxKind::OPERATOR_CALL])
        .and_then(operators::operator);
    let Some(operator) = operator else {
        return element;
    };
    Expression {
        span: node.span(),
        kind: ExpressionKind::Operator {
            operator,
            left: Some(Box::new(element.clone())),
            right: Some(Box::new(element)),
        },
    }
}

fn column_of_reference(node: Node<'_>) -> Vec<Word> {
    names::words(node, SyntaxKind::COLUMN_NAME_REF)
}

fn references(node: Node<'_>, columns: Vec<Word>) -> References {
    let action = |kind| {
        node.child(kind)
            .and_then(|action| action.children().find_map(referential_action))
            .unwrap_or_default()
    };
    References {
        table: names::name_in(node, SyntaxKind::TABLE_NAME_REF),
        columns,
        on_delete: action(SyntaxKind::ON_DELETE_ACTION),
        on_update: action(SyntaxKind::ON_UPDATE_ACTION),
    }
}

fn referential_action(node: Node<'_>) -> Option<ReferentialAction> {
    match node.kind() {
        SyntaxKind::NO_ACTION => Some(ReferentialAction::NoAction),
        SyntaxKind::RESTRICT => Some(ReferentialAction::Restrict),
        SyntaxKind::CASCADE => Some(ReferentialAction::Cascade),
        SyntaxKind::SET_NULL_COLUMNS => Some(ReferentialAction::SetNull),
        SyntaxKind::SET_DEFAULT_COLUMNS => Some(ReferentialAction::SetDefault),
        _ => None,
    }
}

/// The options of a sequence among a node's children.
pub fn sequence_options(node: Node<'_>) -> SequenceOptions {
    let mut options = SequenceOptions::default();
    for option in node.children() {
        match option.kind() {
            SyntaxKind::OPTION_AS_TYPE => options.data_type = types::child(option),
            SyntaxKind::OPTION_MIN_VALUE => options.least = number(option),
            SyntaxKind::OPTION_MAX_VALUE => options.greatest = number(option),
            SyntaxKind::OPTION_OWNED_BY => options.owned_by = Some(owned_by(option)),
            _ => {}
        }
    }
    options
}

/// The number after the keyword.
fn number(option: Node<'_>) -> Option<i64> {
    let text = option.children().nth(1)?.text();
    text.replace([' ', '_'], "").parse().ok()
}

/// The name of `SEQUENCE NAME` among the options of an identity column.
pub fn sequence_name(node: Node<'_>) -> Option<Name> {
    let option = node
        .child(SyntaxKind::SEQUENCE_OPTION_LIST)?
        .child(SyntaxKind::OPTION_SEQUENCE_NAME)?;
    names::optional_name(option, SyntaxKind::SEQUENCE)
}

fn owned_by(option: Node<'_>) -> OwnedBy {
    let path = option.child(SyntaxKind::QUALIFIED_COLUMN_NAME_REF);
    let mut segments = path.map(names::segments).unwrap_or_default();
    match segments.pop() {
        Some(column) if !segments.is_empty() => OwnedBy::Column {
            table: names::of_segments(segments, option),
            column,
        },
        Some(_) | None => OwnedBy::None,
    }
}
