//! What a call is made on, and the function that it is handed.

use crate::{
    access::CodeUnit,
    facts::{Call, FileFacts, ImportedName, PropertyKey, Value, ValueId},
    source::Span,
};

use super::Place;
use crate::reach::project::bare;

/// How many values are followed into each other.
const MAX_STEPS: usize = 32;

/// Where something that a method is called on comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Origin<'a> {
    /// A package that is not part of the project, by its specifier.
    Package(&'a str),
    /// A file of the project.
    Project,
    /// A parameter, a global, or nothing that can be followed.
    Unknown,
}

/// The call whose last name stands at a place.
pub(super) fn call_at(facts: &FileFacts, name: Span) -> Option<&Call> {
    facts.calls.iter().find(|call| call.name_span == name)
}

/// What the method of a call is called on, or the function itself.
pub(super) fn origin<'a>(place: Place<'a>, facts: &'a FileFacts, value: ValueId) -> Origin<'a> {
    let mut value = value;
    for _ in 0..MAX_STEPS {
        value = match facts.value(value) {
            Value::Member { object, .. } | Value::Index { object, .. } => *object,
            Value::Call(call) => facts.call(*call).callee,
            Value::Cast { value, .. } => *value,
            Value::Binding(binding) => match facts.binding(*binding).sources.first() {
                Some(&source) => source,
                None => return Origin::Unknown,
            },
            Value::Imported { import, .. } => {
                let specifier = facts.text(facts.import(*import).specifier);
                let is_own = specifier.starts_with('.')
                    || place
                        .project
                        .importers
                        .target(place.file, specifier)
                        .is_some();
                return match is_own {
                    true => Origin::Project,
                    false => Origin::Package(bare(specifier)),
                };
            }
            _ => return Origin::Unknown,
        };
    }
    Origin::Unknown
}

/// The unit that a call hands on to be run: a function among its arguments, or within an object.
///
/// The last one, as what comes before a handler only guards it.
pub(super) fn handed(place: Place<'_>, facts: &FileFacts, call: &Call) -> Option<CodeUnit> {
    let mut arguments = call.arguments.iter().rev();
    let run = arguments.find(|&&argument| match facts.value(argument) {
        // Options may come after it.
        Value::Object(object) => {
            let properties = facts.object(*object).properties.iter();
            let mut keys = properties.map(|property| property.key);
            keys.any(
                |key| matches!(key, PropertyKey::Named(key) if RUNS.contains(&facts.text(key))),
            )
        }
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Null | Value::Undefined => {
            false
        }
        _ => true,
    })?;
    referenced(place, facts, *run)
}

/// Keys of functions that a library runs.
const RUNS: [&str; 8] = [
    "run", "handler", "process", "perform", "execute", "fn", "onTick", "task",
];

fn named(place: Place<'_>, name: &str) -> CodeUnit {
    CodeUnit {
        file: place.file,
        name: name.to_owned(),
    }
}

/// The unit of the function that a value names.
pub(super) fn referenced(place: Place<'_>, facts: &FileFacts, value: ValueId) -> Option<CodeUnit> {
    let mut value = value;
    for _ in 0..MAX_STEPS {
        value = match facts.value(value) {
            Value::Function(function) => {
                let unit = facts.function(*function).unit;
                return Some(named(place, facts.text(facts.unit(unit).name)));
            }
            Value::Binding(binding) => *facts.binding(*binding).sources.first()?,
            Value::Cast { value, .. } => *value,
            // `asyncHandler(list)` runs what it is given.
            Value::Call(call) => *facts.call(*call).arguments.last()?,
            Value::Object(object) => {
                let properties = facts.object(*object).properties.iter();
                let mut runs = properties.filter(|property| match property.key {
                    PropertyKey::Named(key) => RUNS.contains(&facts.text(key)),
                    PropertyKey::Computed(_) | PropertyKey::Spread => false,
                });
                runs.next()?.value
            }
            Value::Imported { import, name } => {
                let specifier = facts.text(facts.import(*import).specifier);
                let file = place.project.importers.target(place.file, specifier)?;
                let name = match name {
                    ImportedName::Default => "default",
                    ImportedName::Namespace => return None,
                    ImportedName::Named(name) => facts.text(*name),
                };
                return exported(Place::of(place.project, file), name);
            }
            _ => return None,
        };
    }
    None
}

/// The unit of the function that a file exports by a name; its name alone where it is not parsed.
fn exported(place: Place<'_>, name: &str) -> Option<CodeUnit> {
    let is_exported = place.exports().any(|exported| exported == name);
    let Some(facts) = place.project.facts(place.file) else {
        return is_exported.then(|| named(place, name));
    };
    let unit = facts
        .units
        .iter()
        .find(|unit| facts.text(unit.name) == name);
    unit.map(|_| named(place, name))
}
