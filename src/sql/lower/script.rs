//! A text of statements to the model.

use super::{
    errors, heads,
    origin::Origin,
    retry, statements,
    tree::{Grammar, Node, Tree},
};
use crate::{
    source::Span,
    sql::{
        Item, Script, Skipped, SkippedKind,
        prepare::prepare,
        split::{Piece, split},
        statement::Statement,
    },
};

/// What a file says.
pub fn script(text: &str) -> Script {
    let prepared = prepare(text);
    let mut script = Script {
        statements: Vec::new(),
        skipped: prepared.skipped,
    };
    let pieces = split(&prepared.text);
    script.statements.reserve(pieces.len());
    let origin = Origin::at(0);
    for piece in pieces {
        script.statements.push(item(&prepared.text, piece, &origin));
        if let Some(unclosed) = piece.unclosed {
            script.skipped.push(Skipped {
                span: span(&origin, unclosed.at, piece.end),
                kind: SkippedKind::Unterminated,
            });
        }
    }
    script
}

/// What the statements of a body in SQL say, whose text `origin` places in the file.
pub fn body(text: &str, origin: &Origin) -> Vec<Item> {
    let pieces = split(text).into_iter();
    pieces.map(|piece| item(text, piece, origin)).collect()
}

fn item(text: &str, piece: Piece, origin: &Origin) -> Item {
    Item {
        statement: statement(text, piece, origin),
        span: span(origin, piece.start, piece.end),
    }
}

fn span(origin: &Origin, start: usize, end: usize) -> Span {
    let offset = |offset| u32::try_from(offset).expect("no file over 4 GiB is loaded");
    origin.span(offset(start), offset(end))
}

/// What the statement at a part of a text says.
fn statement(text: &str, piece: Piece, origin: &Origin) -> Statement {
    if piece.too_deep {
        return Statement::Unsupported(NESTED.to_owned());
    }
    // What stands before a quote that is never closed is read first.
    let unclosed = piece
        .unclosed
        .and_then(|unclosed| Some((unclosed, errors::unclosed(text, unclosed)?)));
    let end = unclosed
        .as_ref()
        .map_or(piece.end, |(unclosed, _)| unclosed.at);
    let here = origin.from(piece.start);
    let part = &text[piece.start..end];
    let (statement, rejected) = read(part, &here);
    if let Some((unclosed, (message, shown))) = unclosed
        && rejected.is_none_or(|at| errors::token(part, at).is_none())
    {
        return Statement::Invalid {
            message,
            span: span(origin, unclosed.at, shown),
        };
    }
    match rejected {
        Some(at) => {
            let error = errors::syntax(text, piece, piece.start + at);
            Statement::Invalid {
                message: error.message,
                span: span(origin, error.start, error.end),
            }
        }
        None => statement,
    }
}

/// The statement of a text, and where Postgres stops in it.
fn read(text: &str, origin: &Origin) -> (Statement, Option<usize>) {
    let tree = Tree::parse(text, origin, Grammar::Sql);
    let statement = of_tree(&tree);
    let mut rejected = tree.rejected();
    if let Some((at, message)) = tree.complaint()
        && rejected.is_none()
    {
        let (start, end) = errors::token(text, at).unwrap_or((at, at));
        let span = span(origin, start, end);
        return (Statement::Invalid { message, span }, None);
    }
    if let Some(at) = rejected {
        if let Some(table) = retry::as_table(text, origin) {
            match table {
                Ok(statement) => return (statement, None),
                Err(further) => rejected = Some(at.max(further)),
            }
        }
        if at == tree.root().range().start {
            rejected = heads::wrong_word(text).or(rejected);
        }
    }
    if tree.too_deep() && rejected.is_none() {
        return (Statement::Unsupported(NESTED.to_owned()), None);
    }
    (statement, rejected)
}

/// Why a statement was not read.
pub const NESTED: &str = "nested too deeply";

/// The statement that a tree holds.
pub fn of_tree<'t>(tree: &'t Tree<'t>) -> Statement {
    let mut nodes = tree.root().children();
    let Some(node) = nodes.next() else {
        return Statement::Empty;
    };
    // The parser needs no semicolon between statements.
    if let Some(second) = nodes.next() {
        second.reject();
    }
    statements::statement(node)
}

/// A statement that must be the only one of a text, or where the text stops being one: an offset
/// into it, and what Postgres says there.
pub fn single(text: &str, origin: &Origin) -> Result<Item, (usize, Span, String)> {
    let Some(&piece) = split(text).first() else {
        return Err((0, span(origin, 0, text.len()), errors::message(text)));
    };
    let item = item(text, piece, origin);
    match item.statement {
        Statement::Invalid { message, span } => {
            let at = span.start.saturating_sub(origin.file(0)) as usize;
            Err((at, span, message))
        }
        _ => Ok(item),
    }
}

/// A statement nested in another, in the file's terms.
pub fn nested(node: Node<'_>) -> Item {
    Item {
        statement: statements::statement(node),
        span: node.span(),
    }
}

/// A text with parts of it blank, of the same length.
pub fn blank(text: &str, parts: &[std::ops::Range<usize>]) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        blanked.push_str(&text[at..part.start]);
        blanked.extend(std::iter::repeat_n(' ', part.len()));
        at = part.end;
    }
    blanked.push_str(&text[at..]);
    blanked
}
