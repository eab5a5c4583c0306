//! Parsing a view of a file: pieces of it, with some bytes replaced.
//!
//! The bytes around code in markup are read as parentheses, for one, so that an expression is parsed
//! as such. Outside the code itself, what a tree says and what the file says can therefore differ.

use std::{
    cell::{Cell, RefCell},
    ops::ControlFlow,
    thread,
};

use memchr::{memchr_iter, memrchr};
use tree_sitter::{ParseOptions, ParseState, Parser, Point, Range, Tree};

use super::grammar::Grammar;
use crate::source::Span;

/// How many bytes the parser is handed at once.
const CHUNK: usize = 4096;

/// How often each chunk or piece may be read, on average, before the parser is stopped.
///
/// Twice is usual. An unclosed comment or regular expression may be read again from each byte.
const MAX_READS: usize = 64;

/// The longest text that no thread's stack is too small for.
const MAX_SHALLOW: usize = 16 * 1024;

/// What parsing may take of the stack: tree-sitter releases the branches of an ambiguity by
/// recursion, 112 bytes for each level of nesting.
const STACK_PER_BYTE: usize = 128;

/// The largest stack that is asked for.
const MAX_STACK: usize = 512 * 1024 * 1024;

/// Bytes that the parser is to read at an offset of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'t> {
    pub start: usize,
    pub bytes: &'t [u8],
}

impl<'t> Piece<'t> {
    pub fn new(start: usize, bytes: &'t [u8]) -> Self {
        Self { start, bytes }
    }

    /// The file's own bytes.
    pub fn of(text: &'t str, span: Span) -> Self {
        Self::new(span.range().start, text[span.range()].as_bytes())
    }

    pub fn end(&self) -> usize {
        self.start + self.bytes.len()
    }
}

/// Where the rows and columns of a tree are counted from.
///
/// For many fragments, counting from the start of the file would be quadratic.
#[derive(Clone, Copy, Debug)]
pub(super) enum Points {
    File,
    FirstPiece,
}

/// The tree of the pieces, read one after the other; they are in order and do not overlap.
///
/// When that would take too long, the tree holds nothing but an error.
pub(super) fn parse(grammar: Grammar, text: &str, pieces: &[Piece<'_>], points: Points) -> Tree {
    let length = pieces.iter().map(|piece| piece.bytes.len()).sum::<usize>();
    let tree = if length <= MAX_SHALLOW {
        parse_here(grammar, text, pieces, points)
    } else {
        let stack = (length * STACK_PER_BYTE).min(MAX_STACK) + MAX_SHALLOW * STACK_PER_BYTE;
        thread::scope(|scope| {
            let thread = thread::Builder::new().stack_size(stack);
            let parsing = thread.spawn_scoped(scope, || parse_here(grammar, text, pieces, points));
            parsing.ok()?.join().ok()?
        })
    };
    tree.unwrap_or_else(|| {
        let start = pieces.first().map_or(0, |piece| piece.start);
        let length = text[start..].chars().next().map_or(0, char::len_utf8);
        // No program starts with these, and they cover a whole character.
        let error = Piece::new(start, &b"))))"[..length]);
        parse_here(grammar, text, &[error], points).expect("a few bytes take no time")
    })
}

/// [`parse`] on this thread's stack; `None` when it takes too long.
fn parse_here(grammar: Grammar, text: &str, pieces: &[Piece<'_>], points: Points) -> Option<Tree> {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
    }
    let length = pieces.iter().map(|piece| piece.bytes.len()).sum::<usize>();
    let reads_left = Cell::new(MAX_READS * (length / CHUNK + pieces.len()));
    let mut read = |offset: usize, _: Point| {
        reads_left.update(|reads| reads.saturating_sub(1));
        let after = pieces.partition_point(|piece| piece.start <= offset);
        let piece = after.checked_sub(1).map(|index| pieces[index]);
        let rest = piece
            .and_then(|piece| piece.bytes.get(offset - piece.start..))
            .unwrap_or_default();
        &rest[..rest.len().min(CHUNK)]
    };
    let mut check = |_: &ParseState| match reads_left.get() {
        0 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let options = ParseOptions::new().progress_callback(&mut check);
    PARSER.with_borrow_mut(|parser| {
        // It goes on with a parse that was given up, unless told not to.
        parser.reset();
        parser
            .set_language(&grammar.language())
            .expect("the grammars are built for this version of tree-sitter");
        parser
            .set_included_ranges(&ranges(text, pieces, points))
            .expect("the pieces are in order");
        parser.parse_with_options(&mut read, None, Some(options))
    })
}

/// Where the pieces stand, those that touch as one.
fn ranges(text: &str, pieces: &[Piece<'_>], points: Points) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    let mut at = match points {
        Points::File => 0,
        Points::FirstPiece => pieces.first().map_or(0, |piece| piece.start),
    };
    let mut point = Point::default();
    let mut advance = |to: usize| {
        point = point_after(point, &text.as_bytes()[at..to]);
        at = to;
        point
    };
    for piece in pieces {
        let start_point = advance(piece.start);
        let end_point = advance(piece.end());
        match ranges.last_mut() {
            Some(last) if last.end_byte == piece.start => {
                last.end_byte = piece.end();
                last.end_point = end_point;
            }
            Some(_) | None => ranges.push(Range {
                start_byte: piece.start,
                end_byte: piece.end(),
                start_point,
                end_point,
            }),
        }
    }
    ranges
}

/// The point behind the bytes, when they start at `point`.
fn point_after(point: Point, bytes: &[u8]) -> Point {
    match memrchr(b'\n', bytes) {
        Some(last) => Point {
            row: point.row + memchr_iter(b'\n', bytes).count(),
            column: bytes.len() - last - 1,
        },
        None => Point {
            row: point.row,
            column: point.column + bytes.len(),
        },
    }
}
