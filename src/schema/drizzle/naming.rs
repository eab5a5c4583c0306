//! Names as Drizzle makes them: of columns from keys, of constraints from columns.

/// How the names of columns follow from the keys of their tables.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Casing {
    /// The key as it is.
    #[default]
    Keep,
    Snake,
    Camel,
}

/// The longest name that Postgres keeps, in bytes.
const LONGEST: usize = 63;

impl Casing {
    /// The casing that options call so.
    pub(super) fn of(option: &str) -> Option<Self> {
        match option {
            "snake_case" => Some(Self::Snake),
            "camelCase" => Some(Self::Camel),
            _ => None,
        }
    }

    /// The name of a column that is given none, as `toSnakeCase` and `toCamelCase` of `drizzle-orm`
    /// make it.
    pub(super) fn apply(self, key: &str) -> String {
        match self {
            Self::Keep => key.to_owned(),
            Self::Snake => {
                let words: Vec<String> =
                    words(key).iter().map(|word| word.to_lowercase()).collect();
                words.join("_")
            }
            Self::Camel => {
                let mut name = String::new();
                for word in words(key) {
                    let word = word.to_lowercase();
                    let (first, rest) = word.split_at(1);
                    if name.is_empty() {
                        name.push_str(first);
                    } else {
                        name.push_str(&first.to_uppercase());
                    }
                    name.push_str(rest);
                }
                name
            }
        }
    }
}

/// The matches of `/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g`.
fn words(key: &str) -> Vec<&str> {
    let bytes = key.as_bytes();
    let count = |from: usize, is: fn(&u8) -> bool| {
        bytes[from..].iter().take_while(|&byte| is(byte)).count()
    };
    let is_small = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut words = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let capitals = count(at, u8::is_ascii_uppercase);
        let length = if capitals == 0 {
            count(at, is_small)
        } else {
            let is_followed = bytes.get(at + capitals).is_some_and(u8::is_ascii_lowercase);
            match (capitals, is_followed) {
                (_, false) => capitals,
                (1, true) => 1 + count(at + 1, is_small),
                (_, true) => capitals - 1,
            }
        };
        if length > 0 {
            words.push(&key[at..at + length]);
        }
        at += length.max(1);
    }
    words
}

/// The name as Postgres cuts it.
pub(super) fn cut(mut name: String) -> String {
    if name.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&end| name.is_char_boundary(end));
        name.truncate(end.unwrap_or_default());
    }
    name
}

/// What Drizzle calls a constraint or index of these columns when it is given no name.
pub(super) fn default_name(relation: &str, columns: &[String], ending: &str) -> String {
    cut(format!("{relation}_{}_{ending}", columns.join("_")))
}

#[test]
fn keys_become_names() {
    for (key, snake, camel) in [
        ("createdAt", "created_at", "createdAt"),
        ("userID", "user_id", "userId"),
        ("HTTPServer2", "http_server2", "httpServer2"),
        ("address_line1", "address_line1", "addressLine1"),
        ("x", "x", "x"),
        ("ünit", "nit", "nit"),
    ] {
        assert_eq!(Casing::Snake.apply(key), snake);
        assert_eq!(Casing::Camel.apply(key), camel);
        assert_eq!(Casing::Keep.apply(key), key);
    }
}
