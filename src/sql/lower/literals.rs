//! Constants: strings in all their quotes, numbers, parameters.

use squawk_parser::SyntaxKind;

use super::{origin::Origin, tree::Node};
use crate::sql::expression::ExpressionKind;

/// A string constant without its quotes, and where its bytes come from.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    pub text: String,
    pub origin: Origin,
}

/// What a literal is.
pub fn kind(literal: Node<'_>) -> ExpressionKind {
    let Some(token) = literal.children().next() else {
        return ExpressionKind::Null;
    };
    match token.kind() {
        SyntaxKind::NULL_KW => ExpressionKind::Null,
        SyntaxKind::TRUE_KW | SyntaxKind::ON_KW => ExpressionKind::Boolean(true),
        SyntaxKind::FALSE_KW | SyntaxKind::OFF_KW => ExpressionKind::Boolean(false),
        SyntaxKind::DEFAULT_KW => ExpressionKind::Default,
        SyntaxKind::INT_NUMBER | SyntaxKind::NUMERIC_NUMBER => {
            ExpressionKind::Number(token.text().into())
        }
        SyntaxKind::POSITIONAL_PARAM => {
            ExpressionKind::Parameter(token.text()[1..].parse().unwrap_or_default())
        }
        SyntaxKind::BIT_STRING | SyntaxKind::BYTE_STRING => {
            ExpressionKind::BitString(string(literal))
        }
        _ => ExpressionKind::String(string(literal)),
    }
}

/// The text of a string literal.
pub fn string(literal: Node<'_>) -> String {
    let mut tokens = literal.children();
    // Most strings are one token without anything to decode.
    if let (Some(token), None) = (tokens.next(), tokens.next())
        && let Some(inner) = plain(token)
    {
        return inner.to_owned();
    }
    decode(literal).text
}

/// The text of the string literal among a node's children.
pub fn string_in(node: Node<'_>) -> Option<String> {
    node.child(SyntaxKind::LITERAL).map(string)
}

/// What is between the quotes of a token, when it needs no decoding.
pub fn plain(token: Node<'_>) -> Option<&str> {
    let text = token.text();
    match token.kind() {
        SyntaxKind::STRING => {
            let inner = text.get(1..text.len() - 1)?;
            (!inner.contains('\'')).then_some(inner)
        }
        SyntaxKind::DOLLAR_QUOTED_STRING => dollar_quoted(text).map(|(_, inner)| inner),
        _ => None,
    }
}

/// The length of the opening quote of a dollar quoted string, and what it quotes.
pub fn dollar_quoted(text: &str) -> Option<(usize, &str)> {
    let quote = text[1..].find('$')? + 2;
    let inner = text.get(quote..text.len().checked_sub(quote)?)?;
    Some((quote, inner))
}

/// A string literal, with where each byte of its text comes from.
pub fn decode(literal: Node<'_>) -> Decoded {
    let mut decoder = Decoder {
        decoded: Decoded::default(),
        file: literal.origin(),
    };
    let mut escapes = false;
    let custom = escape_character(literal);
    for token in literal.children() {
        let text = token.text();
        let start = token.range().start;
        match token.kind() {
            SyntaxKind::DOLLAR_QUOTED_STRING => {
                if let Some((quote, inner)) = dollar_quoted(text) {
                    decoder.copy(inner, start + quote);
                }
            }
            SyntaxKind::ESC_STRING => {
                escapes = true;
                decoder.escaped(inner(text, 2), start + 2);
            }
            SyntaxKind::STRING if escapes => decoder.escaped(inner(text, 1), start + 1),
            SyntaxKind::STRING => decoder.quoted(inner(text, 1), start + 1),
            SyntaxKind::NATIONAL_STRING | SyntaxKind::BIT_STRING | SyntaxKind::BYTE_STRING => {
                decoder.quoted(inner(text, 2), start + 2);
            }
            SyntaxKind::UNICODE_ESC_STRING => {
                let inner = inner(text, 3).replace("''", "'");
                decoder.decoded_at(&decode_unicode(&inner, custom), start + 3);
            }
            // What follows is the escape character.
            SyntaxKind::UESCAPE_KW => break,
            _ => {}
        }
    }
    decoder.decoded
}

fn escape_character(literal: Node<'_>) -> char {
    let mut tokens = literal.children();
    let custom = tokens
        .find(|token| token.kind() == SyntaxKind::UESCAPE_KW)
        .and_then(|_| tokens.next());
    let character = custom.and_then(|token| token.text().trim_matches('\'').chars().next());
    character.unwrap_or('\\')
}

fn inner(text: &str, prefix: usize) -> &str {
    text.get(prefix..text.len().saturating_sub(1))
        .unwrap_or_default()
}

struct Decoder<'t> {
    decoded: Decoded,
    file: &'t Origin,
}

impl Decoder<'_> {
    /// Appends what stands in the text at `start` as it is.
    fn copy(&mut self, text: &str, start: usize) {
        self.decoded_at(text, start);
    }

    /// Appends `text`, which stands for what is in the text at `start`.
    fn decoded_at(&mut self, text: &str, start: usize) {
        let start = u32::try_from(start).expect("no file over 4 GiB is loaded");
        let file = self.file.file(start);
        self.decoded.origin.push(self.decoded.text.len(), file);
        self.decoded.text.push_str(text);
    }

    fn quoted(&mut self, text: &str, start: usize) {
        let mut at = 0;
        while let Some(quote) = text[at..].find("''") {
            self.copy(&text[at..=at + quote], start + at);
            at += quote + 2;
        }
        self.copy(&text[at..], start + at);
    }

    fn escaped(&mut self, text: &str, start: usize) {
        let mut at = 0;
        while let Some(special) = text[at..].find(['\\', '\'']) {
            self.copy(&text[at..at + special], start + at);
            at += special;
            let (character, length) = escape(&text[at..]);
            let mut bytes = [0; 4];
            self.decoded_at(character.encode_utf8(&mut bytes), start + at);
            at += length;
        }
        self.copy(&text[at..], start + at);
    }
}

/// The character that an escape at the start of a text stands for, and the escape's length.
fn escape(text: &str) -> (char, usize) {
    let mut characters = text.chars();
    let first = characters.next().unwrap_or_default();
    let Some(second) = characters.next() else {
        return (first, first.len_utf8());
    };
    let number = |from: usize, most: usize, radix: u32| {
        let digits = text[from..]
            .chars()
            .take(most)
            .take_while(|digit| digit.is_digit(radix))
            .count();
        let value = u32::from_str_radix(&text[from..from + digits], radix).unwrap_or_default();
        let character = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
        (character, from + digits)
    };
    if first == '\'' {
        // A doubled quote.
        return (first, 2);
    }
    match second {
        'b' => ('\u{8}', 2),
        'f' => ('\u{c}', 2),
        'n' => ('\n', 2),
        'r' => ('\r', 2),
        't' => ('\t', 2),
        'x' if text[2..].starts_with(|digit: char| digit.is_ascii_hexdigit()) => number(2, 2, 16),
        'u' => number(2, 4, 16),
        'U' => number(2, 8, 16),
        '0'..='7' => number(1, 3, 8),
        other => (other, 1 + other.len_utf8()),
    }
}

/// The text of `U&'…'` with an escape character: `\0061`, `\+000061`, and the character doubled.
pub fn decode_unicode(text: &str, escape: char) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(escape) {
        decoded.push_str(&rest[..at]);
        let after = &rest[at + escape.len_utf8()..];
        let (digits, prefix) = match after.strip_prefix('+') {
            Some(digits) => (digits.get(..6), 1),
            None => (after.get(..4), 0),
        };
        let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if after.starts_with(escape) {
            decoded.push(escape);
            rest = &after[escape.len_utf8()..];
        } else if let (Some(value), Some(digits)) = (value, digits) {
            decoded.push(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = &after[prefix + digits.len()..];
        } else {
            decoded.push(escape);
            rest = after;
        }
    }
    decoded.push_str(rest);
    decoded
}
