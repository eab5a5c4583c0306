//! Expressions that come to texts.

use std::borrow::Cow;

use super::{
    program::{Program, children, literal},
    value::Expression,
};

impl<'t> Program<'t> {
    /// The text that an expression comes to.
    pub fn string(&self, expression: &Expression<'t>) -> Option<String> {
        self.string_within(expression, 0)
    }

    fn string_within(&self, expression: &Expression<'t>, depth: usize) -> Option<String> {
        let value = self.made(expression, depth)?;
        let text = self.files[value.file].text;
        match value.node.kind() {
            "string" => literal(value.node, text).map(Cow::into_owned),
            "number" => Some(self.text(&value).to_owned()),
            "template_string" => {
                let mut written = String::new();
                for part in children(value.node) {
                    match part.kind() {
                        "template_substitution" => {
                            let inner = children(part).into_iter().next()?;
                            written += &self.string_within(&value.at(inner), depth + 1)?;
                        }
                        _ => written += &text[part.byte_range()],
                    }
                }
                Some(written)
            }
            "binary_expression" => {
                let operator = value.node.child_by_field_name("operator")?;
                if self.text_of(value.file, operator) != "+" {
                    return None;
                }
                let side = |field| {
                    let node = value.node.child_by_field_name(field)?;
                    self.string_within(&value.at(node), depth + 1)
                };
                Some(side("left")? + &side("right")?)
            }
            _ => None,
        }
    }

    /// The texts of an array, of an object's values or of an enum; `None` when one is not known.
    pub fn strings(&self, expression: &Expression<'t>) -> Option<Vec<String>> {
        self.strings_within(expression, 0)
    }

    fn strings_within(&self, expression: &Expression<'t>, depth: usize) -> Option<Vec<String>> {
        let value = self.made(expression, depth)?;
        match value.node.kind() {
            "array" => {
                let mut strings = Vec::new();
                for item in children(value.node) {
                    if item.kind() == "spread_element" {
                        let inner = children(item).into_iter().next()?;
                        strings.extend(self.strings_within(&value.at(inner), depth + 1)?);
                    } else {
                        strings.push(self.string(&value.at(item))?);
                    }
                }
                Some(strings)
            }
            "object" => {
                let (entries, open) = self.entries(&value);
                let values = entries.iter().map(|(_, value)| self.string(value));
                values.collect::<Option<Vec<_>>>().filter(|_| !open)
            }
            "enum_declaration" => {
                let body = value.node.child_by_field_name("body")?;
                let members = children(body).into_iter();
                members
                    .map(|member| self.string(&value.at(member.child_by_field_name("value")?)))
                    .collect()
            }
            // `Object.values(Role)`
            "call_expression" => {
                let function = value.node.child_by_field_name("function")?;
                let is_values = self.text_of(value.file, function) == "Object.values";
                let arguments = children(value.node.child_by_field_name("arguments")?);
                let first = arguments.into_iter().next().filter(|_| is_values)?;
                self.strings_within(&value.at(first), depth + 1)
            }
            _ => None,
        }
    }
}
