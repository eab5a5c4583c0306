//! Literals as values of a type: what the input functions of types reject.

use super::analyzer::Analyzer;
use crate::schema::{
    replay::{
        failure::{Applied, Stop},
        state::{
            object::Class,
            types::{Label, TypeKind, TypeRef},
        },
    },
    statement::{Missing, MissingKind},
};
use crate::{source::Span, sql::name::Name};

impl Analyzer<'_> {
    /// Reads a literal as a value of a type, as far as that can be told to fail.
    ///
    /// # Errors
    ///
    /// 22P02 and its like when it is none; 42P01 for a name of a relation that is missing.
    pub(super) fn check_literal(&mut self, text: &str, to: &TypeRef, span: Span) -> Applied {
        let to = self.base(to);
        let result = if to.array {
            self.array_literal(text)
        } else if let Some(TypeKind::Enum(labels)) = self.kind_of(&to) {
            self.enum_literal(text, labels, &to)
        } else if let Some(TypeKind::Composite(relation)) = self.kind_of(&to) {
            self.record_literal(text, *relation, span)
        } else {
            self.base_literal(text, &to, span)
        };
        match result {
            Ok(()) => Ok(()),
            Err(stop) => self.forgiven(stop.within(span)),
        }
    }

    fn array_literal(&self, text: &str) -> Applied {
        let trimmed = text.trim_start();
        // `[1:3]={…}` says what its dimensions are.
        let has_bounds = trimmed.strip_prefix('[').is_some_and(|bounds| {
            bounds
                .trim_start()
                .starts_with(|first: char| first.is_ascii_digit() || first == '-')
        });
        if trimmed.starts_with('{') || has_bounds {
            return Ok(());
        }
        Err(Stop::failed(
            "22P02",
            format!("malformed array literal: \"{text}\""),
        ))
    }

    fn enum_literal(&self, text: &str, labels: &[Label], to: &TypeRef) -> Applied {
        let name = self.words(to);
        let Some(label) = labels.iter().find(|label| label.name == text) else {
            let missing = Missing {
                kind: MissingKind::EnumLabel,
                schema: None,
                relation: Some(name.clone()),
                name: text.to_owned(),
            };
            let message = format!("invalid input value for enum {name}: \"{text}\"");
            return Err(Stop::failed("22P02", message).missing(missing));
        };
        if label.added_in.is_some() && label.added_in == Some(self.session.transaction) {
            let message = format!("unsafe use of new value \"{text}\" of enum type {name}");
            return Err(Stop::failed("55P04", message)
                .help("New enum values must be committed before they can be used."));
        }
        Ok(())
    }

    fn base_literal(&mut self, text: &str, to: &TypeRef, span: Span) -> Applied {
        let types = self.types;
        let id = to.id;
        if id == types.regclass {
            return self.relation_literal(text, span);
        }
        if id == types.regtype {
            return self.type_literal(text, span);
        }
        let outcome = if id == types.int2 {
            integer(text, i64::from(i16::MIN), i64::from(i16::MAX))
        } else if id == types.int4 {
            integer(text, i64::from(i32::MIN), i64::from(i32::MAX))
        } else if id == types.int8 {
            integer(text, i64::MIN, i64::MAX)
        } else if id == types.numeric || id == types.float4 || id == types.float8 {
            verdict(is_number(text))
        } else if id == types.boolean {
            verdict(is_boolean(text))
        } else if id == types.uuid {
            verdict(is_uuid(text))
        } else if id == types.json || id == types.jsonb {
            return json(text);
        } else if id == types.date || id == types.timestamp || id == types.timestamptz {
            return self.date_literal(text, to);
        } else {
            Reading::Fine
        };
        let name = self.words(to);
        match outcome {
            Reading::Fine => Ok(()),
            Reading::OutOfRange => Err(Stop::failed(
                "22003",
                format!("value \"{text}\" is out of range for type {name}"),
            )),
            Reading::Malformed => Err(Stop::failed(
                "22P02",
                format!("invalid input syntax for type {name}: \"{text}\""),
            )),
        }
    }

    fn date_literal(&self, text: &str, to: &TypeRef) -> Applied {
        if !has_no_date(text) {
            return date(text);
        }
        // The input function leaves out the time zone that the type is without.
        let words = self.words(to);
        let words = words.strip_suffix(" without time zone").unwrap_or(&words);
        let message = format!("invalid input syntax for type {words}: \"{text}\"");
        Err(Stop::failed("22007", message))
    }

    /// `'users'::regclass`
    fn relation_literal(&mut self, text: &str, span: Span) -> Applied {
        let Some(name) = name_in(text, span) else {
            return Ok(());
        };
        match self.session.find(Class::Relation, &name) {
            Some(id) => {
                self.uses_object(id);
                Ok(())
            }
            None => Err(match &name.schema {
                Some(schema) if self.session.state.schema(schema).is_none() => {
                    crate::schema::replay::failure::undefined_schema(schema, span)
                }
                Some(_) | None => crate::schema::replay::failure::undefined_relation(&name),
            }),
        }
    }

    fn type_literal(&mut self, text: &str, span: Span) -> Applied {
        let Some(name) = name_in(text, span) else {
            return Ok(());
        };
        let is_word = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let known = self.session.find(Class::Type, &name).is_some();
        if known || !is_word || is_type_word(text) {
            return Ok(());
        }
        Err(crate::schema::replay::failure::undefined_type(&name))
    }
}

/// What an input function makes of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reading {
    Fine,
    Malformed,
    OutOfRange,
}

fn verdict(fine: bool) -> Reading {
    if fine {
        Reading::Fine
    } else {
        Reading::Malformed
    }
}

fn integer(text: &str, least: i64, most: i64) -> Reading {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Reading::Malformed;
    }
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Reading::Fine,
        Ok(_) | Err(_) => Reading::OutOfRange,
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let word = unsigned.to_ascii_lowercase();
    matches!(word.as_str(), "nan" | "infinity" | "inf")
        || (unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
            && unsigned.parse::<f64>().is_ok())
}

fn is_boolean(text: &str) -> bool {
    let word = text.trim().to_ascii_lowercase();
    let prefix = |of: &str, least: usize| word.len() >= least && of.starts_with(&word);
    prefix("true", 1)
        || prefix("false", 1)
        || prefix("yes", 1)
        || prefix("no", 1)
        || prefix("on", 2)
        || prefix("off", 2)
        || word == "1"
        || word == "0"
}

fn is_uuid(text: &str) -> bool {
    let inner = match text.strip_prefix('{') {
        Some(inner) => inner.strip_suffix('}'),
        None => Some(text),
    };
    let Some(inner) = inner else {
        return false;
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
            _ => return false,
        }
    }
    digits == 32 && !after_hyphen
}

fn json(text: &str) -> Applied {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = <serde::de::IgnoredAny as serde::Deserialize>::deserialize(&mut deserializer)
        .and_then(|_| deserializer.end());
    match read {
        Err(error) if !error.to_string().starts_with("recursion limit") => {
            Err(Stop::failed("22P02", "invalid input syntax for type json"))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whether a text surely names no date: there is no digit in it, and no word that stands for one.
fn has_no_date(text: &str) -> bool {
    const WORDS: [&str; 9] = [
        "now",
        "today",
        "tomorrow",
        "yesterday",
        "epoch",
        "infinity",
        "-infinity",
        "+infinity",
        "allballs",
    ];
    let word = text.trim().to_ascii_lowercase();
    !text.bytes().any(|byte| byte.is_ascii_digit())
        && !word.split_whitespace().any(|word| WORDS.contains(&word))
}

/// Rejects `2020-13-01`.
fn date(text: &str) -> Applied {
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let separators = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else {
        return Ok(());
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if !separators || (1..=days).contains(&day) {
        return Ok(());
    }
    let message = format!("date/time field value out of range: \"{text}\"");
    let stop = Stop::failed("22008", message);
    Err(if days == 0 {
        stop.help("Perhaps you need a different \"datestyle\" setting.")
    } else {
        stop
    })
}

/// Words that the grammar of types knows beside the names in `pg_catalog`.
fn is_type_word(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "int"
            | "integer"
            | "smallint"
            | "bigint"
            | "real"
            | "float"
            | "decimal"
            | "dec"
            | "boolean"
            | "character"
            | "nchar"
            | "timestamp"
            | "time"
    )
}

/// A possibly qualified and quoted name within a literal; `None` when it is none, as a number.
pub(in crate::schema::replay) fn name_in(text: &str, span: Span) -> Option<Name> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    if rest.is_empty()
        || rest
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return None;
    }
    loop {
        let (part, after) = identifier(rest)?;
        parts.push(part);
        match after.trim_start().strip_prefix('.') {
            Some(next) => rest = next.trim_start(),
            None if after.trim().is_empty() => break,
            None => return None,
        }
    }
    let name = parts.pop()?;
    Some(Name {
        schema: parts.pop().map(Into::into),
        name: name.into(),
        span,
    })
}

fn identifier(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', ' ', '"']).unwrap_or(text.len());
        let word = text.get(..end).filter(|word| !word.is_empty())?;
        return Some((word.to_ascii_lowercase(), &text[end..]));
    };
    let mut name = String::new();
    let mut pieces = quoted.char_indices().peekable();
    while let Some((index, character)) = pieces.next() {
        if character != '"' {
            name.push(character);
        } else if pieces.next_if(|(_, next)| *next == '"').is_some() {
            name.push('"');
        } else {
            return Some((name, &quoted[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Reading, integer, is_boolean, is_number, is_uuid, name_in};
    use crate::source::Span;

    #[test]
    fn input_functions_take_what_postgres_takes() {
        assert_eq!(integer(" -12 ", -100, 100), Reading::Fine);
        assert_eq!(integer("101", -100, 100), Reading::OutOfRange);
        assert_eq!(integer("", -100, 100), Reading::Malformed);
        assert!(is_boolean(" Yes ") && is_boolean("of") && !is_boolean("o"));
        assert!(is_number("1e3") && is_number("-inf") && !is_number("1.x"));
        assert!(is_uuid("a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11"));
        assert!(!is_uuid("a0eebc99-9c0b4ef8-bb6d6bb9-bd380a1"));
    }

    #[test]
    fn names_in_literals_are_read_as_identifiers() {
        let name = |text| name_in(text, Span::default()).map(|name| (name.schema, name.name));
        assert_eq!(name("Users"), Some((None, "users".into())));
        assert_eq!(
            name("public.\"A\"\"b\""),
            Some((Some("public".into()), "A\"b".into()))
        );
        assert_eq!(name("16384"), None);
    }
}
