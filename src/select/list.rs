//! Select lists: `id, author:users!inner(name), ...rel(a), total:amount.sum()::int`.

use super::{
    Field, Name, SyntaxError,
    scan::{Scanner, is_identifier},
};
use crate::source::Span;

/// A select list, as PostgREST reads it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SelectList {
    pub items: Vec<Item>,
    /// What PostgREST does not look at: all after a parenthesis that closes nothing, and after an
    /// embed what is no comma.
    pub ignored: Option<Span>,
}

/// One item of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Item {
    /// `*`
    All(Span),
    Column(Column),
    /// `count()`
    Count(Count),
    Embed(Embed),
}

/// `alias:field::cast.aggregate()::cast`
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Column {
    pub alias: Option<Name>,
    pub field: Field,
    /// Before the aggregate, if there is one.
    pub cast: Option<Name>,
    pub aggregate: Option<Aggregate>,
    /// After the aggregate; without one it does nothing.
    pub result_cast: Option<Name>,
    pub span: Span,
}

/// `alias:count()::cast`
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Count {
    pub alias: Option<Name>,
    pub cast: Option<Name>,
    pub span: Span,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Aggregate {
    pub function: AggregateFunction,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AggregateFunction {
    Avg,
    Count,
    Max,
    Min,
    Sum,
}

/// `alias:target!hint!inner(items)`, `...target(items)`
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Embed {
    /// `...`: its columns become those of the row around it.
    pub spread: bool,
    pub alias: Option<Name>,
    pub target: Name,
    pub hint: Option<Name>,
    pub join: Option<Join>,
    pub items: Vec<Item>,
    pub span: Span,
}

impl AggregateFunction {
    pub const ALL: [Self; 5] = [Self::Avg, Self::Count, Self::Max, Self::Min, Self::Sum];

    /// The name it has in requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Avg => "avg",
            Self::Count => "count",
            Self::Max => "max",
            Self::Min => "min",
            Self::Sum => "sum",
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Join {
    Inner,
    Left,
}

/// Whether white space outside double quotes is part of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WhiteSpace {
    /// supabase-js takes it out before it sends the text.
    TakenOut,
    /// The text is sent as it is.
    Kept,
}

/// The list that a text holds; an empty text is an empty list.
///
/// A text that begins with what cannot begin an item is an empty list, too, with all of it ignored:
/// PostgREST answers `select=.id` with empty rows.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn parse(text: &str, white_space: WhiteSpace) -> Result<SelectList, SyntaxError> {
    let mut scanner = Scanner::new(text, white_space);
    let items = if begins_item(&scanner) {
        items(&mut scanner)?
    } else {
        Vec::new()
    };
    Ok(SelectList {
        items,
        ignored: scanner.ignored(),
    })
}

/// Whether PostgREST reads on here, so that what follows must be an item.
fn begins_item(scanner: &Scanner<'_>) -> bool {
    let rest = scanner.rest();
    match scanner.peek() {
        Some('*') => ends_item(rest.get(1..).unwrap_or_default()),
        Some('.') => rest.starts_with("...") && spread_head(&mut scanner.clone()).is_ok(),
        Some(first) => matches!(first, '"' | '\t') || is_identifier(first),
        None => false,
    }
}

fn ends_item(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([',', ')'])
}

fn items(scanner: &mut Scanner<'_>) -> Result<Vec<Item>, SyntaxError> {
    let mut items = vec![item(scanner)?];
    while scanner.comma("`)`")? {
        items.push(item(scanner)?);
    }
    Ok(items)
}

fn item(scanner: &mut Scanner<'_>) -> Result<Item, SyntaxError> {
    scanner.skip_spaces();
    let start = scanner.position();
    if scanner.rest().starts_with("...") {
        let head = spread_head(scanner)?;
        return embed(scanner, head, start);
    }
    if scanner.eat("*") {
        return if ends_item(scanner.rest()) {
            Ok(Item::All(scanner.span_from(start)))
        } else {
            Err(scanner.unexpected("`,` behind `*`"))
        };
    }
    if is_count(scanner) {
        return count(scanner, None, start);
    }
    let name = scanner.name("a column, an embed or `*`")?;
    if scanner.rest().starts_with(':') && !scanner.rest().starts_with("::") {
        scanner.eat(":");
        return aliased(scanner, name, start);
    }
    named(scanner, None, name, start)
}

/// The item behind `alias:`.
fn aliased(scanner: &mut Scanner<'_>, alias: Name, start: usize) -> Result<Item, SyntaxError> {
    if is_count(scanner) {
        return count(scanner, Some(alias), start);
    }
    let gap = scanner.position();
    let rest = scanner.rest();
    let name = rest.trim_start_matches([' ', '\t']);
    let space = rest.strip_suffix(name).unwrap_or_default();
    let is_column = space.contains('\t') || (!space.is_empty() && name.starts_with('"'));
    scanner.skip_spaces();
    let name = scanner.name("a column or an embed behind the alias")?;
    if is_column && scanner.rest().starts_with(['!', '(']) {
        let message = "unexpected white space between an alias and its embed".to_owned();
        return Err(scanner.error_from(gap, message));
    }
    named(scanner, Some(alias), name, start)
}

fn named(
    scanner: &mut Scanner<'_>,
    alias: Option<Name>,
    name: Name,
    start: usize,
) -> Result<Item, SyntaxError> {
    if !scanner.rest().starts_with(['!', '(']) {
        return column(scanner, alias, name, start);
    }
    if name.text == "count" {
        let expected = "`,`: `count` is an aggregate, as in `count()` or `id.count()`";
        return Err(scanner.unexpected(expected));
    }
    let head = Head {
        spread: false,
        alias,
        parameters: parameters(scanner, &name)?,
        target: name,
    };
    embed(scanner, head, start)
}

fn column(
    scanner: &mut Scanner<'_>,
    alias: Option<Name>,
    name: Name,
    start: usize,
) -> Result<Item, SyntaxError> {
    let field = scanner.field_of(name)?;
    let mut end = scanner.span_from(start).end.min(field.span.end);
    scanner.skip_spaces();
    let cast = cast(scanner)?;
    let aggregate = aggregate(scanner)?;
    let result_cast = self::cast(scanner)?;
    if !ends_item(scanner.rest()) {
        return Err(scanner.unexpected("`,` or the end of the column"));
    }
    for part in [&cast, &result_cast].into_iter().flatten() {
        end = end.max(part.span.end);
    }
    if let Some(aggregate) = &aggregate {
        end = end.max(aggregate.span.end);
    }
    let span = Span {
        start: scanner.span_from(start).start,
        end,
    };
    Ok(Item::Column(Column {
        alias,
        field,
        cast,
        aggregate,
        result_cast,
        span,
    }))
}

/// Whether the aggregate that needs no column stands here.
fn is_count(scanner: &Scanner<'_>) -> bool {
    scanner.rest().starts_with("count()")
}

fn count(
    scanner: &mut Scanner<'_>,
    alias: Option<Name>,
    start: usize,
) -> Result<Item, SyntaxError> {
    scanner.eat("count()");
    let cast = cast(scanner)?;
    if !ends_item(scanner.rest()) {
        return Err(scanner.unexpected("`,` or a cast behind `count()`"));
    }
    Ok(Item::Count(Count {
        alias,
        cast,
        span: scanner.span_from(start),
    }))
}

fn cast(scanner: &mut Scanner<'_>) -> Result<Option<Name>, SyntaxError> {
    if !scanner.eat("::") {
        return Ok(None);
    }
    scanner.identifier("a type's name without quotes").map(Some)
}

fn aggregate(scanner: &mut Scanner<'_>) -> Result<Option<Aggregate>, SyntaxError> {
    let start = scanner.position();
    if !scanner.eat(".") {
        return Ok(None);
    }
    for function in AggregateFunction::ALL {
        if scanner.eat(function.as_str()) {
            if !scanner.eat("()") {
                return Err(scanner.unexpected(&format!("`()` behind `{}`", function.as_str())));
            }
            let span = scanner.span_from(start);
            return Ok(Some(Aggregate { function, span }));
        }
    }
    Err(scanner.unexpected("`sum()`, `avg()`, `count()`, `max()` or `min()` behind `.`"))
}

/// An embed up to its parenthesis.
struct Head {
    spread: bool,
    alias: Option<Name>,
    target: Name,
    parameters: (Option<Name>, Option<Join>),
}

/// The head of `...target(items)`, which stands here.
fn spread_head(scanner: &mut Scanner<'_>) -> Result<Head, SyntaxError> {
    scanner.eat("...");
    let target = scanner.name("an embed behind `...`")?;
    Ok(Head {
        spread: true,
        alias: None,
        parameters: parameters(scanner, &target)?,
        target,
    })
}

/// The hint and the join behind a target, in either order; of two alike the first counts.
fn parameters(
    scanner: &mut Scanner<'_>,
    target: &Name,
) -> Result<(Option<Name>, Option<Join>), SyntaxError> {
    let (mut hint, mut join) = (None, None);
    for _ in 0..2 {
        let start = scanner.position();
        if !scanner.eat("!") {
            break;
        }
        let found = if scanner.eat("left") {
            Some(Join::Left)
        } else if scanner.eat("inner") {
            Some(Join::Inner)
        } else {
            let name = scanner.name("a hint, `inner` or `left` behind `!`")?;
            hint = hint.or(Some(name));
            continue;
        };
        join = join.or(found);
        if scanner
            .peek()
            .is_some_and(|next| is_identifier(next) || next == '-')
        {
            return Err(hint_like_join(scanner, start));
        }
    }
    if scanner.rest().starts_with('(') {
        return Ok((hint, join));
    }
    let expected = format!("`(` behind the embed `{}`", target.text);
    Err(scanner.unexpected(&expected))
}

/// PostgREST takes `!inner_fk` for `!inner` with something wrong behind it.
fn hint_like_join(scanner: &mut Scanner<'_>, start: usize) -> SyntaxError {
    scanner.eat_while(|next| is_identifier(next) || next == '-');
    let mut error = scanner.error_from(start, String::new());
    error.span.start = (error.span.start + 1).min(error.span.end);
    error.message =
        "unexpected hint: one that begins with `inner` or `left` needs double quotes".to_owned();
    error
}

/// The items in the parentheses, which may be none.
fn embed(scanner: &mut Scanner<'_>, head: Head, start: usize) -> Result<Item, SyntaxError> {
    scanner.eat("(");
    scanner.enter()?;
    let items = if scanner.rest().starts_with(')') {
        Vec::new()
    } else {
        items(scanner)?
    };
    if !scanner.eat(")") {
        return Err(scanner.unexpected(&format!(
            "`,` or `)` behind the items of `{}`",
            head.target.text
        )));
    }
    scanner.leave();
    let (hint, join) = head.parameters;
    Ok(Item::Embed(Embed {
        spread: head.spread,
        alias: head.alias,
        target: head.target,
        hint,
        join,
        items,
        span: scanner.span_from(start),
    }))
}
