//! Who uses what, backwards and on demand: from a part of a file to those that may run it.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    access::CodeUnit,
    demand::{Imported, Importers},
    facts::FileFacts,
    source::{FileId, Sources},
    syntax::scan::ImportedNames,
};

use super::{
    table::{Part, Table},
    tags::{self, Tags},
};
use crate::reach::project::Project;

/// Something that can be run, or that leads to what can be.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(in crate::reach) enum Node {
    /// Part of a file that is parsed.
    Part(FileId, Part),
    /// What a file hands out by a name.
    Export(FileId, Rc<str>),
    /// Some part of a file, unknown which.
    File(FileId),
}

impl Node {
    pub(in crate::reach) fn file(&self) -> FileId {
        match self {
            Self::Part(file, _) | Self::Export(file, _) | Self::File(file) => *file,
        }
    }
}

/// The uses of a project.
#[derive(Debug)]
pub(in crate::reach) struct Graph<'a> {
    sources: &'a Sources,
    facts: &'a [Option<FileFacts>],
    importers: &'a Importers,
    tables: RefCell<FxHashMap<FileId, Rc<Table<'a>>>>,
    users: RefCell<FxHashMap<Node, Rc<[Node]>>>,
    project: &'a Project<'a>,
    tags: OnceCell<Tags>,
}

impl<'a> Graph<'a> {
    pub(in crate::reach) fn new(project: &'a Project<'a>) -> Self {
        Self {
            sources: project.sources,
            facts: project.facts,
            importers: project.importers,
            tables: RefCell::default(),
            users: RefCell::default(),
            project,
            tags: OnceCell::new(),
        }
    }

    /// The parts of a file, or `None` when it is not parsed.
    fn table(&self, file: FileId) -> Option<Rc<Table<'a>>> {
        let facts = self.facts[file.0 as usize].as_ref()?;
        if let Some(table) = self.tables.borrow().get(&file) {
            return Some(Rc::clone(table));
        }
        let table = Rc::new(Table::new(self.sources.get(file), facts));
        self.tables.borrow_mut().insert(file, Rc::clone(&table));
        Some(table)
    }

    /// The node of a unit; the file itself when it is not parsed or has no such unit.
    pub(in crate::reach) fn node(&self, unit: &CodeUnit) -> Node {
        let part = self
            .table(unit.file)
            .and_then(|table| table.unit(&unit.name));
        part.map_or(Node::File(unit.file), |part| Node::Part(unit.file, part))
    }

    /// The unit that a node is, or is part of.
    pub(in crate::reach) fn unit(&self, node: &Node) -> CodeUnit {
        let name = match node {
            Node::Part(file, part @ Part::Unit(_)) => {
                self.table(*file).map_or("", |table| table.name(*part))
            }
            Node::Part(_, Part::Item(_)) | Node::Export(..) | Node::File(_) => "",
        };
        CodeUnit {
            file: node.file(),
            name: name.to_owned(),
        }
    }

    /// What the name of an entry point stands for in its file: its unit and what is declared so.
    pub(in crate::reach) fn named(&self, unit: &CodeUnit) -> Vec<Node> {
        let Some(table) = self.table(unit.file) else {
            return vec![Node::File(unit.file)];
        };
        let exported = table.exported(&unit.name);
        let parts = table.unit(&unit.name).into_iter().chain(exported);
        let nodes = parts.map(|part| Node::Part(unit.file, part));
        nodes.chain([Node::File(unit.file)]).collect()
    }

    /// The unit around a unit of a file: it runs before what stands in it can.
    pub(in crate::reach) fn around(&self, node: &Node) -> Option<Node> {
        let Node::Part(file, Part::Unit(unit)) = node else {
            return None;
        };
        if *unit == 0 {
            return None;
        }
        let around = self.table(*file)?.around_unit(*unit)?;
        Some(Node::Part(*file, around))
    }

    /// What may run a node, or hand it to what may.
    pub(in crate::reach) fn users(&self, node: &Node) -> Rc<[Node]> {
        if let Some(users) = self.users.borrow().get(node) {
            return Rc::clone(users);
        }
        let mut seen = FxHashSet::default();
        let mut users = self.find_users(node);
        users.retain(|user| user != node && seen.insert(user.clone()));
        let users: Rc<[Node]> = Rc::from(users);
        self.users
            .borrow_mut()
            .insert(node.clone(), Rc::clone(&users));
        users
    }

    fn find_users(&self, node: &Node) -> Vec<Node> {
        match node {
            Node::Part(file, Part::TOP) => self.loading(*file),
            Node::Part(file, part) => self.users_of_part(*file, *part),
            Node::Export(file, name) => self.takers(*file, name),
            Node::File(file) => {
                let names = self.exports(*file).into_iter();
                let exports = names.map(|name| Node::Export(*file, name));
                exports.chain(self.running(*file)).collect()
            }
        }
    }

    /// The names that a file may hand out.
    fn exports(&self, file: FileId) -> Vec<Rc<str>> {
        let mut names: Vec<Rc<str>> = self
            .importers
            .scan(file)
            .exports
            .iter()
            .map(|name| Rc::from(name.as_str()))
            .collect();
        // A component exports itself without saying so.
        if names.iter().all(|name| &**name != "default") {
            names.push(Rc::from("default"));
        }
        names
    }

    fn users_of_part(&self, file: FileId, part: Part) -> Vec<Node> {
        let Some(table) = self.table(file) else {
            return vec![Node::File(file)];
        };
        let users = table.users(part).into_iter();
        let mut nodes: Vec<Node> = users.map(|part| Node::Part(file, part)).collect();
        let exports = table.exports_of(part);
        nodes.extend(exports.map(|name| Node::Export(file, Rc::from(name))));
        if table.has_template {
            nodes.push(Node::File(file));
        }
        nodes
    }

    /// The imports that run a file: those of types do not.
    fn imports_of(&self, file: FileId) -> impl Iterator<Item = Imported<'_>> {
        let imports = self.importers.direct(file);
        imports.filter(|imported| !imported.import.is_type)
    }

    /// What loads a module, and so runs its top.
    fn loading(&self, file: FileId) -> Vec<Node> {
        let mut nodes = Vec::new();
        for Imported { importer, import } in self.imports_of(file) {
            match self.table(importer) {
                Some(table) => {
                    let parts = table.importing(&import.specifier).into_iter();
                    nodes.extend(parts.map(|part| Node::Part(importer, part)));
                }
                None => nodes.push(Node::File(importer)),
            }
        }
        if self.table(file).is_some_and(|table| table.has_template) {
            nodes.push(Node::File(file));
        }
        nodes
    }

    /// What imports a module for its effects, or all of it.
    fn running(&self, file: FileId) -> Vec<Node> {
        let imports = self.imports_of(file);
        let of_all = imports.filter(|imported| {
            imported.import.names == ImportedNames::All && !imported.import.is_reexport
        });
        of_all
            .map(|imported| Node::File(imported.importer))
            .collect()
    }

    /// What takes something of a file by its name.
    fn takers(&self, file: FileId, name: &Rc<str>) -> Vec<Node> {
        let mut nodes = Vec::new();
        for Imported { importer, import } in self.imports_of(file) {
            let is_taken = match &import.names {
                ImportedNames::All => true,
                ImportedNames::Some(names) => names.iter().any(|taken| **taken == **name),
            };
            if !is_taken {
                continue;
            }
            let is_all = import.names == ImportedNames::All;
            match import.is_reexport {
                true => self.hand_on(importer, &import.specifier, (name, is_all), &mut nodes),
                false => self.take(importer, &import.specifier, name, &mut nodes),
            }
        }
        let is_component = &**name == "default" && tags::is_made_available(self.project, file);
        if is_component {
            let tags = self.tags.get_or_init(|| Tags::of(self.sources));
            let users = tags.users(&self.sources.get(file).path);
            nodes.extend(users.map(Node::File));
        }
        nodes
    }

    /// The names that a file hands out for one that it takes from elsewhere and does not use.
    fn hand_on(
        &self,
        file: FileId,
        specifier: &str,
        (name, is_all): (&Rc<str>, bool),
        nodes: &mut Vec<Node>,
    ) {
        let export = |name: &str| Node::Export(file, Rc::from(name));
        if let Some(table) = self.table(file) {
            nodes.extend(table.handed_on(specifier, name).map(export));
            // `export *` names nothing, and leaves out what is exported as `default`.
            if is_all && &**name != "default" {
                nodes.push(Node::Export(file, Rc::clone(name)));
            }
            return;
        }
        let exports = &self.importers.scan(file).exports;
        let has_name = exports.iter().any(|exported| **exported == **name);
        if is_all && &**name != "default" {
            nodes.push(Node::Export(file, Rc::clone(name)));
        }
        if has_name && !is_all && &**name != "default" {
            nodes.push(Node::Export(file, Rc::clone(name)));
        } else if !is_all || self.sources.get(file).text.contains("export * as ") {
            // By another name, and the scan does not say by which.
            nodes.extend(exports.iter().map(|name| export(name)));
        }
    }

    /// The parts of a file that use what it takes by a name.
    fn take(&self, file: FileId, specifier: &str, name: &Rc<str>, nodes: &mut Vec<Node>) {
        let Some(table) = self.table(file) else {
            nodes.push(Node::File(file));
            return;
        };
        let takes = table.taken(specifier);
        let fitting = takes.filter(|taken| taken.name.is_none_or(|taken| *taken == **name));
        for taken in fitting {
            let parts = table.users_of_taken(taken, name).into_iter();
            nodes.extend(parts.map(|part| Node::Part(file, part)));
            if table.has_template || !table.is_used(taken) {
                nodes.push(Node::File(file));
            }
        }
    }
}
