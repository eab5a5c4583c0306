//! Names that were probably meant.

use std::cmp::Reverse;

/// How alike two names must be, of 1.
const LEAST: f64 = 0.75;

/// The known name that is most like an unknown one; the first of several that are alike.
///
/// Names are alike by their letters (`profle`, `profiles`), or by their words: `user_profile` and
/// `profiles` share one, in the singular or plural.
pub(super) fn nearest<'n>(
    unknown: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let words = words(unknown);
    let unknown = unknown.to_lowercase();
    let mut best: Option<(f64, Reverse<usize>, &str)> = None;
    for name in known {
        let likeness = likeness(&unknown, &words, name);
        let rank = (likeness, Reverse(name.len()));
        let is_better = best.is_none_or(|(best, length, _)| rank > (best, length));
        if likeness >= LEAST && is_better {
            best = Some((likeness, rank.1, name));
        }
    }
    best.map(|(_, _, name)| name)
}

/// By letters or by words, whichever is more.
fn likeness(unknown: &str, words: &[String], name: &str) -> f64 {
    let by_letters = strsim::normalized_damerau_levenshtein(unknown, &name.to_lowercase());
    let other = self::words(name);
    let shared = words.iter().filter(|word| other.contains(word)).count();
    let most = words.len().max(other.len());
    // All words in another order are as good as the name itself; one of two is worth asking.
    let is_telling = shared > 0 && shared + 1 >= most;
    let by_words = if is_telling {
        0.7 + 0.3 * shared as f64 / most as f64
    } else {
        0.0
    };
    by_letters.max(by_words)
}

/// The words of a name, in the singular: `userProfiles` and `user_profile` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in name.chars() {
        let starts_word = was_lower && character.is_uppercase();
        was_lower = character.is_lowercase();
        if starts_word || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if character.is_alphanumeric() {
            let last = words.last_mut().expect("there is one from the start");
            last.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().map(singular).collect()
}

fn singular(word: String) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ => match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
            _ => word,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_by_letters_and_by_words() {
        let known = ["profiles", "post_likes", "categories", "user_roles", "a"];
        let cases = [
            ("profile", Some("profiles")),
            ("proflies", Some("profiles")),
            ("user_profile", Some("profiles")),
            ("userRole", Some("user_roles")),
            ("role_user", Some("user_roles")),
            ("category", Some("categories")),
            ("likes_post", Some("post_likes")),
            ("Profiles", Some("profiles")),
            ("orders", None),
            ("b", None),
            ("", None),
        ];
        for (unknown, expected) in cases {
            assert_eq!(nearest(unknown, known), expected, "{unknown}");
        }
    }
}
