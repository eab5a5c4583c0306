//! Values that code hands over, as they are written: numbers, truth values, `null` and lists beside
//! texts.
//!
//! An expression is followed as it is written; what cannot be told that way is left open, but for
//! texts, which are evaluated.

use crate::{
    clause::{Given, Literal, Values},
    facts::{BindingId, CallKind, FileFacts, FunctionId, Value, ValueId},
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, FrameId, Thunk, What},
};

/// How many expressions are followed into each other.
const MAX_DEPTH: u32 = 48;

/// How many expressions are looked at for one value.
const FUEL: u32 = 8_000;

/// The most values that one expression is said to be one of.
const MAX_VALUES: usize = 96;

/// The most elements of a list that are told apart.
const MAX_ELEMENTS: usize = 2_000;

impl Evaluator<'_> {
    /// Every value that an expression can be.
    pub(super) fn values(&mut self, thunk: Thunk) -> Values {
        let mut gather = Gather {
            evaluator: self,
            values: Values::default(),
            depth: MAX_DEPTH,
            fuel: FUEL,
            elements: MAX_ELEMENTS,
        };
        gather.expression(thunk);
        gather.values
    }
}

struct Gather<'e, 'a> {
    evaluator: &'e mut Evaluator<'a>,
    values: Values,
    depth: u32,
    fuel: u32,
    /// How many more elements of lists are told apart.
    elements: usize,
}

impl<'a> Gather<'_, 'a> {
    fn expression(&mut self, thunk: Thunk) {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(thunk.file) else {
            self.values.open = true;
            return;
        };
        if self.depth == 0 || self.fuel == 0 || self.values.alternatives.len() >= MAX_VALUES {
            self.values.open = true;
            return;
        }
        self.values.open |= facts.is_guarded(thunk.value);
        self.depth -= 1;
        self.fuel -= 1;
        self.within(facts, thunk);
        self.depth += 1;
    }

    fn within(&mut self, facts: &'a FileFacts, thunk: Thunk) {
        let text = |name| facts.text(name).to_owned();
        match facts.value(thunk.value) {
            Value::Text(name) => self.push(thunk, Literal::Text(text(*name))),
            Value::Number(name) => self.push(thunk, Literal::Number(text(*name))),
            Value::Boolean(value) => self.push(thunk, Literal::Boolean(*value)),
            Value::Null => self.push(thunk, Literal::Null),
            Value::Undefined => self.push(thunk, Literal::Undefined),
            Value::Object(_) => self.push(thunk, Literal::Object),
            Value::Array(elements) => {
                let list = self.list(facts, thunk, elements);
                self.push(thunk, Literal::List(list));
            }
            Value::Either(sides) => {
                for &side in sides {
                    self.expression(thunk.expression(side));
                }
            }
            Value::Cast { value, .. } => self.cast(thunk, *value),
            Value::Binding(binding) => self.binding(facts, thunk, *binding),
            Value::Parameter { function, index } => self.parameter(thunk, *function, *index),
            Value::Template(_)
            | Value::Member { .. }
            | Value::Index { .. }
            | Value::Imported { .. }
            | Value::Element(_)
            | Value::Key(_) => self.evaluated(thunk),
            // What calls return is data as a rule, and following it is dear.
            Value::Call(_)
            | Value::Global(_)
            | Value::Spread(_)
            | Value::Function(_)
            | Value::Class(_)
            | Value::This(_)
            | Value::ThisObject(_)
            | Value::Super(_)
            | Value::Constant
            | Value::Opaque(_) => self.values.open = true,
        }
    }

    fn push(&mut self, thunk: Thunk, literal: Literal) {
        let location = self.evaluator.place_of(thunk);
        self.push_given(Given { literal, location });
    }

    fn push_given(&mut self, given: Given) {
        if !self.values.alternatives.contains(&given) {
            self.values.alternatives.push(given);
        }
    }

    /// What is cast, or when nothing is known of it what its type allows.
    fn cast(&mut self, thunk: Thunk, value: ValueId) {
        let before = (self.values.alternatives.len(), self.values.open);
        self.values.open = false;
        self.expression(thunk.expression(value));
        if self.values.alternatives.len() == before.0 {
            self.values.open = false;
            self.evaluated(thunk);
        }
        self.values.open |= before.1;
    }

    fn binding(&mut self, facts: &'a FileFacts, thunk: Thunk, id: BindingId) {
        let binding = facts.binding(id);
        let frame = match binding.function {
            Some(_) => thunk.frame,
            None => FrameId::ROOT,
        };
        if binding.sources.is_empty() {
            self.values.open = true;
        }
        let is_added_to = !self.evaluator.program.additions(thunk.file, id).is_empty();
        self.values.open |= is_added_to || self.evaluator.is_bound(thunk.file, id);
        for &value in &binding.sources {
            self.expression(Thunk {
                file: thunk.file,
                value,
                frame,
            });
        }
    }

    /// What the caller hands in, when it is known which.
    fn parameter(&mut self, thunk: Thunk, function: FunctionId, index: u32) {
        match self.evaluator.handed_in(thunk.at(function), index) {
            Some(Some(argument)) => self.expression(argument),
            Some(None) => self.push(thunk, Literal::Undefined),
            None => self.evaluated(thunk),
        }
    }

    /// The texts and lists that an expression evaluates to.
    fn evaluated(&mut self, thunk: Thunk) {
        let set = self.evaluator.ask(thunk, Reach::Local);
        self.values.open |= set.is_empty();
        for found in set.iter() {
            match &found.what {
                What::Text(text) => {
                    let literal = self.evaluator.literal_of(thunk, found, text);
                    self.push_given(Given {
                        literal: Literal::Text(text.to_string()),
                        location: literal.unwrap_or_else(|| self.evaluator.place_of(thunk)),
                    });
                }
                What::Object(_) => self.push(thunk, Literal::Object),
                What::Array(array) => self.expression(*array),
                _ => self.values.open = true,
            }
        }
    }

    fn list(&mut self, facts: &'a FileFacts, array: Thunk, elements: &[ValueId]) -> Vec<Values> {
        let outer = std::mem::take(&mut self.values);
        let mut list = Vec::new();
        for &element in elements {
            let is_spread = matches!(facts.value(element), Value::Spread(_));
            if is_spread || self.elements == 0 {
                // Any number of elements that are not known.
                list.push(Values {
                    alternatives: Vec::new(),
                    open: true,
                });
                if self.elements == 0 {
                    break;
                }
                continue;
            }
            self.elements -= 1;
            self.expression(array.expression(element));
            list.push(std::mem::take(&mut self.values));
        }
        self.values = outer;
        list
    }
}

impl Evaluator<'_> {
    /// What the caller that is being followed hands in for a parameter: `None` when none is, or
    /// when it cannot be told; `Some(None)` when that caller hands in nothing.
    pub(super) fn handed_in(&self, function: At<FunctionId>, index: u32) -> Option<Option<Thunk>> {
        let frame = self.frame_of(function.frame, (function.file, function.id))?;
        let caller = self.program.facts(frame.call.file)?;
        let callee = self.program.facts(function.file)?;
        let parameter = callee
            .function(function.id)
            .parameters
            .get(index as usize)?;
        let call = caller.call(frame.call.id);
        let mut before = call.arguments.iter().take(index as usize + 1);
        let is_spread = |&argument: &ValueId| matches!(caller.value(argument), Value::Spread(_));
        if parameter.rest || call.kind == CallKind::Tag || before.any(is_spread) {
            return None;
        }
        let argument = call.arguments.get(index as usize);
        let argument = argument.map(|&value| frame.call.expression(value));
        let default = parameter.default.map(|value| function.expression(value));
        Some(argument.or(default))
    }
}
