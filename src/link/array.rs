//! Arrays, objects as tables of values, and what iterating them yields.

use std::rc::Rc;

use crate::{
    access::Reason,
    facts::{CallId, ObjectId, PropertyKey, Value},
};

use super::{
    evaluate::{Evaluator, Reach, Walk},
    value::{At, Found, Set, Thunk, What, merge, one},
};

impl Evaluator<'_> {
    /// What iterating over any of these yields.
    pub(super) fn elements_of(&mut self, arrays: &Set, reach: Reach) -> Set {
        let mut found = Vec::new();
        for array in arrays.iter() {
            match &array.what {
                What::Array(thunk) => {
                    let elements = self.walk(Walk::Elements(*thunk), reach, |evaluator| {
                        evaluator.literal_elements(*thunk, reach)
                    });
                    merge(&mut found, &elements);
                }
                What::Elements(elements) | What::Entries(elements) => merge(&mut found, elements),
                What::Unknown(unknown) => {
                    found.push(array.becoming(What::Unknown(unknown.clone())))
                }
                What::Nothing => {}
                _ => merge(&mut found, &[Found::unknown(Reason::Computed)]),
            }
        }
        Rc::from(found)
    }

    fn literal_elements(&mut self, array: Thunk, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(array.file) else {
            return Rc::from([]);
        };
        let Value::Array(elements) = facts.value(array.value) else {
            return Rc::from([]);
        };
        let mut found = Vec::new();
        for &value in elements {
            let set = self.evaluate(Thunk { value, ..array }, reach);
            let set = match facts.value(value) {
                Value::Spread(_) => self.elements_of(&set, reach),
                _ => set,
            };
            merge(&mut found, &set);
        }
        Rc::from(found)
    }

    /// One element of an array, by its index.
    pub(super) fn element(&mut self, array: &Found, index: usize, reach: Reach) -> Set {
        let What::Array(thunk) = array.what else {
            return match &array.what {
                What::Elements(elements) => Rc::clone(elements),
                What::Pair(keys, _) if index == 0 => Rc::clone(keys),
                What::Pair(_, values) if index == 1 => Rc::clone(values),
                _ => Rc::from([]),
            };
        };
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let Value::Array(elements) = facts.value(thunk.value) else {
            return Rc::from([]);
        };
        let has_spread = elements
            .iter()
            .take(index + 1)
            .any(|&element| matches!(facts.value(element), Value::Spread(_)));
        match elements.get(index) {
            Some(&value) if !has_spread => {
                let set = self.evaluate(Thunk { value, ..thunk }, reach);
                set.iter().map(|found| found.following(array)).collect()
            }
            _ if has_spread => self.literal_elements(thunk, reach),
            _ => one(Found::new(What::Nothing)),
        }
    }

    /// All values of an object, array or map; something unknown when there may be others.
    pub(super) fn values_of(&mut self, objects: &Set, reach: Reach) -> Set {
        let mut found = Vec::new();
        for object in objects.iter() {
            match &object.what {
                What::Object(at) => {
                    let values = self.walk(Walk::Values(*at), reach, |evaluator| {
                        evaluator.object_values(*at, reach)
                    });
                    merge(&mut found, &values);
                }
                What::Array(_) | What::Elements(_) => {
                    let elements = self.elements_of(&one(object.clone()), reach);
                    merge(&mut found, &elements);
                }
                What::Entries(_) => merge(&mut found, &self.map_values(object, reach)),
                What::Typed(ty) => merge(&mut found, &self.typed_values(*ty, reach)),
                What::Unknown(unknown) => {
                    found.push(object.becoming(What::Unknown(unknown.clone())))
                }
                _ => found.push(Found::unknown(Reason::Computed)),
            }
        }
        Rc::from(found)
    }

    fn object_values(&mut self, at: At<ObjectId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let mut found = Vec::new();
        for property in &facts.object(at.id).properties {
            let value = at.expression(property.value);
            let set = self.evaluate(value, reach);
            let set = match property.key {
                PropertyKey::Spread => self.values_of(&set, reach),
                PropertyKey::Named(_) | PropertyKey::Computed(_) => set,
            };
            merge(&mut found, &set);
        }
        Rc::from(found)
    }

    /// The keys of an object literal, as texts.
    pub(super) fn keys_of(&mut self, objects: &Set) -> Set {
        let mut found = Vec::new();
        for object in objects.iter() {
            let What::Object(at) = object.what else {
                merge(&mut found, &[Found::unknown(Reason::Computed)]);
                continue;
            };
            let Some(facts) = self.program.facts(at.file) else {
                continue;
            };
            for property in &facts.object(at.id).properties {
                let key = match property.key {
                    PropertyKey::Named(name) => Found::new(What::Text(Rc::from(facts.text(name)))),
                    PropertyKey::Computed(_) | PropertyKey::Spread => {
                        Found::unknown(Reason::Computed)
                    }
                };
                merge(&mut found, &[key]);
            }
        }
        Rc::from(found)
    }

    /// `Object.entries(o)`: one pair that stands for all, of any key and any value.
    pub(super) fn entries_of(&mut self, objects: &Set, reach: Reach) -> Set {
        let keys = self.keys_of(objects);
        let values = self.values_of(objects, reach);
        let pair = Found::new(What::Pair(keys, values));
        one(Found::new(What::Entries(one(pair))))
    }

    pub(super) fn array_method(
        &mut self,
        receiver: &Found,
        name: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        let same = one(receiver.clone());
        match name {
            "filter" | "slice" | "reverse" | "toReversed" | "sort" | "toSorted" | "flat"
            | "values" | "toArray" | "splice" | "fill" => same,
            "concat" | "with" | "toSpliced" => {
                let mut found = self.elements_of(&same, reach).to_vec();
                let more = self.argument_of(call, 0, reach);
                merge(&mut found, &self.elements_of(&more, reach));
                one(Found::new(What::Elements(Rc::from(found))))
            }
            "map" | "flatMap" => {
                let callbacks = self.argument_of(call, 0, reach);
                let result = self.returned_by(&callbacks, reach);
                let elements = match name {
                    "flatMap" => self.elements_of(&result, reach),
                    _ => result,
                };
                one(Found::new(What::Elements(elements)))
            }
            "find" | "findLast" | "at" | "pop" | "shift" => self.elements_of(&same, reach),
            "get" => self.map_values(receiver, reach),
            "entries" => match &receiver.what {
                What::Entries(_) => same,
                _ => one(Found::unknown(Reason::Computed)),
            },
            _ => one(Found::unknown(Reason::Computed)),
        }
    }

    /// The second of every pair of a map.
    pub(super) fn map_values(&mut self, map: &Found, reach: Reach) -> Set {
        let What::Entries(pairs) = &map.what else {
            return one(Found::unknown(Reason::Computed));
        };
        let mut found = Vec::new();
        for pair in pairs.iter() {
            merge(&mut found, &self.member(pair, "1", reach));
        }
        match found.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => Rc::from(found),
        }
    }
}
