//! Small projects for the tests of classes, flows and ways: code and SQL that are really read, with
//! dependences and entry points that are told by hand.

use crate::{
    access::{Access, CodeUnit},
    analysis::{self, Analysis, Inputs, Store},
    declared::Declared,
    digest::Key,
    link::{Depth, Derived, Through, UnitCall, UnitCallKind},
    operation::Operation,
    reach::{EntryKind, EntryPoint, Over, Reach, Reached, Running},
    schema::{
        Database,
        replay::{Platform, ReplayOptions, replay},
        source::{SchemaFile, Source, SourceKind},
    },
    source::{Dialect, FileId, Location, SourceFile, Sources, Span},
    survey::Survey,
};

/// A project that is told by hand.
pub(crate) struct Story {
    sources: Sources,
    pub(crate) analysis: Analysis,
    databases: Vec<Database>,
    files: Vec<SchemaFile>,
    pub(crate) declared: Declared,
}

/// Keeps nothing.
struct Nothing;

impl Store for Nothing {
    fn get(&self, _: Key) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: Key, _: Vec<u8>) {}

    fn is_open(&self) -> bool {
        false
    }
}

impl Story {
    /// Files of code after an import of the client, and one of SQL; no SQL means no database.
    pub(crate) fn new(files: &[(&str, &str)], sql: &str) -> Self {
        let client = "import { createClient } from \"@supabase/supabase-js\";\n\
                      export const db = createClient(url, key);\n";
        let file = |path: &str, text: &str| {
            SourceFile::new(path.to_owned(), text.to_owned(), Dialect::TypeScript)
        };
        let mut all = vec![file("src/client.ts", client)];
        for (path, text) in files {
            let text = format!("import {{ db }} from \"/src/client\";\n{text}");
            all.push(file(
                path,
                &text.replace("\"/src/client\"", &way_to_client(path)),
            ));
        }
        let inputs = Inputs {
            sources: Sources::new(all),
            ..Inputs::default()
        };
        let mut analysis = analysis::analyse(&inputs, &Nothing, Depth::Accesses);
        analysis.reach = Reach::default();
        let schema = vec![SchemaFile::new("1.sql".to_owned(), sql.to_owned())];
        Self {
            sources: inputs.sources,
            analysis,
            databases: if sql.is_empty() {
                Vec::new()
            } else {
                vec![database(&schema)]
            },
            files: schema,
            declared: Declared::default(),
        }
    }

    pub(crate) fn survey(&self) -> Survey<'_> {
        let Self {
            sources,
            analysis,
            databases,
            files,
            declared,
        } = self;
        Survey::new(sources, analysis, databases, files, &[]).with_declared(declared)
    }

    /// Has one access depend on another, each by its unit, operation and target.
    pub(crate) fn derive(&mut self, read: &str, write: &str, through: Through) {
        let derived = Derived {
            read: self.access(read),
            write: self.access(write),
            through,
        };
        self.analysis.derived.push(derived);
    }

    fn access(&self, told: &str) -> usize {
        let is_it = |access: &Access| {
            let operation = access.operation.map_or("use", Operation::as_str);
            let name = access.target.name.as_deref().unwrap_or("?");
            format!("{} {operation} {name}", access.unit.name) == told
        };
        let mut accesses = self.analysis.accesses.iter();
        accesses
            .position(is_it)
            .unwrap_or_else(|| panic!("no access {told}"))
    }

    /// Has an entry point lead to units.
    pub(crate) fn enter(&mut self, kind: EntryKind, name: &str, units: &[&str]) {
        let units: Vec<CodeUnit> = units.iter().map(|unit| self.unit(unit)).collect();
        let entry = self.analysis.reach.entries.len();
        self.analysis.reach.entries.push(EntryPoint {
            kind,
            name: name.to_owned(),
            unit: units[0].clone(),
            location: Location {
                file: units[0].file,
                span: Span::default(),
            },
            running: Running::default(),
            because: String::new(),
        });
        for unit in units {
            let way = vec![unit.clone()];
            let reached = self.analysis.reach.reached.entry(unit).or_default();
            reached.push(Reached {
                entry,
                over: Over::Calls,
                way,
            });
        }
    }

    /// Has one unit call another.
    pub(crate) fn call(&mut self, caller: &str, callee: &str) {
        let caller = self.unit(caller);
        self.analysis.calls.push(UnitCall {
            location: Location {
                file: caller.file,
                span: Span::default(),
            },
            callee: self.unit(callee),
            kind: UnitCallKind::Called,
            caller,
        });
    }

    /// The unit of a name that has an access.
    fn unit(&self, name: &str) -> CodeUnit {
        let mut accesses = self.analysis.accesses.iter();
        let access = accesses.find(|access| access.unit.name == name);
        access.map_or_else(
            || CodeUnit {
                file: FileId(0),
                name: name.to_owned(),
            },
            Access::code_unit,
        )
    }
}

fn way_to_client(path: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    format!("\"{up}src/client\"")
}

fn database(files: &[SchemaFile]) -> Database {
    let options = ReplayOptions {
        platform: Platform::Supabase,
        ..ReplayOptions::default()
    };
    let replayed = replay(&[&files[0]], &options);
    Database {
        name: "main".to_owned(),
        exposed: vec!["public".to_owned()],
        sources: vec![Source {
            kind: SourceKind::Sql,
            path: "1.sql".to_owned(),
            files: 1,
        }],
        catalog: replayed.catalog,
        statements: replayed.statements,
        ..Database::default()
    }
}
