//! Prisma's schema language as tokens.

/// A token and the line it stands in, 1-based.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'t> {
    pub kind: TokenKind<'t>,
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind<'t> {
    /// Names and numbers.
    Word(&'t str),
    /// A string, escapes resolved.
    Text(String),
    Symbol(char),
    /// The end of one or several lines.
    LineEnd,
}

/// The tokens of a text without its comments; a string that is not closed ends with its line.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '\n' => (Some(TokenKind::LineEnd), 1),
            '/' if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (None, rest.find("*/").map_or(rest.len(), |end| end + 2))
            }
            '"' => {
                let (value, length) = string(rest);
                (Some(TokenKind::Text(value)), length)
            }
            first if is_word(first) => {
                let end = rest.find(|character| !is_word(character));
                let word = &rest[..end.unwrap_or(rest.len())];
                (Some(TokenKind::Word(word)), word.len())
            }
            first if first.is_whitespace() => (None, first.len_utf8()),
            other => (Some(TokenKind::Symbol(other)), other.len_utf8()),
        };
        tokens.extend(kind.map(|kind| Token { kind, line }));
        let (read, after) = rest.split_at(length);
        line += u32::try_from(read.matches('\n').count()).unwrap_or_default();
        rest = after;
    }
    tokens
}

/// Numbers and names, those with dots and hyphens too.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}

/// The string that the text starts with, and how many bytes it has with its quotes.
fn string(text: &str) -> (String, usize) {
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, at + 1),
            '\n' => return (value, at),
            '\\' => match characters.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((at, '\n')) => return (value, at),
                Some((_, other)) => value.push(other),
                None => {}
            },
            other => value.push(other),
        }
    }
    (value, text.len())
}

#[test]
fn comments_strings_and_lines_are_told_apart() {
    let said = |text| {
        let tokens = tokens(text).into_iter().map(|token| match token.kind {
            TokenKind::Word(word) => format!("{}:{word}", token.line),
            TokenKind::Text(text) => format!("{}:{text:?}", token.line),
            TokenKind::Symbol(symbol) => symbol.to_string(),
            TokenKind::LineEnd => "/".to_owned(),
        });
        tokens.collect::<Vec<_>>().join(" ")
    };
    for (text, expected) in [
        (
            "a Int? // b\n@@map(\"x\\\"y\")",
            r#"1:a 1:Int ? / @ @ 2:map ( 2:"x\"y" )"#,
        ),
        ("/* a\n */ b -1.5", "2:b 2:-1.5"),
        ("\"open\nb", "1:\"open\" / 2:b"),
        ("\"\\", "1:\"\""),
        ("ü€", "1:ü €"),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}
