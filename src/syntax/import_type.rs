//! Types that are imported in place: `import("m").A<B>`.
//!
//! The grammar knows them without type arguments only, which are therefore left out of what the
//! parser reads.

use memchr::memmem;

use super::view::Piece;

/// The longest type arguments that are looked through.
const MAX_ARGUMENTS: usize = 4096;

/// The text without the type arguments of imported types; one piece when there are none.
pub(super) fn without_arguments(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in memmem::find_iter(bytes, "import(") {
        let arguments = (at >= start).then(|| arguments(bytes, at)).flatten();
        if let Some((open, close)) = arguments {
            pieces.push(Piece::new(start, &bytes[start..open]));
            start = close;
        }
    }
    pieces.push(Piece::new(start, &bytes[start..]));
    pieces
}

/// Where the type arguments after an `import(` start and end.
fn arguments(bytes: &[u8], import: usize) -> Option<(usize, usize)> {
    let quote = skip_space(bytes, import + "import(".len());
    let kind = *bytes.get(quote)?;
    if !matches!(kind, b'"' | b'\'') {
        return None;
    }
    let module = bytes[quote + 1..]
        .iter()
        .position(|&byte| byte == kind || byte == b'\n')?;
    let mut at = skip_space(bytes, quote + 1 + module + 1);
    if bytes.get(at) != Some(&b')') {
        return None;
    }
    at = skip_space(bytes, at + 1);
    while bytes.get(at) == Some(&b'.') {
        at = skip_space(bytes, at + 1);
        let name = bytes[at..].iter();
        at += name
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
            .count();
        at = skip_space(bytes, at);
    }
    let close = closing(bytes, at)?;
    Some((at, close))
}

/// The end of what the `<` at an offset opens.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    if bytes.get(open) != Some(&b'<') {
        return None;
    }
    let end = bytes.len().min(open + MAX_ARGUMENTS);
    let mut depth = 1_usize;
    for at in open + 1..end {
        match bytes[at] {
            b'<' => depth += 1,
            b'>' if bytes[at - 1] == b'=' => {}
            b'>' if depth == 1 => return Some(at + 1),
            b'>' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let pieces = without_arguments(text);
        let texts = pieces.iter().map(|piece| &text[piece.start..piece.end()]);
        assert_eq!(Vec::from_iter(texts), expected, "{text}");
    }

    #[test]
    fn only_type_arguments_are_left_out() {
        check("a: import('m').A<B<() => C>>;", &["a: import('m').A", ";"]);
        check(
            "import(\"m\") . A . B <C> | D",
            &["import(\"m\") . A . B ", " | D"],
        );
        for same in [
            "import('m').A; a < b",
            "import('m') > a",
            "{import('m')}</p>",
            "import(m).A<B>",
            "import('m'",
            "import('",
            "import('m').A<B",
            "import('m').ü<B",
            "import(",
        ] {
            check(same, &[same]);
        }
    }
}
