//! Texts that code hands over, with the literals they stand in.

use crate::{
    access::{Step, StepKind},
    clause::{Text, Texts},
    facts::{FileFacts, Value, ValueId},
    source::{FileId, Location, Span},
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{Found, MAX_SET, Thunk, What},
};

/// How deeply alternatives are nested where a literal is looked for.
const MAX_NESTING: u32 = 8;

impl Evaluator<'_> {
    /// Every text that an expression can be.
    pub(super) fn texts(&mut self, thunk: Thunk) -> Texts {
        let set = self.ask(thunk, Reach::Local);
        let mut texts = Texts {
            alternatives: Vec::new(),
            location: self.place_of(thunk),
            open: set.len() >= MAX_SET,
        };
        for found in set.iter() {
            match &found.what {
                What::Text(text) => {
                    texts.open |= is_default(found);
                    texts.alternatives.push(self.text(thunk, found, text));
                }
                What::Nothing => {}
                _ => texts.open = true,
            }
        }
        texts.open |= texts.alternatives.is_empty();
        texts
    }

    /// A text with the literal that it stands in, or else with the expression that it is.
    fn text(&self, thunk: Thunk, found: &Found, text: &str) -> Text {
        let literal = self.literal_of(thunk, found, text);
        let location = literal.unwrap_or_else(|| self.place_of(thunk));
        let source = self.program.sources.get(location.file);
        Text {
            text: text.to_owned(),
            location,
            verbatim: literal.is_some() && source.slice(location.span) == text,
        }
    }

    /// An expression, without its quotes when it is a literal.
    pub(super) fn place_of(&self, thunk: Thunk) -> Location {
        let location = self.location_of(thunk);
        let facts = self.program.facts(thunk.file);
        match facts.map(|facts| facts.value(thunk.value)) {
            Some(Value::Text(_)) => self.unquoted(location),
            _ => location,
        }
    }

    pub(super) fn unquoted(&self, location: Location) -> Location {
        let Span { start, end } = location.span;
        let text = self.program.sources.get(location.file).slice(location.span);
        let span = match text.len() >= 2 && text.starts_with(['"', '\'', '`']) {
            true => Span {
                start: start + 1,
                end: end - 1,
            },
            false => location.span,
        };
        Location { span, ..location }
    }

    /// The literal that a text comes from, without its quotes; `None` for one that is put together
    /// or whose way is not told.
    pub(super) fn literal_of(&self, thunk: Thunk, found: &Found, text: &str) -> Option<Location> {
        let (file, value) = match found.trail.steps().last() {
            None => {
                let facts = self.program.facts(thunk.file)?;
                let value = literal_in(facts, thunk.value, text, MAX_NESTING)?;
                (thunk.file, value)
            }
            Some(step) => {
                let file = step.location.file;
                let facts = self.program.facts(file)?;
                (file, literal_at(facts, *step, text)?)
            }
        };
        Some(self.place_of(Thunk::root(file, value)))
    }

    /// Where a name is written, without quotes.
    pub(super) fn key_location(&self, file: FileId, span: Span) -> Location {
        self.unquoted(Location { file, span })
    }
}

/// Whether a text is only what stands in for an environment variable.
fn is_default(found: &Found) -> bool {
    let steps = found.trail.steps();
    steps
        .iter()
        .any(|step| step.kind == StepKind::EnvironmentDefault)
}

/// The literal of this text at the last step of the way that it came.
fn literal_at(facts: &FileFacts, step: Step, text: &str) -> Option<ValueId> {
    let span = step.location.span;
    let literal = |value| literal_in(facts, value, text, MAX_NESTING);
    match step.kind {
        StepKind::Constant => {
            let binding = facts.bindings.iter().find(|binding| binding.span == span)?;
            binding.sources.iter().find_map(|&source| literal(source))
        }
        StepKind::Member => {
            let properties = facts.objects.iter().flat_map(|object| &object.properties);
            let of_objects = properties
                .filter(|property| property.span == span)
                .map(|property| property.value);
            let members = facts.classes.iter().flat_map(|class| &class.members);
            let of_classes = members
                .filter(|member| member.span == span)
                .filter_map(|member| member.value);
            of_objects.chain(of_classes).find_map(literal)
        }
        StepKind::Argument => {
            let mut values = facts.value_spans.iter().zip(0..);
            let (_, id) = values.find(|&(known, id)| {
                *known == span && literal_in(facts, ValueId(id), text, MAX_NESTING).is_some()
            })?;
            literal(ValueId(id))
        }
        StepKind::Literal
        | StepKind::Import
        | StepKind::Element
        | StepKind::Return
        | StepKind::Branch
        | StepKind::EnvironmentDefault
        | StepKind::Annotation
        | StepKind::Context
        | StepKind::Created => None,
    }
}

/// The literal of this text among the alternatives that an expression is written as.
fn literal_in(facts: &FileFacts, value: ValueId, text: &str, depth: u32) -> Option<ValueId> {
    match facts.value(value) {
        Value::Text(name) => (facts.text(*name) == text).then_some(value),
        Value::Either(sides) if depth > 0 => sides
            .iter()
            .find_map(|&side| literal_in(facts, side, text, depth - 1)),
        Value::Cast { value, .. } if depth > 0 => literal_in(facts, *value, text, depth - 1),
        Value::Binding(binding) if depth > 0 => {
            let mut sources = facts.binding(*binding).sources.iter();
            sources.find_map(|&source| literal_in(facts, source, text, depth - 1))
        }
        Value::Parameter { function, index } if depth > 0 => {
            let parameter = facts.function(*function).parameters.get(*index as usize)?;
            literal_in(facts, parameter.default?, text, depth - 1)
        }
        _ => None,
    }
}
