//! What the input functions of Postgres' types make of a text, as far as it can be told to fail.
//!
//! What is not known to fail reads as fine.

/// What an input function makes of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reading {
    /// A value, or nothing that could be told.
    Fine,
    /// 22P02, and 22007 of dates and times.
    Malformed,
    /// 22003, and 22008 of dates and times.
    OutOfRange,
    /// 22008 where Postgres suspects that day and month are the other way round.
    MonthOutOfRange,
}

/// Reads a whole number between two bounds.
pub fn integer(text: &str, least: i64, most: i64) -> Reading {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !is_digits(digits) {
        return Reading::Malformed;
    }
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Reading::Fine,
        Ok(_) | Err(_) => Reading::OutOfRange,
    }
}

/// Reads a `numeric`, `real` or `double precision`.
pub fn number(text: &str) -> Reading {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let word = unsigned.to_ascii_lowercase();
    let is_number = matches!(word.as_str(), "nan" | "infinity" | "inf")
        || (unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
            && unsigned.parse::<f64>().is_ok());
    verdict(is_number)
}

pub fn boolean(text: &str) -> Reading {
    let word = text.trim().to_ascii_lowercase();
    let prefix = |of: &str, least: usize| word.len() >= least && of.starts_with(&word);
    let is_boolean = prefix("true", 1)
        || prefix("false", 1)
        || prefix("yes", 1)
        || prefix("no", 1)
        || prefix("on", 2)
        || prefix("off", 2)
        || word == "1"
        || word == "0";
    verdict(is_boolean)
}

pub fn uuid(text: &str) -> Reading {
    let inner = match text.strip_prefix('{') {
        Some(inner) => inner.strip_suffix('}'),
        None => Some(text),
    };
    let Some(inner) = inner else {
        return Reading::Malformed;
    };
    let mut digits = 0;
    let mut after_hyphen = false;
    for byte in inner.bytes() {
        match byte {
            b'-' if digits > 0 && digits % 4 == 0 && !after_hyphen => after_hyphen = true,
            _ if byte.is_ascii_hexdigit() => {
                digits += 1;
                after_hyphen = false;
            }
            _ => return Reading::Malformed,
        }
    }
    verdict(digits == 32 && !after_hyphen)
}

/// Reads `json` or `jsonb`.
pub fn json(text: &str) -> Reading {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = <serde::de::IgnoredAny as serde::Deserialize>::deserialize(&mut deserializer)
        .and_then(|_| deserializer.end());
    match read {
        Err(error) if !error.to_string().starts_with("recursion limit") => Reading::Malformed,
        Ok(()) | Err(_) => Reading::Fine,
    }
}

/// Reads a `date` or a `timestamp` with or without time zone.
pub fn date(text: &str) -> Reading {
    const WORDS: [&str; 6] = ["now", "today", "tomorrow", "yesterday", "epoch", "infinity"];
    let text = text.trim();
    if !has_digit(text) {
        return verdict(has_word(text, &WORDS));
    }
    if is_digits(text) {
        // `20200101`, `200101`, and longer ones with the time behind.
        return match text.len() {
            0..6 => Reading::Malformed,
            6..13 => Reading::Fine,
            13.. => Reading::OutOfRange,
        };
    }
    if is_something_else(text) {
        return Reading::Malformed;
    }
    match day(text) {
        Reading::Fine => time_of_day(text.get(11..).unwrap_or_default()),
        wrong => wrong,
    }
}

/// Reads a `time` with or without time zone.
pub fn time(text: &str) -> Reading {
    let text = text.trim();
    if !has_digit(text) {
        return verdict(has_word(text, &["now", "allballs"]));
    }
    if is_digits(text) {
        return verdict(matches!(text.len(), 4 | 6));
    }
    let is_day = text.len() == 10 && day(text) == Reading::Fine && text.get(4..5) == Some("-");
    if is_day || is_something_else(text) {
        return Reading::Malformed;
    }
    time_of_day(text)
}

pub fn interval(text: &str) -> Reading {
    let text = text.trim();
    // `PT` is an interval of nothing; from Postgres 17 on there is `infinity`.
    verdict(has_digit(text) || text.starts_with('P') || has_word(text, &["infinity"]))
}

fn verdict(fine: bool) -> Reading {
    if fine {
        Reading::Fine
    } else {
        Reading::Malformed
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether the first word of a text is one of these; signs around words do not matter to Postgres.
fn has_word(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    let mut found = text.split(|sign: char| !sign.is_ascii_alphabetic());
    let first = found.find(|word| !word.is_empty());
    first.is_some_and(|first| words.contains(&first))
}

/// Whether a text with digits in it is neither a day nor a time.
fn is_something_else(text: &str) -> bool {
    is_plain_number(text)
        || has_stray_letter(text)
        || is_list_of_numbers(text)
        || uuid(text) == Reading::Fine
}

/// `[1,2]`; of longer numbers Postgres might make a date.
fn is_list_of_numbers(text: &str) -> bool {
    let is_plain = |sign: char| sign.is_ascii_digit() || "[]{}(), ".contains(sign);
    let mut runs = text.split(|sign: char| !sign.is_ascii_digit());
    text.starts_with(['[', '{', '(']) && text.chars().all(is_plain) && runs.all(|run| run.len() < 4)
}

/// Whether a text is a number that is no day or time either: `-1`, `1.5`.
///
/// `2020.123` is a day of a year.
fn is_plain_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix('-') {
        return digits.split('.').all(is_digits);
    }
    match text.split_once('.') {
        Some((whole, fraction)) => {
            is_digits(whole) && is_digits(fraction) && (whole.len() < 3 || fraction.len() < 3)
                // `1030.5` and `103000.5` are times with fractions of a second.
                && !matches!(whole.len(), 4 | 6)
        }
        None => false,
    }
}

/// Whether a letter stands by itself that means nothing in dates and times, or a word where a day
/// belongs: `2020-05-x`.
fn has_stray_letter(text: &str) -> bool {
    let is_worded = digits(text, 0..4).is_some()
        && text.get(4..5) == Some("-")
        && digits(text, 5..7).is_some()
        && text.get(7..8) == Some("-")
        && text
            .get(8..9)
            .is_some_and(|sign| sign.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if is_worded {
        return true;
    }
    text.split(|sign: char| !sign.is_ascii_alphabetic())
        .any(|word| {
            word.len() == 1
                && !text.contains('/')
                && !"dhjmstyz".contains(&word.to_ascii_lowercase())
        })
}

/// Rejects `2020-13-01`.
fn day(text: &str) -> Reading {
    let separators = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let (Some(year), Some(month), Some(day)) =
        (digits(text, 0..4), digits(text, 5..7), digits(text, 8..10))
    else {
        return Reading::Fine;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    match (separators, days) {
        (false, _) => Reading::Fine,
        (true, 0) => Reading::MonthOutOfRange,
        (true, _) if (1..=days).contains(&day) => Reading::Fine,
        (true, _) => Reading::OutOfRange,
    }
}

/// Rejects `25:00`.
fn time_of_day(text: &str) -> Reading {
    let (Some(hour), Some(":")) = (digits(text, 0..2), text.get(2..3)) else {
        return Reading::Fine;
    };
    let rest = text.get(3..).unwrap_or_default();
    let end = rest.find(|sign: char| !sign.is_ascii_digit());
    let minute = rest.get(..end.unwrap_or(rest.len()));
    let Some(Ok(minute)) = minute.map(str::parse::<u32>) else {
        return Reading::Fine;
    };
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        Reading::OutOfRange
    } else {
        Reading::Fine
    }
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<u32> {
    let part = text.get(range)?;
    is_digits(part).then(|| part.parse().ok())?
}

#[cfg(test)]
mod tests;
