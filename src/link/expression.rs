//! Names, alternatives, concatenations and look-ups: expressions made of others.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{BindingId, Value, ValueId},
    source::{FileId, Location},
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{Found, FrameId, MAX_SET, Set, Thunk, Unknown, What, after, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn either(&mut self, thunk: Thunk, sides: &[ValueId], reach: Reach) -> Set {
        let mut found = Vec::new();
        for &value in sides {
            let set = self.evaluate(Thunk { value, ..thunk }, reach);
            merge(&mut found, &set);
        }
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
            self.environment_default(thunk, &mut found);
        }
        Rc::from(found)
    }

    /// `process.env.T ?? "t"`: the default is what is known.
    fn environment_default(&self, thunk: Thunk, found: &mut Vec<Found>) {
        let is_environment = |found: &Found| matches!(&found.what, What::Unknown(unknown) if unknown.reason == Reason::Environment);
        if found.iter().any(is_environment) {
            let location = self.location_of(thunk);
            found.retain(|found| !is_environment(found));
            for found in found.iter_mut() {
                *found = found.after(StepKind::EnvironmentDefault, location);
            }
        }
    }

    pub(super) fn concatenate(&mut self, thunk: Thunk, parts: &[ValueId], reach: Reach) -> Set {
        let mut texts = vec![Found::new(What::Text(Rc::from("")))];
        for &value in parts {
            let set = self.evaluate(Thunk { value, ..thunk }, reach);
            let mut longer = Vec::new();
            for found in set.iter() {
                match &found.what {
                    What::Text(part) => {
                        longer.extend(texts.iter().filter_map(|text| joined(text, part, found)));
                    }
                    What::Unknown(unknown) => {
                        return one(Found::new(What::Unknown(unknown.clone())));
                    }
                    _ => return one(Found::unknown(Reason::Computed)),
                }
            }
            if longer.is_empty() {
                return one(Found::unknown(Reason::Computed));
            }
            if longer.len() > MAX_SET {
                return one(Found::unknown(Reason::TooMany));
            }
            texts = longer;
        }
        Rc::from(texts)
    }

    pub(super) fn binding(&mut self, thunk: Thunk, id: BindingId, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let binding = facts.binding(id);
        let location = Location {
            file: thunk.file,
            span: binding.span,
        };
        // What is declared at the top of the module is the same whoever calls.
        let frame = match binding.function {
            Some(_) => thunk.frame,
            None => FrameId::ROOT,
        };
        let mut found = Vec::new();
        for &value in &binding.sources {
            let source = Thunk {
                file: thunk.file,
                value,
                frame,
            };
            let set = self.evaluate(source, reach);
            let is_passed = matches!(
                facts.value(value),
                Value::Parameter { .. } | Value::Imported { .. }
            );
            let set = match is_passed {
                true => set,
                false => after(&set, StepKind::Constant, location),
            };
            merge(&mut found, &set);
        }
        self.with_additions(&mut found, Thunk { frame, ..thunk }, id, reach);
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
        }
        let set: Set = match found.is_empty() {
            true if binding.sources.is_empty() => self.undefined_binding(thunk, id, reach),
            _ => Rc::from(found),
        };
        match binding.ty {
            Some(id) => {
                let ty = thunk.at(id);
                self.or_type(set, ty, location, reach)
            }
            None => set,
        }
    }

    /// What a name at the top of a file is.
    pub(super) fn binding_of(&mut self, file: FileId, binding: BindingId, reach: Reach) -> Set {
        let thunk = Thunk {
            file,
            value: ValueId(0),
            frame: FrameId::ROOT,
        };
        self.binding(thunk, binding, reach)
    }

    /// A name without a value: `declare const x: T`, `export let data` of a component.
    fn undefined_binding(&mut self, _thunk: Thunk, _binding: BindingId, _reach: Reach) -> Set {
        one(Found::unknown(Reason::Computed))
    }

    pub(super) fn index(&mut self, object: Thunk, key: Thunk, reach: Reach) -> Set {
        let objects = self.evaluate(object, reach);
        let keys = self.evaluate(key, reach);
        let mut found = Vec::new();
        let is_known = !keys.is_empty() && keys.iter().all(|key| matches!(key.what, What::Text(_)));
        if is_known {
            for key in keys.iter() {
                let What::Text(text) = &key.what else {
                    continue;
                };
                for object in objects.iter() {
                    merge(&mut found, &self.member(object, text, reach));
                }
            }
        } else {
            // Whatever the key is, the value is one of those written out.
            merge(&mut found, &self.values_of(&objects, reach));
        }
        Rc::from(found)
    }
}

/// What is left of a set when `as any` takes its types away.
pub(super) fn untyped(set: &Set) -> Set {
    let typed = set.iter().find_map(|found| match &found.what {
        What::Unknown(unknown) if unknown.is_typed => {
            Some(found.becoming(What::Unknown(Unknown {
                is_typed: false,
                ..unknown.clone()
            })))
        }
        _ => None,
    });
    typed.map_or_else(|| Rc::clone(set), one)
}

/// A text with another behind it, which came the way of `from`; `None` when the first is no text.
fn joined(text: &Found, part: &str, from: &Found) -> Option<Found> {
    let What::Text(start) = &text.what else {
        return None;
    };
    Some(Found {
        what: What::Text(Rc::from(format!("{start}{part}"))),
        trail: text.trail.then(&from.trail),
    })
}
