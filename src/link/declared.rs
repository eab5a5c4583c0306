//! Named types to what declares them: in the file, in others, globally.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, SchemaRef},
    facts::{Export, FileFacts, ImportedName, Name, TypeDeclaration, Value},
    modules::Resolution,
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    packages,
    types::{MAX_DEPTH, Typing, annotated, instance},
    value::{At, Client, Found, FrameId, Set, What, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn declared_type(
        &mut self,
        typing: Typing,
        facts: &FileFacts,
        path: &[Name],
        reach: Reach,
    ) -> Set {
        let file = typing.at.file;
        let joined = path
            .iter()
            .map(|&name| facts.text(name))
            .collect::<Vec<_>>()
            .join(".");
        if let Some(set) = self.type_in(file, &joined, typing.depth, reach) {
            return set;
        }
        let &[head, ref rest @ ..] = path else {
            return Rc::from([]);
        };
        let place = facts
            .module_scope
            .binary_search_by_key(&head, |(name, _)| *name);
        if let Ok(place) = place {
            let binding = facts.binding(facts.module_scope[place].1);
            for &source in &binding.sources {
                match *facts.value(source) {
                    Value::Imported { import, name } => {
                        let last = rest.last().map(|&name| facts.text(name));
                        return self.imported_type(file, import, name, last, typing.depth, reach);
                    }
                    Value::Class(id) => {
                        let class = At {
                            file,
                            id,
                            frame: FrameId::ROOT,
                        };
                        return instance(class);
                    }
                    _ => {}
                }
            }
        }
        self.global_type(&joined, typing.depth, reach)
    }

    fn global_type(&mut self, name: &str, depth: u32, reach: Reach) -> Set {
        let mut found = Vec::new();
        for &(file, index) in self.program.global_types(name) {
            let Some(facts) = self.program.facts(file) else {
                continue;
            };
            let declaration = &facts.type_declarations[index];
            merge(
                &mut found,
                &self.declaration(file, declaration, depth, reach),
            );
        }
        if found.is_empty() && packages::is_client_type(name) {
            found.push(annotated());
        }
        Rc::from(found)
    }

    /// A type that a file declares by this name.
    fn type_in(&mut self, file: FileId, name: &str, depth: u32, reach: Reach) -> Option<Set> {
        let facts = self.program.facts(file)?;
        let mut found = None;
        for declaration in &facts.type_declarations {
            if facts.text(declaration.name) == name {
                let set = self.declaration(file, declaration, depth, reach);
                merge(found.get_or_insert_with(Vec::new), &set);
            }
        }
        found.map(Rc::from)
    }

    pub(super) fn declaration(
        &mut self,
        file: FileId,
        declaration: &TypeDeclaration,
        depth: u32,
        reach: Reach,
    ) -> Set {
        let typing = |id| Typing {
            at: At {
                file,
                id,
                frame: FrameId::ROOT,
            },
            depth: depth + 1,
        };
        let mut found = Vec::new();
        for &parent in &declaration.extends {
            merge(&mut found, &self.typing(typing(parent), reach));
        }
        merge(&mut found, &self.typing(typing(declaration.ty), reach));
        Rc::from(found)
    }

    pub(super) fn imported_type(
        &mut self,
        file: FileId,
        import: crate::facts::ImportId,
        name: ImportedName,
        member: Option<&str>,
        depth: u32,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        let name = match (name, member) {
            (_, Some(member)) => member,
            (ImportedName::Named(name), None) => facts.text(name),
            (ImportedName::Default, None) => "default",
            (ImportedName::Namespace, None) => return Rc::from([]),
        };
        let specifier = facts.text(facts.import(import).specifier);
        match self.program.resolve(file, specifier) {
            Resolution::File(target) => self.exported_type(target, name, depth + 1, reach),
            Resolution::Package(package)
                if packages::is_client_package(&package) && packages::is_client_type(name) =>
            {
                one(annotated())
            }
            Resolution::Package(package) => one(Found::new(What::Package {
                package: Rc::from(package),
                path: Rc::from(name),
            })),
            Resolution::Missing if packages::is_client_type(name) => {
                one(Found::new(What::Client(Client {
                    evidence: EvidenceKind::Imported,
                    schema: SchemaRef::Default,
                })))
            }
            Resolution::Missing | Resolution::Builtin | Resolution::Asset => Rc::from([]),
        }
    }

    /// A type that a file exports by this name.
    fn exported_type(&mut self, file: FileId, name: &str, depth: u32, reach: Reach) -> Set {
        if depth > MAX_DEPTH || !self.demand(file) {
            return Rc::from([]);
        }
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        for &index in self.program.exports_named(file, name) {
            match &facts.exports[index] {
                Export::From {
                    import, imported, ..
                } => {
                    return self.imported_type(file, *import, *imported, None, depth, reach);
                }
                Export::Local { local, .. } => {
                    return self.local_type(file, facts.text(*local), depth, reach);
                }
                Export::Value { .. } | Export::Star(_) | Export::Whole(_) => {}
            }
        }
        for target in self.stars(file) {
            let set = self.exported_type(target, name, depth + 1, reach);
            if !set.is_empty() {
                return set;
            }
        }
        self.local_type(file, name, depth, reach)
    }

    fn local_type(&mut self, file: FileId, name: &str, depth: u32, reach: Reach) -> Set {
        if let Some(set) = self.type_in(file, name, depth, reach) {
            return set;
        }
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        let binding = facts
            .module_scope
            .iter()
            .find(|(local, _)| facts.text(*local) == name)
            .map(|&(_, binding)| facts.binding(binding));
        let Some(binding) = binding else {
            return Rc::from([]);
        };
        for &source in &binding.sources {
            match *facts.value(source) {
                Value::Class(id) => {
                    return instance(At {
                        file,
                        id,
                        frame: FrameId::ROOT,
                    });
                }
                Value::Imported { import, name } => {
                    return self.imported_type(file, import, name, None, depth, reach);
                }
                _ => {}
            }
        }
        Rc::from([])
    }
}
