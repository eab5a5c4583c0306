//! Syntax errors in Postgres' words.

use crate::sql::{
    scan::{LexemeKind, Scanner},
    split::{Ending, Piece, Unclosed, UnclosedKind},
};

/// An error and the bytes it points at.
#[derive(Debug, Eq, PartialEq)]
pub struct SyntaxError {
    pub message: String,
    pub start: usize,
    pub end: usize,
}

/// The error at a place of a statement: at the token there, or at its end.
pub fn syntax(text: &str, piece: Piece, at: usize) -> SyntaxError {
    let token = token(&text[..piece.end], at);
    let (start, end) = match (token, piece.ending) {
        (Some(token), _) => token,
        (None, Ending::Semicolon) => match text[piece.end..].find(';') {
            Some(length) => (piece.end + length, piece.end + length + 1),
            None => (piece.end, piece.end),
        },
        (None, Ending::Text) => (piece.end, piece.end),
    };
    SyntaxError {
        message: message(&text[start..end]),
        start,
        end,
    }
}

/// What Postgres says of a token it did not expect; an empty one is the end of the text.
pub fn message(token: &str) -> String {
    if token.is_empty() {
        return "syntax error at end of input".to_owned();
    }
    if token == "\"\"" {
        return format!("zero-length delimited identifier at or near \"{token}\"");
    }
    format!("syntax error at or near \"{token}\"")
}

/// The token at or after a place, as Postgres' scanner cuts it.
pub fn token(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let lexeme =
        Scanner::new(rest).find(|lexeme| !matches!(lexeme.kind, LexemeKind::Comment(_)))?;
    let (start, end) = (at + lexeme.start, at + lexeme.end);
    let end = match lexeme.kind {
        LexemeKind::Symbol(byte) => start + symbol_length(&text.as_bytes()[start..], byte),
        LexemeKind::Word
        | LexemeKind::Number
        | LexemeKind::String(_)
        | LexemeKind::Name(_)
        | LexemeKind::Comment(_) => end,
    };
    Some((start, end))
}

/// The length of an operator or other symbol: `scan.l` takes the longest, without a comment's
/// beginning, and without a sign at its end unless one of `~!@#^&|`?%` is in it.
fn symbol_length(bytes: &[u8], first: u8) -> usize {
    match (first, bytes.get(1)) {
        (b':', Some(b':' | b'=')) | (b'.', Some(b'.')) => return 2,
        (b'$', _) => {
            let digits = bytes[1..].iter().take_while(|byte| byte.is_ascii_digit());
            return 1 + digits.count();
        }
        _ => {}
    }
    if !is_operator(first) {
        return 1;
    }
    let mut length = bytes.iter().take_while(|byte| is_operator(**byte)).count();
    let comment = bytes[..length]
        .windows(2)
        .position(|pair| pair == b"--" || pair == b"/*");
    if let Some(comment) = comment {
        length = comment.max(1);
    }
    let has_special = bytes[..length]
        .iter()
        .any(|byte| b"~!@#^&|`?%".contains(byte));
    while !has_special && length > 1 && matches!(bytes[length - 1], b'+' | b'-') {
        length -= 1;
    }
    length
}

fn is_operator(byte: u8) -> bool {
    b"~!@#^&|`?+-*/%<>=".contains(&byte)
}

/// What Postgres says of a quote or comment that is never closed, and where the text ends that it
/// shows; `None` for a parenthesis, which is an error of its own kind.
pub fn unclosed(text: &str, unclosed: Unclosed) -> Option<(String, usize)> {
    let what = match unclosed.kind {
        UnclosedKind::String => "unterminated quoted string",
        UnclosedKind::DollarQuote => "unterminated dollar-quoted string",
        UnclosedKind::Name => "unterminated quoted identifier",
        UnclosedKind::Comment => "unterminated /* comment",
        UnclosedKind::Parenthesis => return None,
    };
    let shown = &text[unclosed.at..];
    Some((format!("{what} at or near \"{shown}\""), text.len()))
}
