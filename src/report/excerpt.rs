//! Source text as reports quote it: one line, short, without secrets.

use crate::{
    report::secrets,
    source::{SourceFile, Span},
};

/// Where excerpts end, in characters.
pub const LIMIT: usize = 200;

/// How far past the end secrets are looked for, so that none is cut in half and thereby missed.
const LOOK_AHEAD: usize = 1000;

/// The text of a span, as [`folded`].
pub fn excerpt(file: &SourceFile, span: Span, limit: usize) -> String {
    folded(file.slice(span), limit)
}

/// The text, trimmed, runs of white space folded to one space, secrets masked, and cut with `…`
/// after `limit` characters.
pub fn folded(text: &str, limit: usize) -> String {
    let mut folded = String::new();
    let mut length = 0;
    let mut is_cut = false;
    for word in text.split_whitespace() {
        if length > limit + LOOK_AHEAD {
            is_cut = true;
            break;
        }
        if length > 0 {
            folded.push(' ');
            length += 1;
        }
        for character in word.chars().take(limit + LOOK_AHEAD) {
            folded.push(character);
            length += 1;
        }
    }
    let masked = secrets::mask(&folded);
    match masked.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &masked[..end]),
        None if is_cut => format!("{masked}…"),
        None => masked.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Dialect;

    use super::*;

    fn excerpt_of(text: &str, limit: usize) -> String {
        let span = Span {
            start: 0,
            end: text.len() as u32,
        };
        let file = SourceFile::new("a.ts".into(), text.into(), Dialect::TypeScript);
        excerpt(&file, span, limit)
    }

    #[test]
    fn white_space_is_folded() {
        assert_eq!(excerpt_of("a\r\n\t .b( )\n", LIMIT), "a .b( )");
    }

    #[test]
    fn the_cut_is_between_characters() {
        assert_eq!(excerpt_of("äöü", 3), "äöü");
        assert_eq!(excerpt_of("äöüß", 3), "äöü…");
    }

    #[test]
    fn a_secret_across_the_cut_is_masked() {
        let text = format!(
            "{} 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln'",
            "x".repeat(10)
        );
        assert_eq!(excerpt_of(&text, 15), "xxxxxxxxxx '***…");
    }

    #[test]
    fn long_text_costs_no_more_than_short() {
        let text = "a ".repeat(5_000_000);
        assert_eq!(excerpt_of(&text, LIMIT).chars().count(), LIMIT + 1);
        assert_eq!(excerpt_of(&text[..0], LIMIT), "");
    }
}
