//! Literals as values of a type: what the input functions of types reject.

use super::analyzer::Analyzer;
use crate::schema::{
    input::{self, Reading},
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
            input::integer(text, i64::from(i16::MIN), i64::from(i16::MAX))
        } else if id == types.int4 {
            input::integer(text, i64::from(i32::MIN), i64::from(i32::MAX))
        } else if id == types.int8 {
            input::integer(text, i64::MIN, i64::MAX)
        } else if id == types.numeric || id == types.float4 || id == types.float8 {
            input::number(text)
        } else if id == types.boolean {
            input::boolean(text)
        } else if id == types.uuid {
            input::uuid(text)
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
            Reading::OutOfRange | Reading::MonthOutOfRange => Err(Stop::failed(
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
        let out_of_range = || {
            let message = format!("date/time field value out of range: \"{text}\"");
            Stop::failed("22008", message)
        };
        match input::date(text) {
            Reading::Fine => Ok(()),
            Reading::OutOfRange => Err(out_of_range()),
            Reading::MonthOutOfRange => {
                let help = "Perhaps you need a different \"datestyle\" setting.";
                Err(out_of_range().help(help))
            }
            Reading::Malformed => {
                // The input function leaves out the time zone that the type is without.
                let words = self.words(to);
                let words = words.strip_suffix(" without time zone").unwrap_or(&words);
                let message = format!("invalid input syntax for type {words}: \"{text}\"");
                Err(Stop::failed("22007", message))
            }
        }
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

fn json(text: &str) -> Applied {
    match input::json(text) {
        Reading::Fine => Ok(()),
        Reading::Malformed | Reading::OutOfRange | Reading::MonthOutOfRange => {
            Err(Stop::failed("22P02", "invalid input syntax for type json"))
        }
    }
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
    use super::name_in;
    use crate::source::Span;

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
