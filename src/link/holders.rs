//! The names that hold an object, so that what is assigned to them is found from the object.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::{
    facts::{BindingId, FileFacts, ObjectId, Value},
    source::FileId,
};

use super::evaluate::Evaluator;

/// The names of a file that change what they hold, by the objects they are set to.
pub(super) type Holders = FxHashMap<ObjectId, Rc<[BindingId]>>;

/// How many alternatives of one name are looked at.
const MAX_SOURCES: usize = 64;

impl Evaluator<'_> {
    /// The names that an object is held by and changed through.
    pub(super) fn holders(&mut self, file: FileId, object: ObjectId) -> Rc<[BindingId]> {
        let program = self.program;
        let holders = self.holders.entry(file).or_insert_with(|| {
            let facts = program.facts(file);
            Rc::new(facts.map(holders).unwrap_or_default())
        });
        let held = holders.get(&object);
        held.map_or_else(|| Rc::from([]), Rc::clone)
    }
}

fn holders(facts: &FileFacts) -> Holders {
    let mut holders: FxHashMap<ObjectId, Vec<BindingId>> = FxHashMap::default();
    for (id, binding) in (0..).zip(&facts.bindings) {
        if binding.writes.is_empty() && !binding.open && binding.without.is_empty() {
            continue;
        }
        let mut values = binding.sources.clone();
        for _ in 0..MAX_SOURCES {
            match values.pop().map(|value| facts.value(value)) {
                Some(Value::Object(object)) => {
                    holders.entry(*object).or_default().push(BindingId(id));
                }
                Some(Value::Either(sides)) => values.extend(sides),
                Some(Value::Cast { value, .. }) => values.push(*value),
                Some(_) => {}
                None => break,
            }
        }
    }
    let held = holders.into_iter();
    held.map(|(object, bindings)| (object, Rc::from(bindings)))
        .collect()
}
