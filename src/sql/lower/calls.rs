//! Calls of functions, and what has a grammar of its own and is one.

use squawk_parser::SyntaxKind;

use super::{
    expressions::{self, child, list, list_in, nodes},
    literals, names, queries,
    tree::Node,
    types,
};
use crate::{
    source::Span,
    sql::{
        expression::{Argument, Call, Expression, ExpressionKind, Window},
        name::{Name, TypeName},
    },
};

/// What a call expression is.
pub fn kind(node: Node<'_>) -> ExpressionKind {
    let Some(function) = node.children().next() else {
        return ExpressionKind::Other(Vec::new());
    };
    match function.kind() {
        SyntaxKind::NAME_REF => named(node, function),
        SyntaxKind::FIELD_EXPR => ExpressionKind::Call(Box::new(call(node))),
        SyntaxKind::EXISTS_FN => match queries::child(function) {
            Some(query) => ExpressionKind::Exists(Box::new(query)),
            None => ExpressionKind::Other(list(function)),
        },
        SyntaxKind::EXTRACT_FN
        | SyntaxKind::SUBSTRING_FN
        | SyntaxKind::POSITION_FN
        | SyntaxKind::OVERLAY_FN
        | SyntaxKind::TRIM_FN
        | SyntaxKind::COLLATION_FOR_FN => special(function),
        SyntaxKind::ANY_FN | SyntaxKind::SOME_FN | SyntaxKind::ALL_FN => {
            // They stand only to the right of an operator.
            function.reject();
            ExpressionKind::Other(list(function))
        }
        kind => constructor(function, kind),
    }
}

/// The `ANY (…)`, `SOME (…)` or `ALL (…)` that a call expression is.
pub fn any_or_all(node: Node<'_>) -> Option<Node<'_>> {
    if node.kind() != SyntaxKind::CALL_EXPR {
        return None;
    }
    node.child_of(&[SyntaxKind::ANY_FN, SyntaxKind::SOME_FN, SyntaxKind::ALL_FN])
}

/// A call whose function is a single word, which the grammar may know.
fn named(node: Node<'_>, function: Node<'_>) -> ExpressionKind {
    let word = function.children().next().map(Node::kind);
    let values = || {
        node.child(SyntaxKind::ARG_LIST)
            .map(|list| list_in(list, SyntaxKind::ARG))
            .unwrap_or_default()
    };
    match word {
        Some(SyntaxKind::COALESCE_KW) => ExpressionKind::Coalesce(values()),
        Some(SyntaxKind::GREATEST_KW | SyntaxKind::LEAST_KW) => ExpressionKind::Extreme(values()),
        Some(SyntaxKind::NULLIF_KW) => {
            let mut values = values().into_iter();
            match (values.next(), values.next()) {
                (Some(one), Some(other)) => ExpressionKind::NullIf(Box::new(one), Box::new(other)),
                (one, _) => ExpressionKind::Other(one.into_iter().collect()),
            }
        }
        Some(SyntaxKind::GROUPING_KW) => of_type(node, values(), "int4"),
        Some(
            SyntaxKind::CURRENT_TIME_KW
            | SyntaxKind::CURRENT_TIMESTAMP_KW
            | SyntaxKind::LOCALTIME_KW
            | SyntaxKind::LOCALTIMESTAMP_KW,
        ) => ExpressionKind::Current(names::word(function).text),
        Some(_) | None => ExpressionKind::Call(Box::new(call(node))),
    }
}

/// A call of a function by its name.
pub fn call(node: Node<'_>) -> Call {
    let function = nodes(node).next().unwrap_or(node);
    let mut call = Call {
        name: names::name(function),
        arguments: Vec::new(),
        star: false,
        distinct: false,
        order_by: Vec::new(),
        within_group: Vec::new(),
        filter: None,
        over: None,
    };
    for part in node.children() {
        match part.kind() {
            SyntaxKind::ARG_LIST => fill_arguments(&mut call, part),
            SyntaxKind::WITHIN_CLAUSE => call.within_group = order_by(part),
            SyntaxKind::FILTER_CLAUSE => call.filter = child(part),
            SyntaxKind::OVER_CLAUSE => call.over = Some(over(part)),
            _ => {}
        }
    }
    call
}

fn fill_arguments(call: &mut Call, list: Node<'_>) {
    call.star = list.has(SyntaxKind::STAR);
    call.distinct = list.has(SyntaxKind::DISTINCT);
    for argument in list.all(SyntaxKind::ARG) {
        call.arguments.extend(self::argument(argument));
        if argument.has(SyntaxKind::ORDER_BY_CLAUSE) {
            call.order_by = order_by(argument);
        }
    }
}

/// The arguments in the list among a node's children.
pub fn arguments(node: Node<'_>) -> Vec<Argument> {
    let list = node.child(SyntaxKind::ARG_LIST);
    list.map(|list| list.all(SyntaxKind::ARG).filter_map(argument).collect())
        .unwrap_or_default()
}

fn argument(node: Node<'_>) -> Option<Argument> {
    let named = node.child(SyntaxKind::NAMED_ARG);
    Some(Argument {
        name: named.and_then(|named| names::word_in(named, SyntaxKind::PARAM_NAME_REF)),
        value: child(named.unwrap_or(node))?,
        variadic: node.has(SyntaxKind::VARIADIC_KW),
    })
}

/// The expressions of the `ORDER BY` among a node's children.
pub fn order_by(node: Node<'_>) -> Vec<Expression> {
    let list = node
        .child(SyntaxKind::ORDER_BY_CLAUSE)
        .and_then(|clause| clause.child(SyntaxKind::SORT_BY_LIST));
    list.map(|list| list_in(list, SyntaxKind::SORT_BY))
        .unwrap_or_default()
}

fn over(clause: Node<'_>) -> Window {
    if let Some(name) = names::word_in(clause, SyntaxKind::WINDOW_REF) {
        return Window {
            name: Some(name),
            ..Window::default()
        };
    }
    let specification = clause
        .child(SyntaxKind::OVER_WINDOW_SPEC)
        .and_then(|parentheses| parentheses.child(SyntaxKind::WINDOW_SPEC));
    specification.map(window).unwrap_or_default()
}

/// What stands in the parentheses of a window.
pub fn window(specification: Node<'_>) -> Window {
    let partition = specification.child(SyntaxKind::PARTITION_BY_CLAUSE);
    Window {
        name: names::word_in(specification, SyntaxKind::WINDOW_REF),
        partition_by: partition.map(list).unwrap_or_default(),
        order_by: order_by(specification),
    }
}

/// A function whose arguments have words between them.
fn special(function: Node<'_>) -> ExpressionKind {
    let span = function.span();
    // The arguments stand below a node that says how they are written.
    let inner = function
        .children()
        .find(|child| is_arguments(child.kind()))
        .unwrap_or(function);
    let mut arguments = list(inner);
    let name = match function.kind() {
        SyntaxKind::EXTRACT_FN => {
            arguments.splice(0..0, field(function));
            "extract"
        }
        SyntaxKind::POSITION_FN => {
            arguments.reverse();
            "position"
        }
        SyntaxKind::TRIM_FN => {
            // The characters to trim come first in SQL and last in the call.
            if inner.kind() == SyntaxKind::TRIM_EXPR_FROM && !arguments.is_empty() {
                arguments.rotate_left(1);
            }
            trim_name(function)
        }
        SyntaxKind::SUBSTRING_FN => return substring(inner, arguments, span),
        SyntaxKind::OVERLAY_FN if inner.kind() == SyntaxKind::OVERLAY_EXPRS => {
            return unqualified("overlay", arguments, span);
        }
        SyntaxKind::OVERLAY_FN => "overlay",
        _ => "pg_collation_for",
    };
    of_builtin(name, arguments, span)
}

fn is_arguments(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SUBSTRING_FOR_FROM
            | SyntaxKind::SUBSTRING_FROM_FOR
            | SyntaxKind::SUBSTRING_SIMILAR_ESCAPE
            | SyntaxKind::SUBSTRING_EXPRS
            | SyntaxKind::OVERLAY_PLACING
            | SyntaxKind::OVERLAY_EXPRS
            | SyntaxKind::TRIM_FROM
            | SyntaxKind::TRIM_EXPR_FROM
            | SyntaxKind::TRIM_EXPRS
    )
}

fn trim_name(function: Node<'_>) -> &'static str {
    if function.has(SyntaxKind::TRIM_LEADING) {
        "ltrim"
    } else if function.has(SyntaxKind::TRIM_TRAILING) {
        "rtrim"
    } else {
        "btrim"
    }
}

fn substring(inner: Node<'_>, mut arguments: Vec<Expression>, span: Span) -> ExpressionKind {
    match inner.kind() {
        SyntaxKind::SUBSTRING_FOR_FROM => {
            if arguments.len() == 3 {
                arguments.swap(1, 2);
            } else {
                // `substring(a FOR n)` is `substring(a, 1, n)`.
                arguments.insert(1.min(arguments.len()), number("1", span));
            }
        }
        SyntaxKind::SUBSTRING_FROM_FOR | SyntaxKind::SUBSTRING_SIMILAR_ESCAPE => {}
        _ => return unqualified("substring", arguments, span),
    }
    of_builtin("substring", arguments, span)
}

fn number(number: &str, span: Span) -> Expression {
    Expression {
        kind: ExpressionKind::Number(number.into()),
        span,
    }
}

/// The field of `EXTRACT`, a string like any other to the function.
fn field(function: Node<'_>) -> Option<Expression> {
    if let Some(name) = function.child(SyntaxKind::EXTRACT_FIELD_NAME) {
        return Some(Expression {
            kind: ExpressionKind::String(names::word(name).text.to_string()),
            span: name.span(),
        });
    }
    let literal = function
        .child(SyntaxKind::EXTRACT_FIELD_LITERAL)?
        .child(SyntaxKind::LITERAL)?;
    Some(Expression {
        kind: literals::kind(literal),
        span: literal.span(),
    })
}

/// A constructor of XML or JSON: the operands that are expressions, and the type if it has one.
fn constructor(function: Node<'_>, kind: SyntaxKind) -> ExpressionKind {
    if matches!(
        kind,
        SyntaxKind::JSON_OBJECT_FN
            | SyntaxKind::JSON_ARRAY_FN
            | SyntaxKind::JSON_SCALAR_FN
            | SyntaxKind::JSON_FN
    ) {
        return json_function(function);
    }
    let operands = operands(function);
    let type_name = match kind {
        SyntaxKind::XML_ROOT_FN
        | SyntaxKind::XML_ELEMENT_FN
        | SyntaxKind::XML_FOREST_FN
        | SyntaxKind::XML_PARSE_FN
        | SyntaxKind::XML_PI_FN => "xml",
        SyntaxKind::XML_EXISTS_FN | SyntaxKind::JSON_EXISTS_FN => "bool",
        _ => {
            return match types::child(function) {
                Some(named) => cast(function, operands, named),
                None => ExpressionKind::Other(operands),
            };
        }
    };
    of_type(function, operands, type_name)
}

/// To Postgres 15 the constructors of JSON are functions like any other.
fn json_function(function: Node<'_>) -> ExpressionKind {
    for child in function.children() {
        match child.kind() {
            SyntaxKind::JSON_KEY_VALUE => {
                if let Some(between) = child.children().nth(1) {
                    between.reject();
                }
            }
            SyntaxKind::JSON_NULL_ON_NULL
            | SyntaxKind::JSON_ABSENT_ON_NULL
            | SyntaxKind::JSON_RETURNING_CLAUSE
            | SyntaxKind::JSON_WITH_UNIQUE_KEYS
            | SyntaxKind::JSON_WITHOUT_UNIQUE_KEYS => child.reject(),
            _ => {}
        }
    }
    let arguments = operands(function);
    let name = Name {
        schema: None,
        name: names::word(function).text,
        span: function.span(),
    };
    ExpressionKind::Call(Box::new(of_values(name, arguments)))
}

/// The outermost expressions below a node.
fn operands(node: Node<'_>) -> Vec<Expression> {
    let mut operands = Vec::new();
    let mut waiting: Vec<Node<'_>> = vec![node];
    while let Some(next) = waiting.pop() {
        for child in next.children() {
            if expressions::is_expression(child.kind()) || queries::is_query(child.kind()) {
                operands.push(expressions::expression(child));
            } else {
                waiting.push(child);
            }
        }
    }
    operands
}

/// Something not modelled of a type that is known.
fn of_type(node: Node<'_>, operands: Vec<Expression>, name: &'static str) -> ExpressionKind {
    let named = TypeName {
        name: catalog_name(name, node.span()),
        ..TypeName::default()
    };
    cast(node, operands, named)
}

fn cast(node: Node<'_>, operands: Vec<Expression>, named: TypeName) -> ExpressionKind {
    let value = expressions::other(node, operands);
    ExpressionKind::Cast(Box::new(value), named)
}

/// A call of a function of `pg_catalog`, as a kind.
pub fn of_builtin(name: &'static str, arguments: Vec<Expression>, span: Span) -> ExpressionKind {
    ExpressionKind::Call(Box::new(builtin(name, arguments, span)))
}

/// A call of a function of `pg_catalog`.
pub fn builtin(name: &'static str, arguments: Vec<Expression>, span: Span) -> Call {
    of_values(catalog_name(name, span), arguments)
}

fn unqualified(name: &'static str, arguments: Vec<Expression>, span: Span) -> ExpressionKind {
    let name = Name {
        schema: None,
        name: name.into(),
        span,
    };
    ExpressionKind::Call(Box::new(of_values(name, arguments)))
}

fn of_values(name: Name, values: Vec<Expression>) -> Call {
    let arguments = values.into_iter().map(|value| Argument {
        name: None,
        value,
        variadic: false,
    });
    Call {
        name,
        arguments: arguments.collect(),
        star: false,
        distinct: false,
        order_by: Vec::new(),
        within_group: Vec::new(),
        filter: None,
        over: None,
    }
}

fn catalog_name(name: &'static str, span: Span) -> Name {
    Name {
        schema: Some("pg_catalog".into()),
        name: name.into(),
        span,
    }
}
