//! Names that were probably meant.

/// How alike two names must be; the same are 1.
const LEAST: f64 = 0.75;

/// The known name that is most like an unknown one; the first of several that are alike.
///
/// Names are alike by their letters (`profle`, `profiles`; case and underscores do not count), or
/// by their words: `user_profile` is like `profiles`, in the singular or plural.
pub fn nearest<'n>(unknown: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let letters = letters(unknown);
    let words = words(unknown);
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let by_letters = strsim::normalized_damerau_levenshtein(&letters, &self::letters(name));
        let likeness = by_letters.max(by_words(&words, &self::words(name)));
        if likeness >= LEAST && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

/// ``did you mean `name`?``
pub fn did_you_mean<'n>(unknown: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(unknown, known).map(|near| format!("did you mean `{near}`?"))
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// All words in another order are as good as the name itself; one more or less is worth asking,
/// unless all that is shared is as short as `id`.
fn by_words(words: &[String], other: &[String]) -> f64 {
    let shared: Vec<&String> = words.iter().filter(|word| other.contains(word)).collect();
    let is_telling = shared.iter().any(|word| word.len() > 2);
    let shared = shared.len();
    let (fewest, most) = (words.len().min(other.len()), words.len().max(other.len()));
    if is_telling && shared == fewest && most - fewest <= 1 {
        0.7 + 0.3 * shared as f64 / most as f64
    } else {
        0.0
    }
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
        let known = [
            "profiles",
            "post_likes",
            "categories",
            "user_roles",
            "user_id",
            "a",
        ];
        let cases = [
            ("profile", Some("profiles")),
            ("proflies", Some("profiles")),
            ("user_profile", Some("profiles")),
            ("userRole", Some("user_roles")),
            ("role_user", Some("user_roles")),
            ("category", Some("categories")),
            ("likes_post", Some("post_likes")),
            ("Profiles", Some("profiles")),
            ("userId", Some("user_id")),
            ("categoris", Some("categories")),
            ("likes", Some("post_likes")),
            ("author_id", None),
            ("post_comments", None),
            ("orders", None),
            ("b", None),
            ("", None),
        ];
        for (unknown, expected) in cases {
            assert_eq!(nearest(unknown, known), expected, "{unknown}");
        }
    }
}
