//! One row: the keys of an object, with those that are spread in it and assigned to it.

use crate::{
    clause::{Key, Row, RowSet, Rows, Values},
    facts::{BindingId, ObjectId, Property, PropertyKey, Value},
};

use super::{
    rows::{Gather, MAX_ROWS},
    value::{At, Thunk},
};

/// The most keys of a row.
const MAX_KEYS: usize = 4_000;

impl Gather<'_, '_> {
    /// The keys of an object.
    pub(super) fn row(&mut self, at: At<ObjectId>) -> Row {
        let mut row = Row::default();
        let program = self.evaluator.program;
        let Some(facts) = program.facts(at.file) else {
            row.open = true;
            return row;
        };
        if self.objects.contains(&at) {
            return row;
        }
        self.objects.push(at);
        for property in &facts.object(at.id).properties {
            self.property(&mut row, at, property);
        }
        for &binding in self.evaluator.holders(at.file, at.id).iter() {
            self.amend(&mut row, at.at(binding));
        }
        self.objects.pop();
        if row.keys.len() > MAX_KEYS {
            row.keys.truncate(MAX_KEYS);
            row.open = true;
        }
        row
    }

    fn property(&mut self, row: &mut Row, at: At<ObjectId>, property: &Property) {
        let value = at.expression(property.value);
        let program = self.evaluator.program;
        let Some(facts) = program.facts(at.file) else {
            return;
        };
        match property.key {
            PropertyKey::Named(name) => {
                let values = match property.is_getter {
                    true => open(),
                    false => self.evaluator.values(value),
                };
                let key = Key {
                    name: facts.text(name).to_owned(),
                    location: self.evaluator.key_location(at.file, property.span),
                    value: values,
                    always: true,
                };
                put(row, key);
            }
            PropertyKey::Spread => {
                let is_guarded = facts.is_guarded(property.value);
                let spread = self.rows(value);
                let is_nothing = may_be_nothing(self, value);
                spread_in(row, spread, is_guarded || is_nothing);
            }
            PropertyKey::Computed(key) => {
                let names = self.evaluator.texts(at.expression(key));
                let always = names.only().is_some();
                row.open |= names.open;
                for text in names.alternatives {
                    let key = Key {
                        name: text.text.trim().to_owned(),
                        location: names.location,
                        value: self.evaluator.values(value),
                        always,
                    };
                    put(row, key);
                }
            }
        }
    }

    /// A row with what is assigned to the name that holds it, and without what is removed from it.
    pub(super) fn amend(&mut self, row: &mut Row, held: At<BindingId>) {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(held.file) else {
            return;
        };
        let binding = facts.binding(held.id);
        row.open |= binding.open || self.evaluator.is_changed_elsewhere(held);
        for &index in &binding.writes {
            let write = &facts.property_writes[index as usize];
            let location = self.evaluator.key_location(held.file, write.span);
            let is_known = row.keys.iter().any(|key| key.location == location);
            let is_later = self.is_later(held.file, binding.function, write.span.start);
            if is_known || is_later {
                continue;
            }
            let key = Key {
                name: facts.text(write.key).to_owned(),
                location,
                value: self.evaluator.values(held.expression(write.value)),
                always: false,
            };
            put(row, key);
        }
        for &key in &binding.without {
            let key = facts.text(key);
            row.keys.retain(|known| known.name != key);
            // What is removed may have been removed only sometimes.
            row.open = true;
        }
    }
}

/// Whether an expression may be `null`, `false` or the like, which has no keys to spread.
fn may_be_nothing(gather: &Gather<'_, '_>, value: Thunk) -> bool {
    let Some(facts) = gather.evaluator.program.facts(value.file) else {
        return true;
    };
    let mut values = vec![value.value];
    for _ in 0..64 {
        let Some(value) = values.pop() else {
            return false;
        };
        match facts.value(value) {
            Value::Null | Value::Undefined | Value::Boolean(_) | Value::Constant => return true,
            _ if facts.is_guarded(value) => return true,
            Value::Either(sides) => values.extend(sides),
            Value::Cast { value, .. } => values.push(*value),
            Value::Binding(binding) => values.extend(&facts.binding(*binding).sources),
            _ => {}
        }
    }
    true
}

/// Adds a key, which takes the place of those of its name before it.
fn put(row: &mut Row, key: Key) {
    replace(row, &key);
    row.keys.push(key);
}

/// Takes away the values of the keys that another takes the place of, as far as it is always there.
fn replace(row: &mut Row, key: &Key) {
    for known in row.keys.iter_mut().filter(|known| known.name == key.name) {
        known.value.open = true;
        if key.always {
            known.value.alternatives.clear();
        }
    }
}

/// Adds the keys of an object that is spread; none of them when it may be nothing.
fn spread_in(row: &mut Row, spread: Rows, may_be_nothing: bool) {
    let is_open = spread.open || spread.alternatives.iter().any(|set| set.is_list);
    let forms: Vec<Row> = spread
        .alternatives
        .into_iter()
        .filter(|set| !set.is_list)
        .flat_map(|set| set.rows)
        .collect();
    let mut spread = merged(forms);
    spread.open |= is_open;
    if spread.open {
        row.open = true;
        for key in &mut row.keys {
            key.value.open = true;
        }
    }
    for key in &mut spread.keys {
        key.always &= !may_be_nothing;
        replace(row, key);
    }
    row.keys.append(&mut spread.keys);
}

/// A row that has one of several forms: what is in all of them it always has.
fn merged(forms: Vec<Row>) -> Row {
    let mut row = Row::default();
    let mut forms = forms;
    if forms.len() == 1
        && let Some(form) = forms.pop()
    {
        return form;
    }
    let is_in_all = |name: &str| {
        let has = |form: &Row| form.keys.iter().any(|key| key.name == name && key.always);
        forms.iter().all(has)
    };
    for form in &forms {
        row.open |= form.open;
        for key in &form.keys {
            row.keys.push(Key {
                always: is_in_all(&key.name),
                ..key.clone()
            });
        }
    }
    row
}

/// Adds the one row that an element of a list is, in each form that it may have.
pub(super) fn add_row(set: &mut RowSet, element: Rows) {
    let mut forms = Vec::new();
    for alternative in element.alternatives {
        set.open |= alternative.is_list;
        forms.extend(alternative.rows);
    }
    // An element that is nothing at all is none of a table's rows.
    if forms.is_empty() {
        set.open |= element.open;
        return;
    }
    let mut row = merged(forms);
    row.open |= element.open;
    match set.rows.len() < MAX_ROWS {
        true => set.rows.push(row),
        false => set.open = true,
    }
}

/// Adds the rows of a list that is spread in another.
pub(super) fn add_lists(set: &mut RowSet, lists: Rows) {
    set.open |= lists.open;
    set.repeated |= lists.alternatives.len() != 1;
    for list in lists.alternatives {
        set.open |= list.open || !list.is_list;
        set.repeated |= list.repeated;
        set.rows.extend(list.rows);
    }
    if set.rows.len() > MAX_ROWS {
        set.rows.truncate(MAX_ROWS);
        set.open = true;
    }
}

fn open() -> Values {
    Values {
        alternatives: Vec::new(),
        open: true,
    }
}
