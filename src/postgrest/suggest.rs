//! Names that may have been meant.

/// How alike two names must be, as `strsim` measures it, for one to stand for the other.
const ALIKE: f64 = 0.7;

/// The name that is most like another one, if any is.
///
/// Case and underscores count little: `userId` is like `user_id`.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let folded = fold(name);
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        if candidate == name {
            continue;
        }
        let other = fold(candidate);
        let alike = if singular(&other) == singular(&folded) {
            1.0
        } else {
            strsim::normalized_damerau_levenshtein(&folded, &other)
        };
        if alike >= ALIKE && best.is_none_or(|(least, _)| alike > least) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// ``did you mean `name`?``
pub(super) fn did_you_mean<'n>(
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

fn fold(name: &str) -> String {
    let letters = name
        .chars()
        .filter(|letter| !matches!(letter, '_' | '-' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

fn singular(name: &str) -> &str {
    name.strip_suffix("es")
        .or_else(|| name.strip_suffix('s'))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_most_alike_name_is_found() {
        let known = ["profiles", "profile_views", "user_id", "categories"];
        for (name, expected) in [
            ("profile", Some("profiles")),
            ("Profiles", Some("profiles")),
            ("userId", Some("user_id")),
            ("categoris", Some("categories")),
            ("orders", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known), expected, "{name}");
        }
    }
}
