//! Names as diagrams show them: one line, nothing invisible, not too long.

/// A name in which every character can be seen: what ends lines, turns the direction of text or
/// has no width is spelt `\u{202e}`.
pub(super) fn visible(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        if is_invisible(character) {
            text.extend(character.escape_unicode());
        } else {
            text.push(character);
        }
    }
    text
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A name of at most `limit` characters, with `…` for what is left out of its middle.
pub(super) fn shortened(name: &str, limit: usize) -> String {
    let length = name.chars().count();
    if length <= limit {
        return name.to_owned();
    }
    // The end of a path says more than its beginning.
    let end = limit * 2 / 3;
    let start = limit.saturating_sub(end + 1);
    let head: String = name.chars().take(start).collect();
    let tail: String = name.chars().skip(length - end).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelt() {
        for (name, shown) in [
            ("posts", "posts"),
            ("ünï😀", "ünï😀"),
            ("a\nb\tc", r"a\u{a}b\u{9}c"),
            ("\u{202e}stsop", r"\u{202e}stsop"),
            ("a\u{200b}b\u{feff}", r"a\u{200b}b\u{feff}"),
        ] {
            assert_eq!(visible(name), shown);
        }
    }

    #[test]
    fn long_names_lose_their_middle() {
        for (name, limit, shown) in [
            ("posts", 5, "posts"),
            ("src/features/posts/list.ts", 12, "src…/list.ts"),
            ("😀😀😀😀", 3, "…😀😀"),
            ("abc", 0, "…"),
        ] {
            assert_eq!(shortened(name, limit), shown);
        }
    }
}
