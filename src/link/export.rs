//! Exports: what a file hands to those that import it.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{Export, ImportId, ImportedName, Name},
    modules::Resolution,
    source::{FileId, Location},
};

use super::{
    evaluate::{Evaluator, Reach, Walk},
    packages,
    value::{Found, FrameId, Set, Thunk, Unknown, What, after, merge, one},
};

/// How many re-exports are followed into each other.
const MAX_STARS: usize = 12;

impl Evaluator<'_> {
    /// Follows an import.
    pub(super) fn imported(
        &mut self,
        file: FileId,
        import: ImportId,
        name: ImportedName,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        let import = facts.import(import);
        let specifier = facts.text(import.specifier);
        let exported = match name {
            ImportedName::Default => "default",
            ImportedName::Namespace => "",
            ImportedName::Named(name) => facts.text(name),
        };
        let location = Location {
            file,
            span: import.span,
        };
        let set = match self.program.resolve(file, specifier) {
            Resolution::File(target) => match exported {
                "" => self.module(target, reach),
                name => self.export(target, name, reach),
            },
            Resolution::Package(package) => one(Found::new(What::Package {
                package: Rc::from(package),
                path: Rc::from(exported),
            })),
            Resolution::Builtin if packages::is_client_package(specifier) => {
                one(Found::new(What::Package {
                    package: Rc::from(specifier),
                    path: Rc::from(exported),
                }))
            }
            Resolution::Builtin if specifier == "#imports" => self
                .auto_imported(file, exported, reach)
                .unwrap_or_else(|| one(Found::new(What::Builtin(Rc::from(specifier))))),
            Resolution::Builtin => one(Found::new(What::Builtin(Rc::from(specifier)))),
            Resolution::Asset => one(Found::new(What::Nothing)),
            Resolution::Missing => one(Found::new(What::Unknown(Unknown {
                reason: Reason::MissingModule,
                parameter_of: None,
                is_typed: false,
                missing: Some(Rc::from(format!("{specifier}#{exported}"))),
            }))),
        };
        after(&set, StepKind::Import, location)
    }

    /// What a file exports by a name; missing when it exports no such thing.
    pub(super) fn export(&mut self, file: FileId, name: &str, reach: Reach) -> Set {
        self.walk(Walk::Export(file, Rc::from(name)), reach, |evaluator| {
            let mut visited = Vec::new();
            evaluator
                .export_within(file, name, reach, &mut visited)
                .unwrap_or_else(|| one(Found::unknown(Reason::MissingModule)))
        })
    }

    /// What `require` gives of a file: the whole that it sets, beside what it exports by name.
    pub(super) fn module(&mut self, file: FileId, reach: Reach) -> Set {
        let mut found = vec![Found::new(What::Module(file))];
        if self.demand(file)
            && let Some(facts) = self.program.facts(file)
        {
            for export in &facts.exports {
                if let Export::Whole(value) = export {
                    merge(&mut found, &self.evaluate(at(file, *value), reach));
                }
            }
        }
        found.retain(Found::is_known);
        Rc::from(found)
    }

    fn export_within(
        &mut self,
        file: FileId,
        name: &str,
        reach: Reach,
        visited: &mut Vec<FileId>,
    ) -> Option<Set> {
        if visited.contains(&file) || visited.len() >= MAX_STARS || !self.demand(file) {
            return None;
        }
        visited.push(file);
        let facts = self.program.facts(file)?;
        let mut found = Vec::new();
        for &index in self.program.exports_named(file, name) {
            let set = match &facts.exports[index] {
                Export::Value { value, .. } => self.evaluate(at(file, *value), reach),
                Export::Local { local, .. } => self.local(file, *local, reach)?,
                Export::From {
                    import, imported, ..
                } => self.imported(file, *import, *imported, reach),
                Export::Star(_) | Export::Whole(_) => continue,
            };
            merge(&mut found, &set);
        }
        if !found.is_empty() {
            return Some(Rc::from(found));
        }
        for export in &facts.exports {
            match export {
                Export::Star(import) if name != "default" => {
                    let target = self.star(file, *import);
                    if let Some(set) =
                        target.and_then(|target| self.export_within(target, name, reach, visited))
                    {
                        return Some(set);
                    }
                }
                Export::Whole(value) => {
                    return Some(self.member_of_whole(file, *value, name, reach));
                }
                _ => {}
            }
        }
        let is_commonjs = name == "default" && !facts.exports.is_empty();
        is_commonjs.then(|| one(Found::new(What::Module(file))))
    }

    fn star(&self, file: FileId, import: ImportId) -> Option<FileId> {
        let facts = self.program.facts(file)?;
        let specifier = facts.text(facts.import(import).specifier);
        match self.program.resolve(file, specifier) {
            Resolution::File(target) => Some(target),
            _ => None,
        }
    }

    fn member_of_whole(
        &mut self,
        file: FileId,
        value: crate::facts::ValueId,
        name: &str,
        reach: Reach,
    ) -> Set {
        let whole = self.evaluate(at(file, value), reach);
        if name == "default" {
            return whole;
        }
        let mut found = Vec::new();
        for whole in whole.iter() {
            merge(&mut found, &self.member(whole, name, reach));
        }
        Rc::from(found)
    }

    /// What a name at the top of a file is.
    fn local(&mut self, file: FileId, name: Name, reach: Reach) -> Option<Set> {
        let facts = self.program.facts(file)?;
        let place = facts
            .module_scope
            .binary_search_by_key(&name, |(name, _)| *name)
            .ok()?;
        let (_, binding) = facts.module_scope[place];
        Some(self.binding_of(file, binding, reach))
    }

    /// The files whose names a file hands on as its own.
    pub(super) fn stars(&self, file: FileId) -> Vec<FileId> {
        let Some(facts) = self.program.facts(file) else {
            return Vec::new();
        };
        let stars = facts.exports.iter().filter_map(|export| match export {
            Export::Star(import) => self.star(file, *import),
            _ => None,
        });
        stars.collect()
    }
}

fn at(file: FileId, value: crate::facts::ValueId) -> Thunk {
    Thunk {
        file,
        value,
        frame: FrameId::ROOT,
    }
}
