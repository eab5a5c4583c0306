//! String literals to the strings they denote.

use std::borrow::Cow;

/// The characters of a string literal or template part, escapes resolved.
///
/// An escape that is not well-formed stands for itself.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = escape(&rest[at + 1..], &mut text);
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Reads one escape after its backslash and returns what follows.
fn escape<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let mut characters = rest.chars();
    let Some(first) = characters.next() else {
        return rest;
    };
    let after = characters.as_str();
    match first {
        'n' => text.push('\n'),
        't' => text.push('\t'),
        'r' => text.push('\r'),
        'b' => text.push('\u{8}'),
        'f' => text.push('\u{c}'),
        'v' => text.push('\u{b}'),
        '0' => text.push('\0'),
        '\n' => {}
        '\r' => return after.strip_prefix('\n').unwrap_or(after),
        'x' => return hexadecimal(after, 2, text),
        'u' => return unicode(after, text),
        other => text.push(other),
    }
    after
}

fn unicode<'a>(rest: &'a str, text: &mut String) -> &'a str {
    match rest
        .strip_prefix('{')
        .and_then(|inner| inner.split_once('}'))
    {
        Some((digits, after)) => {
            let code = u32::from_str_radix(digits, 16).ok();
            text.extend(code.and_then(char::from_u32));
            after
        }
        None => hexadecimal(rest, 4, text),
    }
}

fn hexadecimal<'a>(rest: &'a str, digits: usize, text: &mut String) -> &'a str {
    let code = rest
        .get(..digits)
        .and_then(|code| u32::from_str_radix(code, 16).ok());
    let Some(code) = code else {
        return rest;
    };
    text.extend(char::from_u32(code));
    &rest[digits..]
}

#[test]
fn escapes_are_resolved() {
    for (raw, expected) in [
        ("plain", "plain"),
        (r"a\'b\\c", r"a'b\c"),
        (r"\x41\u0042\u{43}", "ABC"),
        ("a\\\nb\\\r\nc", "abc"),
        (r"a\", "a"),
        (r"\u{zz}b", "b"),
        (r"\xü", "ü"),
    ] {
        assert_eq!(unescape(raw), expected, "{raw}");
    }
}
