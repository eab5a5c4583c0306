//! Patterns of texts.

/// `LIKE`
pub(super) fn like(text: &str, pattern: &str) -> Option<bool> {
    let mut parts = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Is(characters.next()?),
            character => Part::Is(character),
        });
    }
    let text: Vec<char> = text.chars().collect();
    Some(matches(&text, &parts))
}

/// `ILIKE`
pub(super) fn ilike(text: &str, pattern: &str) -> Option<bool> {
    like(&text.to_lowercase(), &pattern.to_lowercase())
}

enum Part {
    /// Any characters, or none.
    Any,
    One,
    Is(char),
}

/// Goes back only to the last `%`, which is enough.
fn matches(text: &[char], pattern: &[Part]) -> bool {
    let (mut at, mut part) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(part) {
            Some(Part::Any) => {
                retry = Some((at, part));
                part += 1;
                continue;
            }
            Some(Part::One) => {
                at += 1;
                part += 1;
                continue;
            }
            Some(Part::Is(character)) if *character == text[at] => {
                at += 1;
                part += 1;
                continue;
            }
            Some(Part::Is(_)) | None => {}
        }
        let Some((from, any)) = retry else {
            return false;
        };
        retry = Some((from + 1, any));
        at = from + 1;
        part = any + 1;
    }
    pattern[part..].iter().all(|part| matches!(part, Part::Any))
}

/// `~`, for words with anchors, alternatives, `.` and `.*`; `None` for anything else.
pub(super) fn regular(text: &str, pattern: &str) -> Option<bool> {
    let inside = group(pattern);
    let (start, pattern) = match inside.1.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (inside.0, inside.1),
    };
    let (end, pattern) = match pattern.strip_suffix('$') {
        Some(rest) => (true, rest),
        None => (inside.0, pattern),
    };
    let is_grouped = pattern.starts_with('(') && pattern.ends_with(')');
    let alternatives = pattern
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let alternatives = alternatives.unwrap_or(pattern);
    // Without a group, anchors belong to the first and last alternative only.
    if !is_grouped && alternatives.contains('|') && (start || end) {
        return None;
    }
    let text: Vec<char> = text.chars().collect();
    let mut found = false;
    for alternative in alternatives.split('|') {
        let mut parts = Vec::new();
        if !start {
            parts.push(Part::Any);
        }
        let mut characters = alternative.chars().peekable();
        while let Some(character) = characters.next() {
            let repeated = characters.peek() == Some(&'*');
            match character {
                '.' if repeated => {
                    characters.next();
                    parts.push(Part::Any);
                }
                '.' => parts.push(Part::One),
                '\\' => match characters.next()? {
                    escaped if escaped.is_alphanumeric() => return None,
                    escaped => parts.push(Part::Is(escaped)),
                },
                '*' | '+' | '?' | '[' | ']' | '(' | ')' | '{' | '}' | '^' | '$' => return None,
                _ if matches!(characters.peek(), Some('*' | '+' | '?' | '{')) => return None,
                character => parts.push(Part::Is(character)),
            }
        }
        if !end {
            parts.push(Part::Any);
        }
        found |= matches(&text, &parts);
    }
    Some(found)
}

/// `^(…)$` without its anchors and parentheses, and whether there were any.
fn group(pattern: &str) -> (bool, &str) {
    let inside = pattern
        .strip_prefix("^(")
        .and_then(|rest| rest.strip_suffix(")$"));
    match inside {
        Some(inside) if !inside.contains(['(', ')']) && inside.contains('|') => {
            (true, &pattern[1..pattern.len() - 1])
        }
        Some(_) | None => (false, pattern),
    }
}

/// `~*`
pub(super) fn regular_ignoring_case(text: &str, pattern: &str) -> Option<bool> {
    regular(&text.to_lowercase(), &pattern.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{ilike, like, regular};

    #[test]
    fn patterns_match_as_in_postgres() {
        assert_eq!(like("user_roles", "user%"), Some(true));
        assert_eq!(like("user_roles", "user\\_r_les"), Some(true));
        assert_eq!(like("userXroles", "user\\_roles"), Some(false));
        assert_eq!(like("abcabc", "%b%bc"), Some(true));
        assert_eq!(ilike("Users", "%SER%"), Some(true));
        assert_eq!(regular("posts_2024", "^posts_"), Some(true));
        assert_eq!(regular("my_posts", "^posts"), Some(false));
        assert_eq!(regular("b", "^(a|b)$"), Some(true));
        assert_eq!(regular("ab", "^(a|b)$"), Some(false));
        assert_eq!(regular("anything", "a|z"), Some(true));
        assert_eq!(regular("posts_2024", "\\d{4}"), None);
    }
}
