//! Types.

use squawk_parser::SyntaxKind;

use super::{expressions, literals, names, tree::Node};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind},
        name::{Name, TypeLike, TypeName},
    },
};

/// The type among a node's children.
pub fn child(node: Node<'_>) -> Option<TypeName> {
    node.children()
        .find(|child| is_type(child.kind()))
        .map(type_name)
}

/// The type among a node's children; empty where there is none.
pub fn of(node: Node<'_>) -> TypeName {
    child(node).unwrap_or_default()
}

/// Whether a node of this kind is a type.
pub fn is_type(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::PATH_TYPE
            | SyntaxKind::ARRAY_TYPE
            | SyntaxKind::VARCHAR_TYPE
            | SyntaxKind::CHARACTER_TYPE
            | SyntaxKind::BIT_TYPE
            | SyntaxKind::BIT_VARYING_TYPE
            | SyntaxKind::DOUBLE_TYPE
            | SyntaxKind::TIME_TYPE
            | SyntaxKind::TIMESTAMP_TYPE
            | SyntaxKind::INTERVAL_TYPE
            | SyntaxKind::PERCENT_TYPE
            | SyntaxKind::PLPGSQL_PERCENT_ROWTYPE
    )
}

/// What a node that is a type says.
pub fn type_name(node: Node<'_>) -> TypeName {
    let mut named = match node.kind() {
        SyntaxKind::ARRAY_TYPE => {
            let mut element = child(node).unwrap_or_default();
            element.array = true;
            element
        }
        SyntaxKind::PERCENT_TYPE => like_column(node),
        SyntaxKind::PLPGSQL_PERCENT_ROWTYPE => TypeName {
            name: names::name_in(node, SyntaxKind::PATH_REF),
            like: Some(TypeLike::Row),
            array: is_array(node),
            ..TypeName::default()
        },
        SyntaxKind::PATH_TYPE => of_path(node),
        _ => of_words(node),
    };
    named.set_of |= node.has(SyntaxKind::SETOF_KW);
    named.span = node.span();
    named
}

fn is_array(node: Node<'_>) -> bool {
    node.child_of(&[SyntaxKind::ARRAY_KW, SyntaxKind::ARRAY_BOUND])
        .is_some()
}

/// `relation.column%TYPE`
fn like_column(node: Node<'_>) -> TypeName {
    let mut segments = node
        .child(SyntaxKind::PATH_REF)
        .map(names::segments)
        .unwrap_or_default();
    let column = segments.pop();
    let name = if segments.is_empty() {
        Name::default()
    } else {
        names::of_segments(segments, node)
    };
    TypeName {
        name,
        like: column.map(|column| TypeLike::Column(column.text)),
        array: is_array(node),
        ..TypeName::default()
    }
}

/// A type with a name, which may be a word of the grammar.
fn of_path(node: Node<'_>) -> TypeName {
    let modifiers: Vec<Expression> = node
        .child(SyntaxKind::ARG_LIST)
        .map(arguments)
        .unwrap_or_default();
    let Some(path) = node.child(SyntaxKind::PATH_REF) else {
        return TypeName::default();
    };
    let mut tokens = path.tokens();
    if let (Some(word), None) = (tokens.next(), tokens.next())
        && let Some(known) = known(word, &modifiers)
    {
        let keep = word.kind() != SyntaxKind::FLOAT_KW;
        return TypeName {
            name: builtin(known, word.span()),
            modifiers: if keep { modifiers } else { Vec::new() },
            ..TypeName::default()
        };
    }
    TypeName {
        name: names::name(path),
        modifiers,
        ..TypeName::default()
    }
}

/// The name in `pg_catalog` of a word of the grammar.
fn known(word: Node<'_>, modifiers: &[Expression]) -> Option<&'static str> {
    let known = match word.kind() {
        SyntaxKind::INT_KW | SyntaxKind::INTEGER_KW => "int4",
        SyntaxKind::SMALLINT_KW => "int2",
        SyntaxKind::BIGINT_KW => "int8",
        SyntaxKind::REAL_KW => "float4",
        SyntaxKind::FLOAT_KW if bits(modifiers) <= 24 => "float4",
        SyntaxKind::FLOAT_KW => "float8",
        SyntaxKind::DECIMAL_KW | SyntaxKind::DEC_KW | SyntaxKind::NUMERIC_KW => "numeric",
        SyntaxKind::BOOLEAN_KW => "bool",
        _ => return None,
    };
    Some(known)
}

/// How many bits `float(n)` asks for.
fn bits(modifiers: &[Expression]) -> u32 {
    match modifiers.first().map(|modifier| &modifier.kind) {
        Some(ExpressionKind::Number(number)) => number.parse().unwrap_or(53),
        Some(_) | None => 53,
    }
}

/// A type that the grammar spells in words of its own.
fn of_words(node: Node<'_>) -> TypeName {
    let mut modifiers = node
        .child(SyntaxKind::ARG_LIST)
        .map(arguments)
        .unwrap_or_default();
    modifiers.extend(node.all(SyntaxKind::LITERAL).map(expressions::expression));
    let zone = node.has(SyntaxKind::WITH_TIMEZONE);
    let name = match node.kind() {
        SyntaxKind::VARCHAR_TYPE => "varchar",
        SyntaxKind::CHARACTER_TYPE => "bpchar",
        SyntaxKind::BIT_TYPE => "bit",
        SyntaxKind::BIT_VARYING_TYPE => "varbit",
        SyntaxKind::DOUBLE_TYPE => "float8",
        SyntaxKind::TIME_TYPE if zone => "timetz",
        SyntaxKind::TIME_TYPE => "time",
        SyntaxKind::TIMESTAMP_TYPE if zone => "timestamptz",
        SyntaxKind::TIMESTAMP_TYPE => "timestamp",
        _ => {
            interval_fields(node, &mut modifiers);
            "interval"
        }
    };
    // `char` and `bit` alone are of length 1.
    let is_fixed = matches!(
        node.kind(),
        SyntaxKind::CHARACTER_TYPE | SyntaxKind::BIT_TYPE
    );
    if is_fixed && modifiers.is_empty() {
        modifiers.push(Expression {
            kind: ExpressionKind::Number("1".into()),
            span: node.span(),
        });
    }
    TypeName {
        name: builtin(name, node.span()),
        modifiers,
        ..TypeName::default()
    }
}

/// Puts the fields of an interval, `day to second`, before its precision.
pub fn interval_fields(node: Node<'_>, modifiers: &mut Vec<Expression>) {
    let Some(fields) = node
        .children()
        .find(|child| is_interval_field(child.kind()))
    else {
        return;
    };
    let words: Vec<String> = fields
        .children()
        .filter(|child| child.kind().is_keyword())
        .map(|word| word.text().to_ascii_lowercase())
        .collect();
    modifiers.insert(
        0,
        Expression {
            kind: ExpressionKind::String(words.join(" ")),
            span: fields.span(),
        },
    );
    if let Some(precision) = fields.child(SyntaxKind::LITERAL) {
        modifiers.push(Expression {
            kind: literals::kind(precision),
            span: precision.span(),
        });
    }
}

fn is_interval_field(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::INTERVAL_YEAR
            | SyntaxKind::INTERVAL_MONTH
            | SyntaxKind::INTERVAL_DAY
            | SyntaxKind::INTERVAL_HOUR
            | SyntaxKind::INTERVAL_MINUTE
            | SyntaxKind::INTERVAL_SECOND
    )
}

fn arguments(list: Node<'_>) -> Vec<Expression> {
    list.all(SyntaxKind::ARG)
        .filter_map(expressions::child)
        .collect()
}

fn builtin(name: &'static str, span: Span) -> Name {
    Name {
        schema: Some("pg_catalog".into()),
        name: name.into(),
        span,
    }
}
