//! Texts that the grammar would otherwise make little of.
//!
//! Every byte that is kept stays where it stood.

use std::borrow::Cow;

use memchr::memmem;

/// The text with a semicolon in the indentation of each member whose name starts like `in_`, where
/// no separator ends the member before.
///
/// Without it the grammar reads the line feed and the `in` as an operator of the type before
/// (`price: number` and `in_stock: boolean` on the next line).
pub(super) fn with_separators(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut places = Vec::new();
    // What ends the lines before, white space aside.
    let mut before = b';';
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let is_indented = line.starts_with([' ', '\t']);
        if is_indented && is_mistaken(trimmed) && !matches!(before, b';' | b',' | b'{') {
            places.push(start);
        }
        before = trimmed.bytes().last().unwrap_or(before);
        start += line.len();
    }
    if places.is_empty() {
        return text;
    }
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        mended.push_str(&text[at..place]);
        mended.push(';');
        at = place + 1;
    }
    mended.push_str(&text[at..]);
    Cow::Owned(mended)
}

fn is_mistaken(line: &str) -> bool {
    let rest = line.strip_prefix("in").unwrap_or_default();
    rest.starts_with(|next: char| matches!(next, '_' | '$' | ':' | '?') || next.is_ascii_digit())
        && rest.contains(':')
}

/// The text with the braces at its end that it lacks.
pub(super) fn closed(text: &str) -> String {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += match byte {
            b'"' | b'\'' => quoted_length(rest),
            b'/' if rest.starts_with(b"//") => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => match memmem::find(rest, b"*/") {
                Some(end) => end + 2,
                None => rest.len(),
            },
            b'{' => {
                depth += 1;
                1
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                1
            }
            _ => 1,
        };
    }
    format!("{text}\n{}", "}".repeat(depth))
}

/// How many bytes a string has with its quotes; one that is not closed ends with its line.
fn quoted_length(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        at += match byte {
            b'\\' => 2,
            b'\n' => return at,
            byte if byte == text[0] => return at + 1,
            _ => 1,
        };
    }
    text.len()
}

#[test]
fn only_members_without_a_separator_are_mended() {
    for (text, expected) in [
        ("{\n  a: b\n  in_c: d\n}", "{\n  a: b\n; in_c: d\n}"),
        ("{\n  in_c: d\n}", "{\n  in_c: d\n}"),
        ("{\n  a: b;\n\n  in_c: d\n}", "{\n  a: b;\n\n  in_c: d\n}"),
        ("{\n  a: b\n  inner: d\n}", "{\n  a: b\n  inner: d\n}"),
        ("{\n  a: b\n  in?: d\n}", "{\n  a: b\n; in?: d\n}"),
    ] {
        assert_eq!(with_separators(text.into()), expected);
    }
}

#[test]
fn missing_braces_are_counted_outside_strings_and_comments() {
    for (text, expected) in [
        ("{ a: { b: \"}\"", "\n}}"),
        ("{ // }\n /* } */ 'it\\'s }'", "\n}"),
        ("{}}", "\n"),
        ("{ \"a\n }", "\n"),
        ("{ '\\", "\n}"),
    ] {
        assert_eq!(closed(text), format!("{text}{expected}"));
    }
}
