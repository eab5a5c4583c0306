//! Trees as text, in the form that is sent: names are quoted where they have to be.

use super::{
    Arrow, Field, Name, Step,
    filter::{Condition, Conditions, EMBED_PARAMETERS, Filter, FilterPath, PARAMETERS},
    list::{Column, Count, Embed, Item, Join, SelectList},
    names::Names,
    operation::{Head, Operation, Operator, Quantifier, Value},
    order::Term,
    scan::{is_identifier, is_key},
};
use std::fmt::{Display, Formatter, Result};

impl Display for SelectList {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        separated(f, &self.items)
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::All(_) => f.write_str("*"),
            Self::Column(column) => column.fmt(f),
            Self::Count(count) => count.fmt(f),
            Self::Embed(embed) => embed.fmt(f),
        }
    }
}

impl Display for Column {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        alias(f, self.alias.as_ref())?;
        self.field.fmt(f)?;
        cast(f, self.cast.as_ref())?;
        if let Some(aggregate) = &self.aggregate {
            write!(f, ".{}()", aggregate.function.as_str())?;
        }
        cast(f, self.result_cast.as_ref())
    }
}

impl Display for Count {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        alias(f, self.alias.as_ref())?;
        f.write_str("count()")?;
        cast(f, self.cast.as_ref())
    }
}

impl Display for Embed {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.spread {
            f.write_str("...")?;
        }
        alias(f, self.alias.as_ref())?;
        name(f, &self.target)?;
        if let Some(hint) = &self.hint {
            f.write_str("!")?;
            if ["inner", "left"]
                .iter()
                .any(|join| hint.text.starts_with(join))
            {
                quoted(f, &hint.text)?;
            } else {
                name(f, hint)?;
            }
        }
        match self.join {
            Some(Join::Inner) => f.write_str("!inner")?,
            Some(Join::Left) => f.write_str("!left")?,
            None => {}
        }
        f.write_str("(")?;
        separated(f, &self.items)?;
        f.write_str(")")
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        name(f, &self.name)?;
        path(f, &self.path)
    }
}

impl Display for FilterPath {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for embed in &self.embeds {
            name(f, embed)?;
            f.write_str(".")?;
        }
        let column = self.field.name.text.as_str();
        let is_parameter = PARAMETERS.contains(&column) || EMBED_PARAMETERS.contains(&column);
        if is_parameter && self.field.path.is_empty() {
            return quoted(f, column);
        }
        self.field.fmt(f)
    }
}

impl Display for Conditions {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        separated(f, &self.conditions)
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Group {
                negated,
                any,
                conditions,
                span: _,
            } => {
                f.write_str(if *negated { "not." } else { "" })?;
                f.write_str(if *any { "or(" } else { "and(" })?;
                separated(f, conditions)?;
                f.write_str(")")
            }
            Self::Filter(filter) => filter.fmt(f),
        }
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}.{}", self.field, self.operation)
    }
}

/// The form that an operation has in an `or` text.
impl Display for Operation {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.head.fmt(f)?;
        f.write_str(".")?;
        let is_list = self.head.operator == Operator::In;
        match &self.value {
            Value::One(value) if is_array(&value.text) => f.write_str(&value.text),
            Value::One(value) => element(f, &value.text, &['"', '{']),
            Value::List(elements) => {
                f.write_str(if is_list { "(" } else { "{" })?;
                for (place, value) in elements.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { "," })?;
                    if is_list {
                        element(f, &value.text, &['"', ' ', '\t'])?;
                    } else {
                        f.write_str(&value.text)?;
                    }
                }
                f.write_str(if is_list { ")" } else { "}" })
            }
        }
    }
}

impl Display for Head {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.negated { "not." } else { "" })?;
        f.write_str(self.operator.as_str())?;
        match self.quantifier {
            Some(Quantifier::Any) => f.write_str("(any)")?,
            Some(Quantifier::All) => f.write_str("(all)")?,
            None => {}
        }
        match &self.language {
            Some(language) => {
                f.write_str("(")?;
                identifier(f, language)?;
                f.write_str(")")
            }
            None => Ok(()),
        }
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.embed {
            Some(embed) => {
                name(f, embed)?;
                write!(f, "({})", self.field)?;
            }
            None => self.field.fmt(f)?,
        }
        match self.descending {
            Some(true) => f.write_str(".desc")?,
            Some(false) => f.write_str(".asc")?,
            None => {}
        }
        match self.nulls_first {
            Some(true) => f.write_str(".nullsfirst"),
            Some(false) => f.write_str(".nullslast"),
            None => Ok(()),
        }
    }
}

impl Display for Names {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (place, column) in self.names.iter().enumerate() {
            f.write_str(if place == 0 { "" } else { "," })?;
            name(f, column)?;
        }
        Ok(())
    }
}

fn separated<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> Result {
    for (place, item) in items.iter().enumerate() {
        f.write_str(if place == 0 { "" } else { "," })?;
        item.fmt(f)?;
    }
    Ok(())
}

fn alias(f: &mut Formatter<'_>, alias: Option<&Name>) -> Result {
    match alias {
        Some(alias) => {
            name(f, alias)?;
            f.write_str(":")
        }
        None => Ok(()),
    }
}

fn cast(f: &mut Formatter<'_>, cast: Option<&Name>) -> Result {
    match cast {
        Some(cast) => {
            f.write_str("::")?;
            identifier(f, cast)
        }
        None => Ok(()),
    }
}

fn path(f: &mut Formatter<'_>, path: &[Step]) -> Result {
    for step in path {
        f.write_str(match step.arrow {
            Arrow::Json => "->",
            Arrow::Text => "->>",
        })?;
        let key = step.key.text.as_str();
        let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = |next: char| is_key(next) && !next.is_whitespace() && next != '"';
        if step.is_index || (!is_number && is_dashed(key, is_plain)) {
            f.write_str(key)?;
        } else {
            quoted(f, key)?;
        }
    }
    Ok(())
}

fn name(f: &mut Formatter<'_>, name: &Name) -> Result {
    if is_dashed(&name.text, |next| is_identifier(next) && next != ' ') {
        f.write_str(&name.text)
    } else {
        quoted(f, &name.text)
    }
}

/// A word that cannot be quoted, and that the text can hold as nothing but a space.
fn identifier(f: &mut Formatter<'_>, name: &Name) -> Result {
    f.write_str(if name.text.is_empty() {
        " "
    } else {
        &name.text
    })
}

/// A value of a group or a list, quoted when it would end too early or begin like something else.
fn element(f: &mut Formatter<'_>, text: &str, special: &[char]) -> Result {
    if text.contains([',', ')']) || text.starts_with(special) {
        quoted(f, text)
    } else {
        f.write_str(text)
    }
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> Result {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    write!(f, "\"{escaped}\"")
}

/// Whether a text is words joined by single dashes.
fn is_dashed(text: &str, is_part: impl Fn(char) -> bool) -> bool {
    text.split('-')
        .all(|word| !word.is_empty() && word.chars().all(&is_part))
}

/// Whether a value is an array's literal that keeps its commas without quotes.
fn is_array(text: &str) -> bool {
    text.strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .is_some_and(|inner| !inner.contains(['{', '}']))
}
