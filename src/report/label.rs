//! Names as diagrams show them: not too long.

/// A name of at most `limit` characters, with `…` for what is left out of its middle; never empty.
pub(super) fn shortened(name: &str, limit: usize) -> String {
    if name.is_empty() {
        return "(no name)".to_owned();
    }
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
