//! Identifiers, names and words.

use smallvec::SmallVec;
use smol_str::SmolStr;
use squawk_parser::SyntaxKind;

use super::{literals, tree::Node};
use crate::sql::name::{Identifier, Name, Word};

/// How many bytes of an identifier Postgres keeps: `NAMEDATALEN - 1`.
const LONGEST: usize = 63;

/// The identifier that a piece of SQL stands for, `"Name"` or `name`.
pub fn identifier(text: &str) -> Identifier {
    if let Some(inner) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        if inner.contains("\"\"") {
            return cut(&inner.replace("\"\"", "\""));
        }
        return cut(inner);
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return cut(&text.to_ascii_lowercase());
    }
    cut(text)
}

/// At most as many bytes as Postgres keeps.
pub fn cut(name: &str) -> Identifier {
    SmolStr::new(&name[..name.floor_char_boundary(LONGEST)])
}

/// The first identifier or word below a node.
pub fn word(node: Node<'_>) -> Word {
    match segments(node).into_iter().next() {
        Some(word) => word,
        None => Word {
            text: Identifier::default(),
            span: node.span(),
        },
    }
}

/// The first identifier or word below a child of a kind.
pub fn word_in(node: Node<'_>, kind: SyntaxKind) -> Option<Word> {
    node.child(kind).map(word)
}

/// The word of a token.
pub fn token(token: Node<'_>) -> Word {
    Word {
        text: identifier(token.text()),
        span: token.span(),
    }
}

/// The words of the children of a kind.
pub fn words(node: Node<'_>, kind: SyntaxKind) -> Vec<Word> {
    node.all(kind).map(word).collect()
}

/// The words of the children of a kind, in a child that holds the list.
pub fn words_in(node: Node<'_>, list: SyntaxKind, kind: SyntaxKind) -> Vec<Word> {
    node.child(list)
        .map(|list| words(list, kind))
        .unwrap_or_default()
}

/// The name that a node holds, with the keywords of `ONLY name` and the like passed over.
pub fn name(node: Node<'_>) -> Name {
    of_segments(segments(node), node)
}

/// The name in a child of a kind; empty where there is none.
pub fn name_in(node: Node<'_>, kind: SyntaxKind) -> Name {
    optional_name(node, kind).unwrap_or_default()
}

/// The name in a child of a kind.
pub fn optional_name(node: Node<'_>, kind: SyntaxKind) -> Option<Name> {
    node.child(kind).map(name)
}

/// The names in the children of a kind.
pub fn names(node: Node<'_>, kind: SyntaxKind) -> Vec<Name> {
    node.all(kind).map(name).collect()
}

/// A name of its parts, the last of which is the object's own.
pub fn of_segments(mut segments: Segments, node: Node<'_>) -> Name {
    let Some(last) = segments.pop() else {
        return Name {
            span: node.span(),
            ..Name::default()
        };
    };
    let first = segments.first().map_or(last.span, |word| word.span);
    Name {
        schema: segments.pop().map(|word| word.text),
        name: last.text,
        span: crate::source::Span {
            start: first.start,
            end: last.span.end,
        },
    }
}

/// The parts of a qualified name.
pub type Segments = SmallVec<[Word; 3]>;

/// The parts of the qualified name below a node, and nothing else.
pub fn segments(node: Node<'_>) -> Segments {
    let mut segments = Segments::new();
    let mut tokens = node.tokens();
    while let Some(next) = tokens.next() {
        match next.kind() {
            SyntaxKind::DOT
            | SyntaxKind::STAR
            | SyntaxKind::L_PAREN
            | SyntaxKind::R_PAREN
            | SyntaxKind::ONLY_KW
            // `GROUP name`, where a role is named.
            | SyntaxKind::GROUP_KW => {}
            // The character of `U&"…" UESCAPE '!'`.
            SyntaxKind::UESCAPE_KW => {
                let escape = tokens.next().map_or("", Node::text);
                if let Some(last) = segments.last_mut() {
                    last.text = unicode(last.text.as_str(), escape);
                }
            }
            SyntaxKind::IDENT if is_unicode(next.text()) => {
                let custom = tokens.clone().next().map(Node::kind) == Some(SyntaxKind::UESCAPE_KW);
                segments.push(Word {
                    // Decoded when its escape character is known.
                    text: if custom {
                        SmolStr::new(next.text())
                    } else {
                        unicode(next.text(), "'\\'")
                    },
                    span: next.span(),
                });
            }
            _ => segments.push(token(next)),
        }
    }
    segments
}

fn is_unicode(text: &str) -> bool {
    text.starts_with("U&\"") || text.starts_with("u&\"")
}

/// The identifier of `U&"…"`, given the string that holds its escape character.
fn unicode(text: &str, escape: &str) -> Identifier {
    let escape = escape.trim_matches('\'').chars().next().unwrap_or('\\');
    let inner = text
        .get(3..text.len().saturating_sub(1))
        .unwrap_or_default();
    cut(&literals::decode_unicode(
        &inner.replace("\"\"", "\""),
        escape,
    ))
}
