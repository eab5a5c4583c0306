//! What a filter does with its column: `not.in.(1,2)`, `plfts(english).word`, `eq(any).{1,2}`.

use super::{Name, SyntaxError, list::WhiteSpace, scan::Scanner, value};
use crate::source::Span;

/// What follows the column of a filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operation {
    pub head: Head,
    pub value: Value,
}

/// An operation without its value: `not.in`, `plfts(english)`, `eq(any)`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    pub negated: bool,
    pub operator: Operator,
    /// Where the operator stands, without what is in parentheses behind it.
    pub operator_span: Span,
    /// `any` or `all`, which some operators take.
    pub quantifier: Option<Quantifier>,
    /// The language of a text search.
    pub language: Option<Name>,
}

/// The value of a filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Value {
    One(Name),
    /// Of `in`, and of operators with a quantifier when it is written plainly: `{1,2}`.
    List(Vec<Name>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quantifier {
    Any,
    All,
}

/// The operators of PostgREST, by the names they have in requests.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Operator {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    Like,
    Ilike,
    /// `match`
    Match,
    /// `imatch`
    Imatch,
    In,
    Is,
    IsDistinct,
    Fts,
    Plfts,
    Phfts,
    Wfts,
    Cs,
    Cd,
    Ov,
    Sl,
    Sr,
    Nxr,
    Nxl,
    Adj,
}

impl Operator {
    pub const ALL: [Self; 25] = [
        Self::Eq,
        Self::Neq,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::Like,
        Self::Ilike,
        Self::Match,
        Self::Imatch,
        Self::In,
        Self::Is,
        Self::IsDistinct,
        Self::Fts,
        Self::Plfts,
        Self::Phfts,
        Self::Wfts,
        Self::Cs,
        Self::Cd,
        Self::Ov,
        Self::Sl,
        Self::Sr,
        Self::Nxr,
        Self::Nxl,
        Self::Adj,
    ];

    /// The name it has in requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Neq => "neq",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Like => "like",
            Self::Ilike => "ilike",
            Self::Match => "match",
            Self::Imatch => "imatch",
            Self::In => "in",
            Self::Is => "is",
            Self::IsDistinct => "isdistinct",
            Self::Fts => "fts",
            Self::Plfts => "plfts",
            Self::Phfts => "phfts",
            Self::Wfts => "wfts",
            Self::Cs => "cs",
            Self::Cd => "cd",
            Self::Ov => "ov",
            Self::Sl => "sl",
            Self::Sr => "sr",
            Self::Nxr => "nxr",
            Self::Nxl => "nxl",
            Self::Adj => "adj",
        }
    }

    /// The operator that a request names so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operator| operator.as_str() == name)
    }

    /// Whether `any` or `all` can stand behind it.
    pub fn takes_quantifier(self) -> bool {
        matches!(
            self,
            Self::Eq
                | Self::Gt
                | Self::Gte
                | Self::Lt
                | Self::Lte
                | Self::Like
                | Self::Ilike
                | Self::Match
                | Self::Imatch
        )
    }

    /// Whether it is a text search, which can name a language.
    pub fn takes_language(self) -> bool {
        matches!(self, Self::Fts | Self::Plfts | Self::Phfts | Self::Wfts)
    }
}

impl Head {
    /// An operator by itself, as a method of the client sends it.
    pub fn plain(operator: Operator, operator_span: Span) -> Self {
        Self {
            negated: false,
            operator,
            operator_span,
            quantifier: None,
            language: None,
        }
    }
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// A filter of its own: the value is all the rest.
    Parameter,
    /// Among the conditions of a group: the value ends at a comma or a parenthesis.
    Condition,
}

/// The operator that `filter(column, operator, value)` names: `not.eq`, `fts(english)`, `in`.
///
/// The text may hold the beginning of the value behind a dot, as in `eq.1`; that is the second part
/// of the answer.
///
/// # Errors
///
/// When PostgREST answers `PGRST100` whatever the value is.
pub fn operator(text: &str) -> Result<(Head, Option<Name>), SyntaxError> {
    // The client puts a dot between operator and value.
    let mut scanner = Scanner::with_suffix(text, ".");
    let head = head(&mut scanner)?;
    let length = scanner.rest().len().saturating_sub(1);
    let has_value = !scanner.rest().is_empty();
    Ok((head, has_value.then(|| scanner.taken(length))))
}

/// The operator that `not(column, operator, value)` names, to which the client adds `not.`.
///
/// # Errors
///
/// When PostgREST answers `PGRST100` whatever the value is.
pub fn negated_operator(text: &str) -> Result<(Head, Option<Name>), SyntaxError> {
    let (mut head, value) = operator(text)?;
    if head.negated {
        return Err(SyntaxError {
            span: Span { start: 0, end: 3 },
            message: "unexpected `not`: `not` adds it itself".to_owned(),
        });
    }
    head.negated = true;
    Ok((head, value))
}

/// The value of a filter that is no part of an `or` text.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`: the list of `in` has no parentheses, or `is` compares with
/// what it does not know.
pub fn value(head: &Head, text: &str) -> Result<Value, SyntaxError> {
    let mut scanner = Scanner::new(text, WhiteSpace::Kept);
    value::read(&mut scanner, head, Place::Parameter)
}

/// All that follows the column in a request of one's own: `not.eq.1`.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn parse(text: &str) -> Result<Operation, SyntaxError> {
    let mut scanner = Scanner::new(text, WhiteSpace::Kept);
    read(&mut scanner, Place::Parameter)
}

pub(super) fn read(scanner: &mut Scanner<'_>, place: Place) -> Result<Operation, SyntaxError> {
    let head = head(scanner)?;
    let value = value::read(scanner, &head, place)?;
    Ok(Operation { head, value })
}

/// The operator and the dot behind it.
fn head(scanner: &mut Scanner<'_>) -> Result<Head, SyntaxError> {
    let negated = scanner.eat("not.");
    let start = scanner.position();
    let word = scanner.eat_while(|next| next.is_ascii_lowercase());
    let Some(operator) = Operator::from_name(word) else {
        return Err(no_operator(scanner, start));
    };
    let mut head = Head::plain(operator, scanner.span_from(start));
    head.negated = negated;
    if operator.takes_quantifier() {
        head.quantifier = quantifier(scanner);
    } else if operator.takes_language() {
        head.language = language(scanner)?;
    }
    if scanner.eat(".") {
        return Ok(head);
    }
    if scanner.peek().is_some_and(char::is_alphanumeric) {
        return Err(no_operator(scanner, start));
    }
    let expected = format!("`.` and a value behind `{}`", operator.as_str());
    Err(scanner.unexpected(&expected))
}

fn no_operator(scanner: &mut Scanner<'_>, start: usize) -> SyntaxError {
    scanner.return_to(start);
    scanner.unexpected("an operator such as `eq`, `gt`, `in`")
}

fn quantifier(scanner: &mut Scanner<'_>) -> Option<Quantifier> {
    if scanner.eat("(any)") {
        Some(Quantifier::Any)
    } else if scanner.eat("(all)") {
        Some(Quantifier::All)
    } else {
        None
    }
}

fn language(scanner: &mut Scanner<'_>) -> Result<Option<Name>, SyntaxError> {
    if !scanner.eat("(") {
        return Ok(None);
    }
    let language = scanner.identifier("a language")?;
    if !scanner.eat(")") {
        return Err(scanner.unexpected("`)` behind the language"));
    }
    Ok(Some(language))
}
