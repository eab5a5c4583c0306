//! The values of filters: up to the end, or up to the next condition.

use super::{
    Name, SyntaxError,
    operation::{Head, Operator, Place, Value},
    scan::Scanner,
};

/// The words that `is` compares with, the longer ones first; `not_null` since PostgREST 13.
const IS_VALUES: [&str; 5] = ["not_null", "unknown", "false", "null", "true"];

/// The value behind an operator and its dot.
pub(super) fn read(
    scanner: &mut Scanner<'_>,
    head: &Head,
    place: Place,
) -> Result<Value, SyntaxError> {
    match head.operator {
        Operator::In => in_list(scanner).map(Value::List),
        Operator::Is => is_value(scanner).map(Value::One),
        Operator::Eq
        | Operator::Neq
        | Operator::Gt
        | Operator::Gte
        | Operator::Lt
        | Operator::Lte
        | Operator::Like
        | Operator::Ilike
        | Operator::Match
        | Operator::Imatch
        | Operator::IsDistinct
        | Operator::Fts
        | Operator::Plfts
        | Operator::Phfts
        | Operator::Wfts
        | Operator::Cs
        | Operator::Cd
        | Operator::Ov
        | Operator::Sl
        | Operator::Sr
        | Operator::Nxr
        | Operator::Nxl
        | Operator::Adj => Ok(plain_value(scanner, head, place)),
    }
}

fn is_value(scanner: &mut Scanner<'_>) -> Result<Name, SyntaxError> {
    let rest = scanner.rest();
    let found = IS_VALUES.into_iter().find(|word| {
        rest.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    });
    match found {
        Some(word) => Ok(scanner.taken(word.len())),
        None if rest.starts_with("not.") => {
            Err(scanner.unexpected("`null` or another value: negated, it is `not.is.null`"))
        }
        None => Err(scanner.unexpected("`null`, `not_null`, `true`, `false` or `unknown`")),
    }
}

/// The elements between parentheses.
fn in_list(scanner: &mut Scanner<'_>) -> Result<Vec<Name>, SyntaxError> {
    scanner.skip_spaces();
    if !scanner.eat("(") {
        return Err(scanner.unexpected("a list in parentheses behind `in`"));
    }
    scanner.skip_spaces();
    let mut elements = Vec::new();
    loop {
        elements.push(element(scanner));
        if !scanner.eat(",") {
            break;
        }
    }
    if !scanner.eat(")") {
        return Err(scanner.unexpected("`,` or `)` in the list of `in`"));
    }
    scanner.skip_spaces();
    // PostgREST takes one empty element for none.
    if let [only] = elements.as_slice()
        && only.text.is_empty()
    {
        elements.clear();
    }
    Ok(elements)
}

/// A value up to a comma or a parenthesis; in quotes, it can hold those.
fn element(scanner: &mut Scanner<'_>) -> Name {
    if scanner.peek() == Some('"') {
        let start = scanner.position();
        if let Ok(name) = scanner.quoted()
            && matches!(scanner.peek(), None | Some(',' | ')'))
        {
            return name;
        }
        scanner.return_to(start);
    }
    let rest = scanner.rest();
    let length = rest.find([',', ')']).unwrap_or(rest.len());
    scanner.taken(length)
}

fn plain_value(scanner: &mut Scanner<'_>, head: &Head, place: Place) -> Value {
    let quoted = scanner.peek() == Some('"');
    let start = scanner.position();
    let value = match (place, array_length(scanner.rest())) {
        (Place::Parameter, _) => scanner.taken(scanner.rest().len()),
        (Place::Condition, Some(length)) => scanner.taken(length),
        (Place::Condition, None) => element(scanner),
    };
    let is_quantified = head.quantifier.is_some() && !quoted;
    if !is_quantified {
        return Value::One(value);
    }
    let end = scanner.position();
    scanner.return_to(start);
    let elements = array(scanner, &value.text);
    scanner.return_to(end);
    elements.map_or(Value::One(value), Value::List)
}

/// The length of `{…}` without braces inside, in which commas and parentheses belong to the value.
fn array_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['{', '}'])?;
    inner.get(end..)?.starts_with('}').then_some(end + 2)
}

/// The elements of an array's literal, when none of them is quoted, nested or empty.
fn array(scanner: &mut Scanner<'_>, text: &str) -> Option<Vec<Name>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let plain = |element: &str| {
        !element.is_empty() && element.trim() == element && !element.contains(['{', '}', '"', '\\'])
    };
    scanner.eat("{");
    if inner.is_empty() {
        return Some(Vec::new());
    }
    if !inner.split(',').all(plain) {
        return None;
    }
    let mut elements = Vec::new();
    for element in inner.split(',') {
        elements.push(scanner.taken(element.len()));
        scanner.eat(",");
    }
    Some(elements)
}
