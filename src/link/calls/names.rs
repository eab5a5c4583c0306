//! Names to those that they were declared by, through imports and re-exports.

use crate::{
    facts::{BindingId, Export, FileFacts, ImportId, ImportedName, Value, ValueId},
    modules::Resolution,
    source::FileId,
};

use super::super::evaluate::Evaluator;

/// How many names and re-exports are followed into each other.
const MAX_NAMES: u32 = 16;

/// The name that a name was declared by in the first place, through imports.
pub(super) fn declared(
    evaluator: &Evaluator<'_>,
    file: FileId,
    value: ValueId,
) -> Option<(FileId, BindingId)> {
    followed(evaluator, file, value, MAX_NAMES)
}

fn followed(
    evaluator: &Evaluator<'_>,
    file: FileId,
    value: ValueId,
    depth: u32,
) -> Option<(FileId, BindingId)> {
    let depth = depth.checked_sub(1)?;
    let facts = evaluator.program.facts(file)?;
    match *facts.value(value) {
        Value::Binding(binding) => match facts.binding(binding).sources.as_slice() {
            &[source] => match facts.value(source) {
                Value::Imported { .. } | Value::Binding(_) => {
                    followed(evaluator, file, source, depth)
                }
                Value::Member { object, .. } if is_module(facts, *object) => {
                    followed(evaluator, file, source, depth)
                }
                _ => Some((file, binding)),
            },
            _ => Some((file, binding)),
        },
        Value::Imported { import, name } => match name {
            ImportedName::Default => exported(evaluator, file, import, "default", depth),
            ImportedName::Named(name) => exported(evaluator, file, import, facts.text(name), depth),
            ImportedName::Namespace => None,
        },
        Value::Member { object, key } => {
            let import = module(facts, object)?;
            exported(evaluator, file, import, facts.text(key), depth)
        }
        _ => None,
    }
}

fn exported(
    evaluator: &Evaluator<'_>,
    file: FileId,
    import: ImportId,
    name: &str,
    depth: u32,
) -> Option<(FileId, BindingId)> {
    let facts = evaluator.program.facts(file)?;
    let specifier = facts.text(facts.import(import).specifier);
    match evaluator.program.resolve(file, specifier) {
        Resolution::File(target) => export_of(evaluator, target, name, depth),
        Resolution::Package(_) | Resolution::Builtin | Resolution::Asset | Resolution::Missing => {
            None
        }
    }
}

fn export_of(
    evaluator: &Evaluator<'_>,
    file: FileId,
    name: &str,
    depth: u32,
) -> Option<(FileId, BindingId)> {
    let depth = depth.checked_sub(1)?;
    let facts = evaluator.program.facts(file)?;
    for &index in evaluator.program.exports_named(file, name) {
        let found = match &facts.exports[index] {
            Export::Value { value, .. } => followed(evaluator, file, *value, depth),
            Export::Local { local, .. } => {
                let place = facts
                    .module_scope
                    .binary_search_by_key(local, |(name, _)| *name);
                let binding = place.ok().map(|place| facts.module_scope[place].1);
                binding.and_then(|binding| origin(evaluator, file, binding, depth))
            }
            Export::From {
                import, imported, ..
            } => match *imported {
                ImportedName::Default => exported(evaluator, file, *import, "default", depth),
                ImportedName::Named(name) => {
                    exported(evaluator, file, *import, facts.text(name), depth)
                }
                ImportedName::Namespace => None,
            },
            Export::Star(_) | Export::Whole(_) => None,
        };
        if found.is_some() {
            return found;
        }
    }
    let stars = evaluator.stars(file);
    stars
        .into_iter()
        .find_map(|star| export_of(evaluator, star, name, depth))
}

/// What a name at the top of a file stands for, when that is an import; else the name itself.
fn origin(
    evaluator: &Evaluator<'_>,
    file: FileId,
    binding: BindingId,
    depth: u32,
) -> Option<(FileId, BindingId)> {
    let facts = evaluator.program.facts(file)?;
    match facts.binding(binding).sources.as_slice() {
        &[source] if matches!(facts.value(source), Value::Imported { .. }) => {
            followed(evaluator, file, source, depth)
        }
        _ => Some((file, binding)),
    }
}

/// The import that a value is the whole of.
fn module(facts: &FileFacts, value: ValueId) -> Option<ImportId> {
    let value = match *facts.value(value) {
        Value::Binding(binding) => match facts.binding(binding).sources.as_slice() {
            &[source] => source,
            _ => return None,
        },
        _ => value,
    };
    match *facts.value(value) {
        Value::Imported {
            import,
            name: ImportedName::Namespace,
        } => Some(import),
        _ => None,
    }
}

fn is_module(facts: &FileFacts, value: ValueId) -> bool {
    module(facts, value).is_some()
}
