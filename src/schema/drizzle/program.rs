//! The files of a Drizzle schema as one program: what names in them stand for.

use std::{
    borrow::Cow,
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use rustc_hash::FxHashMap;
use tree_sitter::{Node, Tree};

use super::paths::Paths;
use crate::{
    extract::text::unescape,
    schema::source::SchemaFile,
    source::Dialect,
    syntax::parse::{self, ScriptKind},
};

/// A file and its tree.
#[derive(Debug)]
pub(super) struct Parsed<'s> {
    pub file: &'s SchemaFile,
    pub tree: Tree,
}

/// A file of the program, as an index.
pub(super) type FileIndex = usize;

/// The files, and what each declares, imports and exports.
#[derive(Debug)]
pub(super) struct Program<'t> {
    pub files: Vec<Module<'t>>,
    /// How many more expressions may be looked at.
    pub fuel: Cell<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Module<'t> {
    pub path: &'t str,
    pub text: &'t str,
    /// The values of constants, and functions and enums as a whole.
    pub declared: FxHashMap<&'t str, Node<'t>>,
    pub imported: FxHashMap<&'t str, Import<'t>>,
    /// In source order.
    pub exported: Vec<Export<'t>>,
}

/// What an imported name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Import<'t> {
    pub module: &'t str,
    /// `None` when the file is not known, as for packages.
    pub file: Option<FileIndex>,
    /// `None` for the module as a whole.
    pub name: Option<&'t str>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Export<'t> {
    Local { name: &'t str, local: &'t str },
    From { name: &'t str, import: Import<'t> },
    All(Import<'t>),
}

/// Parses the files given first, and of the others those that imports lead to.
pub(super) fn parse<'s>(entries: &[&'s SchemaFile], others: &[&'s SchemaFile]) -> Vec<Parsed<'s>> {
    let paths = Paths::new(entries.iter().chain(others).copied());
    let mut parsed = Vec::new();
    let mut seen = BTreeSet::new();
    let mut pending: Vec<&SchemaFile> = entries.iter().rev().copied().collect();
    while let Some(file) = pending.pop() {
        if !seen.insert(file.path.as_str()) {
            continue;
        }
        let dialect = Dialect::of_path(&file.path).unwrap_or(Dialect::TypeScript);
        let scripts = parse::parse(dialect, &file.text).scripts;
        let script = scripts
            .into_iter()
            .find(|script| script.kind == ScriptKind::Module);
        let Some(script) = script else {
            continue;
        };
        let specifiers = specifiers(&script.tree, &file.text);
        let found = specifiers.filter_map(|specifier| paths.resolve(&file.path, specifier));
        pending.extend(found);
        parsed.push(Parsed {
            file,
            tree: script.tree,
        });
    }
    parsed
}

impl<'t> Program<'t> {
    pub fn new(parsed: &'t [Parsed<'t>]) -> Self {
        let paths = Paths::new(parsed.iter().map(|parsed| parsed.file));
        let indices: BTreeMap<&str, FileIndex> = parsed
            .iter()
            .enumerate()
            .map(|(index, parsed)| (parsed.file.path.as_str(), index))
            .collect();
        let modules = parsed.iter().map(|parsed| {
            let mut module = Module {
                path: &parsed.file.path,
                text: &parsed.file.text,
                ..Module::default()
            };
            let resolve = |specifier: &str| {
                let file = paths.resolve(&parsed.file.path, specifier)?;
                indices.get(file.path.as_str()).copied()
            };
            for statement in children(parsed.tree.root_node()) {
                module.statement(statement, &resolve);
            }
            module
        });
        let bytes = parsed.iter().map(|parsed| parsed.file.text.len());
        Self {
            fuel: Cell::new(4 * bytes.sum::<usize>() + 1000),
            files: modules.collect(),
        }
    }

    /// The file and the local name that an export of a file stands for.
    pub fn export(&self, file: FileIndex, name: &str) -> Option<(FileIndex, &'t str)> {
        self.export_within(file, name, &mut BTreeSet::new())
    }

    fn export_within(
        &self,
        file: FileIndex,
        name: &str,
        seen: &mut BTreeSet<FileIndex>,
    ) -> Option<(FileIndex, &'t str)> {
        if !seen.insert(file) {
            return None;
        }
        self.files[file]
            .exported
            .iter()
            .find_map(|export| match *export {
                Export::Local { name: own, local } => (own == name).then_some((file, local)),
                Export::From { name: own, import } if own == name => {
                    self.export_within(import.file?, import.name?, seen)
                }
                Export::From { .. } => None,
                Export::All(import) => self.export_within(import.file?, name, seen),
            })
    }

    /// Everything a file exports as (file, local name), each once, in source order.
    pub fn exports(
        &self,
        file: FileIndex,
        seen: &mut BTreeSet<FileIndex>,
    ) -> Vec<(FileIndex, &'t str)> {
        let mut found = Vec::new();
        if !seen.insert(file) {
            return found;
        }
        for export in &self.files[file].exported {
            match *export {
                Export::Local { local, .. } => {
                    // What is imported may be handed on by its name.
                    let far = self.files[file].imported.get(local);
                    let far = far.and_then(|import| self.export(import.file?, import.name?));
                    found.push(far.unwrap_or((file, local)));
                }
                Export::From { import, .. } => {
                    let (Some(far), Some(name)) = (import.file, import.name) else {
                        continue;
                    };
                    found.extend(self.export(far, name));
                }
                Export::All(import) => {
                    found.extend(
                        import
                            .file
                            .map_or_else(Vec::new, |far| self.exports(far, seen)),
                    );
                }
            }
        }
        found
    }

    pub fn text_of(&self, file: FileIndex, node: Node<'_>) -> &'t str {
        &self.files[file].text[node.byte_range()]
    }
}

impl<'t> Module<'t> {
    fn statement(&mut self, node: Node<'t>, resolve: &dyn Fn(&str) -> Option<FileIndex>) {
        match node.kind() {
            "import_statement" => self.import(node, resolve),
            "export_statement" => self.export(node, resolve),
            _ => {
                self.declaration(node);
            }
        }
    }

    /// Puts down what a statement declares, and returns the names.
    fn declaration(&mut self, node: Node<'t>) -> Vec<&'t str> {
        let mut names = Vec::new();
        let mut declare = |name: Node<'t>, value: Node<'t>| {
            let name = &self.text[name.byte_range()];
            self.declared.insert(name, value);
            names.push(name);
        };
        match node.kind() {
            "lexical_declaration" | "variable_declaration" => {
                for declarator in children(node) {
                    if let (Some(name), Some(value)) = (
                        declarator.child_by_field_name("name"),
                        declarator.child_by_field_name("value"),
                    ) {
                        declare(name, value);
                    }
                }
            }
            "function_declaration" | "enum_declaration" => {
                if let Some(name) = node.child_by_field_name("name") {
                    declare(name, node);
                }
            }
            _ => {}
        }
        names
    }

    fn import(&mut self, node: Node<'t>, resolve: &dyn Fn(&str) -> Option<FileIndex>) {
        let Some(module) = source_of(node, self.text) else {
            return;
        };
        let file = resolve(module);
        let mut add = |local: Node<'t>, name: Option<&'t str>| {
            let local = &self.text[local.byte_range()];
            self.imported.insert(local, Import { module, file, name });
        };
        let clause = children(node)
            .into_iter()
            .find(|child| child.kind() == "import_clause");
        for part in clause.map_or_else(Vec::new, children) {
            match part.kind() {
                "identifier" => add(part, Some("default")),
                "namespace_import" => children(part)
                    .into_iter()
                    .for_each(|local| add(local, None)),
                "named_imports" => {
                    for specifier in children(part) {
                        let Some(name) = specifier.child_by_field_name("name") else {
                            continue;
                        };
                        let local = specifier.child_by_field_name("alias").unwrap_or(name);
                        add(local, Some(&self.text[name.byte_range()]));
                    }
                }
                _ => {}
            }
        }
    }

    fn export(&mut self, node: Node<'t>, resolve: &dyn Fn(&str) -> Option<FileIndex>) {
        let from = source_of(node, self.text).map(|module| Import {
            module,
            file: resolve(module),
            name: None,
        });
        if let Some(declaration) = node.child_by_field_name("declaration") {
            let names = self.declaration(declaration).into_iter();
            let exports = names.map(|name| Export::Local { name, local: name });
            self.exported.extend(exports);
        }
        let clause = children(node)
            .into_iter()
            .find(|child| matches!(child.kind(), "export_clause" | "namespace_export"));
        match (clause, from) {
            (None, Some(import)) => self.exported.push(Export::All(import)),
            (Some(clause), from) if clause.kind() == "export_clause" => {
                for specifier in children(clause) {
                    let Some(local) = specifier.child_by_field_name("name") else {
                        continue;
                    };
                    let name = specifier.child_by_field_name("alias").unwrap_or(local);
                    let (name, local) = (
                        &self.text[name.byte_range()],
                        &self.text[local.byte_range()],
                    );
                    self.exported.push(match from {
                        Some(import) => Export::From {
                            name,
                            import: Import {
                                name: Some(local),
                                ..import
                            },
                        },
                        None => Export::Local { name, local },
                    });
                }
            }
            _ => {}
        }
    }
}

fn specifiers<'a>(tree: &'a Tree, text: &'a str) -> impl Iterator<Item = &'a str> {
    let statements = children(tree.root_node()).into_iter();
    statements
        .filter(|node| matches!(node.kind(), "import_statement" | "export_statement"))
        .filter_map(|node| source_of(node, text))
}

fn source_of<'a>(node: Node<'_>, text: &'a str) -> Option<&'a str> {
    let source = &text[node.child_by_field_name("source")?.byte_range()];
    source.get(1..source.len().checked_sub(1)?)
}

/// The named children but comments.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    children.filter(|child| child.kind() != "comment").collect()
}

pub(super) fn first_child(node: Node<'_>) -> Option<Node<'_>> {
    children(node).into_iter().next()
}

/// The text between the quotes of a string.
pub(super) fn literal<'a>(node: Node<'_>, text: &'a str) -> Option<Cow<'a, str>> {
    let quoted = &text[node.byte_range()];
    (node.kind() == "string").then(|| {
        unescape(
            quoted
                .get(1..quoted.len().saturating_sub(1))
                .unwrap_or_default(),
        )
    })
}
