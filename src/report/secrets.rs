//! Secrets in excerpts of source text, replaced by `***`.
//!
//! Rather one mask too many than a key in a report; but column lists, identifiers and UUIDs on
//! their own stay.

use std::borrow::Cow;

const MASK: &str = "***";

/// Prefixes of keys that are secret by their own convention, with the least length of the rest.
const PREFIXES: [(&str, usize); 21] = [
    ("eyJ", 10),
    ("sb_secret_", 1),
    ("sbp_", 16),
    ("sk_live_", 8),
    ("sk_test_", 8),
    ("rk_live_", 8),
    ("rk_test_", 8),
    ("whsec_", 8),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("npm_", 30),
    ("xoxb-", 10),
    ("xoxp-", 10),
];

/// Ends of names whose value is secret, lower case and without `_` and `-`.
const SECRET_NAMES: [&str; 11] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "servicerole",
    "servicerolekey",
    "secretkey",
    "privatekey",
    "accesskey",
];

/// What may stand between a secret's name and its value.
const ASSIGNMENTS: [&str; 10] = ["===", "!==", "??=", "||=", "==", "!=", "??", "||", ":", "="];

/// The text with everything in it that looks like a secret masked.
pub fn mask(text: &str) -> Cow<'_, str> {
    masked(text, |_| MASK.to_owned())
}

/// The text with every byte of what looks like a secret replaced by `*`: offsets stay true.
pub fn mask_in_place(text: &str) -> Cow<'_, str> {
    masked(text, |length| "*".repeat(length))
}

/// The text with each secret replaced by what `mask` makes for its length.
fn masked(text: &str, mask: impl Fn(usize) -> String) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut copied = 0;
    let mut at = 0;
    while at < text.len() {
        let found = secret_at(text, at);
        if let Some((start, end)) = found.secret {
            masked += &text[copied..start];
            masked += &mask(end - start);
            copied = end;
        }
        at = found.next;
    }
    if copied == 0 && masked.is_empty() {
        return Cow::Borrowed(text);
    }
    masked += &text[copied..];
    Cow::Owned(masked)
}

/// What was found at one place, and where to go on.
struct Found {
    secret: Option<(usize, usize)>,
    /// After the place, and after the secret.
    next: usize,
}

/// The secret that the token, URL or character at `at` holds or announces.
fn secret_at(text: &str, at: usize) -> Found {
    let rest = &text[at..];
    if rest.starts_with("://")
        && let Some((start, end)) = url_password(&rest[3..])
    {
        return Found::secret(at + 3 + start, at + 3 + end);
    }
    let length = token_length(rest);
    if length == 0 {
        let next = at + rest.chars().next().map_or(1, char::len_utf8);
        return Found { secret: None, next };
    }
    let token = &rest[..length];
    if let Some(start) = key_start(token) {
        let end = at + length + segments_length(&rest[length..]);
        return Found::secret(at + start, end);
    }
    if is_secret_name(token)
        && let Some((start, end)) = assigned_value(text, at, length)
    {
        return Found::secret(start, end);
    }
    Found {
        secret: None,
        next: at + length,
    }
}

impl Found {
    fn secret(start: usize, end: usize) -> Self {
        Self {
            secret: Some((start, end)),
            next: end,
        }
    }
}

/// The length of the run of characters that keys are made of.
fn token_length(text: &str) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-+/".contains(byte);
    text.bytes().take_while(is_part).count()
}

/// The length of what belongs to a key after its first token: a token's dots, base64's padding.
fn segments_length(text: &str) -> usize {
    let mut length = text.bytes().take_while(|&byte| byte == b'=').count();
    while let Some(segment) = text[length..].strip_prefix('.') {
        match token_length(segment) {
            0 => break,
            segment => length += 1 + segment,
        }
    }
    length
}

/// Where in a token a key starts: after a path, a word or nothing.
fn key_start(token: &str) -> Option<usize> {
    let separators = token.match_indices(|part: char| !part.is_ascii_alphanumeric());
    let starts = separators.map(|(index, separator)| index + separator.len());
    let start = std::iter::once(0)
        .chain(starts)
        .find(|&start| is_key(&token[start..]));
    if start.is_some() || is_random(token) {
        return start.or(Some(0));
    }
    let mut start = 0;
    for piece in token.split('/') {
        if is_random(piece) {
            return Some(start);
        }
        start += piece.len() + 1;
    }
    None
}

fn is_key(text: &str) -> bool {
    let has_prefix = PREFIXES.iter().any(|(prefix, least)| {
        let rest = text.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.len() >= *least)
    });
    // `sk-` also begins names of style sheets, which hold no digits.
    let is_numbered = || text.bytes().take(40).any(|byte| byte.is_ascii_digit());
    has_prefix || text.starts_with("sk-") && text.len() >= 20 && is_numbered()
}

/// Whether it changes between letters and digits, and between cases, as often as only chance does.
fn is_random(token: &str) -> bool {
    const LEAST_LENGTH: usize = 32;
    if token.len() < LEAST_LENGTH || is_uuid(token) {
        return false;
    }
    let letters_and_digits: Vec<u8> = token.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let changes = letters_and_digits.windows(2).map(|pair| {
        let (left, right) = (pair[0], pair[1]);
        if left.is_ascii_digit() != right.is_ascii_digit() {
            2
        } else {
            // Names in camel case change case, but at words only.
            usize::from(left.is_ascii_uppercase() != right.is_ascii_uppercase())
        }
    });
    changes.sum::<usize>() * 10 >= letters_and_digits.len() * 6
}

fn is_uuid(token: &str) -> bool {
    token.len() == 36
        && token.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_secret_name(token: &str) -> bool {
    let plain: String = token
        .chars()
        .filter(|character| !matches!(character, '_' | '-'))
        .map(|character| character.to_ascii_lowercase())
        .collect();
    SECRET_NAMES.iter().any(|name| plain.ends_with(name))
}

/// The value assigned to the name of `length` bytes at `at`: a quoted text, or the value of a
/// parameter in a URL.
fn assigned_value(text: &str, at: usize, length: usize) -> Option<(usize, usize)> {
    let after_name = &text[at + length..];
    if text[..at].ends_with(['?', '&'])
        && let Some(value) = after_name.strip_prefix('=')
    {
        let start = text.len() - value.len();
        let end = value
            .find(|character: char| "&#'\"`$ ".contains(character))
            .map_or(text.len(), |end| start + end);
        return (end > start).then_some((start, end));
    }
    let after_quote = after_name.trim_start_matches(['"', '\'', '`', ']', ')']);
    let operator = after_quote.trim_start();
    let value = ASSIGNMENTS
        .iter()
        .find_map(|assignment| operator.strip_prefix(assignment))?
        .trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| "\"'`".contains(*quote))?;
    let start = text.len() - value.len() + 1;
    let content = quoted_length(&text[start..], quote);
    let is_substitution = text[start..start + content].starts_with("${");
    (content > 0 && !is_substitution).then_some((start, start + content))
}

/// The length of a quoted text up to its closing quote, or to the end when it is cut off.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return index,
            _ => {}
        }
    }
    text.len()
}

/// Where in `user:password@host` the password is.
fn url_password(text: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 500;
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let end = text
        .find(|character: char| character.is_whitespace() || "\"'`<>".contains(character))
        .unwrap_or(text.len());
    let text = &text[..end];
    let colon = text.find([':', '/', '?', '#', '@'])?;
    let after = text[colon..].strip_prefix(':')?;
    // The last `@` of the authority ends a password; a raw slash in one only where it has no port.
    let authority = after.find(['/', '?', '#']).unwrap_or(after.len());
    let is_port = after[..authority].bytes().all(|byte| byte.is_ascii_digit());
    let password = match after[..authority].rfind('@') {
        Some(at) => at,
        None if is_port => return None,
        None => after.find('@')?,
    };
    let is_substitution = after.starts_with("${");
    (password > 0 && !is_substitution).then_some((colon + 1, colon + 1 + password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked() {
        for (text, expected) in [
            (
                "createClient(url, 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl')",
                "createClient(url, '***')",
            ),
            ("'eyJhbGciOiJIUzI1NiIsInR5cCI6…", "'***…"),
            ("'sb_secret_abc'", "'***'"),
            ("sbp_0123456789abcdef0123456789abcdef01234567", "***"),
            ("'sk-proj-abcdefgh12345678'", "'***'"),
            ("key: `sk_live_51Habcdefgh`", "key: `***`"),
            ("'AKIAIOSFODNN7EXAMPLE'", "'***'"),
            ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "***"),
            (
                "postgres://user:p@ss:word@db.example.com:5432/postgres",
                "postgres://user:***@db.example.com:5432/postgres",
            ),
            (
                "'postgresql://u:a/b@host/db'",
                "'postgresql://u:***@host/db'",
            ),
            ("'4f3c2b1a09e8d7c6b5a4f3c2b1a09e8d'", "'***'"),
            ("'q9X2mZ7pLr4TbVw8KcYd1NfGh6JsAe3U=='", "'***'"),
            ("{ password: 'hunter2', id }", "{ password: '***', id }"),
            ("const API_KEY = \"abc\"", "const API_KEY = \"***\""),
            (
                "process.env['CLIENT_SECRET'] ?? 'abc'",
                "process.env['CLIENT_SECRET'] ?? '***'",
            ),
            (
                "{ \"access_token\": \"a\\\"b\" }",
                "{ \"access_token\": \"***\" }",
            ),
            (
                "SUPABASE_SERVICE_ROLE_KEY || 'abc",
                "SUPABASE_SERVICE_ROLE_KEY || '***",
            ),
            (
                "`${url}/rest/v1/t?apikey=abc&select=id`",
                "`${url}/rest/v1/t?apikey=***&select=id`",
            ),
            (
                "`${host}/feed/eyJhbGciOiJIUzI1NiJ9.e30.c2ln/x`",
                "`${host}/feed/***`",
            ),
        ] {
            assert_eq!(mask(text), expected);
        }
    }

    #[test]
    fn a_long_path_does_not_hide_a_key() {
        let path = "path/".repeat(30);
        let key = "4f3c2b1a09e8d7c6b5a4f3c2b1a09e8d";
        assert_eq!(mask(&format!("{path}{key}")), format!("{path}{MASK}"));
    }

    #[test]
    fn ordinary_code_is_not() {
        for text in [
            "from('content_generation_metadata_comprehensive_v2').select('id, token, api_key')",
            ".eq('token', value).eq('secret', true)",
            "select('token:access_token, created_at')",
            "{ token: session.token, password }",
            "{ token_type: 'bearer' }",
            "const password = `${input}`",
            "function f(secret: string)",
            "'550e8400-e29b-41d4-a716-446655440000'",
            "getUserProfileByIdAndOrganisation2WithEveryDetail",
            "'https://esm.sh:443/@supabase/supabase-js@2.39.0'",
            "'https://example.com/a:b@c'",
            "`postgres://user:${password}@host/db`",
            "'class-sk-circle-fade'",
            "'sb_publishable_abcdefgh'",
            "'/functions/v1/notify-users-of-2024-and-2025-changes'",
            "",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_masked(text in r#"(token|password|://|[a-zA-Z0-9ü'"`\\:=?&@/. ${}]){0,40}"#) {
            mask(&text);
        }

        #[test]
        fn a_key_is_masked_anywhere(
            before in r#"([a-zA-Z0-9ü]*['"`\\:=?&@/. ${}+_-])?"#,
            after in r#"([ '"`?&:)].*)?"#,
        ) {
            let masked = mask(&format!("{before}eyJhbGciOiJIUzI1NiJ9{after}")).into_owned();
            proptest::prop_assert!(!masked.contains("eyJhbGci"), "{}", masked);
        }
    }
}
