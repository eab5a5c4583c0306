//! Orders: `id`, `users(name)`, `a.desc.nullslast,b`.

use super::{Field, Name, SyntaxError, list::WhiteSpace, scan::Scanner};
use crate::source::Span;

/// One term of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Term {
    /// `relation(column)`: the embed, by the name it has in the answer.
    pub embed: Option<Name>,
    pub field: Field,
    pub descending: Option<bool>,
    pub nulls_first: Option<bool>,
    pub span: Span,
}

/// The direction that the client adds to an order.
const ADDED: &str = ".asc";

/// The terms of an order as PostgREST reads them, after the client added its direction to the end.
///
/// The last term has no direction here: the client's options say it.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`; so it does when the last term has a direction of its own.
pub fn parse(text: &str) -> Result<Vec<Term>, SyntaxError> {
    let mut scanner = Scanner::with_suffix(text, ADDED);
    let mut terms = terms(&mut scanner, text.len())?;
    if let Some(last) = terms.last_mut() {
        last.descending = None;
    }
    Ok(terms)
}

/// The terms of an order that is sent as it stands.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn parse_whole(text: &str) -> Result<Vec<Term>, SyntaxError> {
    let mut scanner = Scanner::new(text, WhiteSpace::Kept);
    terms(&mut scanner, text.len())
}

/// `given` is where the text ends to which the client may have added.
fn terms(scanner: &mut Scanner<'_>, given: usize) -> Result<Vec<Term>, SyntaxError> {
    let mut terms = Vec::new();
    loop {
        scanner.skip_spaces();
        terms.push(term(scanner, given)?);
        scanner.skip_spaces();
        if !scanner.eat(",") {
            return Ok(terms);
        }
    }
}

fn term(scanner: &mut Scanner<'_>, given: usize) -> Result<Term, SyntaxError> {
    let start = scanner.position();
    let name = scanner.name("a column")?;
    let (embed, field) = if scanner.eat("(") {
        let field = scanner.field("a column of the embed")?;
        if !scanner.eat(")") {
            return Err(scanner.unexpected("`)` behind the column of an embed"));
        }
        (Some(name), field)
    } else {
        let field = scanner.field_of(name)?;
        scanner.skip_spaces();
        (None, field)
    };
    let direction = scanner.position();
    let descending = suffix(scanner, [".asc", ".desc"]);
    let nulls_first = suffix(scanner, [".nullslast", ".nullsfirst"]);
    if scanner.peek().is_none_or(|next| next == ',') {
        return Ok(Term {
            embed,
            field,
            descending,
            nulls_first,
            span: scanner.span_from(start),
        });
    }
    if scanner.position() >= given && scanner.rest() == ADDED {
        let message = "unexpected direction: `order` adds one itself, which its options set";
        let mut error = scanner.error_from(direction, message.to_owned());
        error.span.start += u32::from(error.span.start < error.span.end);
        return Err(error);
    }
    if scanner.eat(".") {
        return Err(scanner.unexpected("`asc`, `desc`, `nullsfirst` or `nullslast`, in this order"));
    }
    Err(scanner.unexpected("`,`, `.asc`, `.desc` or the end"))
}

/// Which of two words stands here, if any: whether it is the second.
fn suffix(scanner: &mut Scanner<'_>, words: [&str; 2]) -> Option<bool> {
    let [no, yes] = words;
    if scanner.eat(no) {
        Some(false)
    } else {
        scanner.eat(yes).then_some(true)
    }
}
