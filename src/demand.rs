//! Which files are worth parsing: those that may touch a database, and those that define or hand on
//! what the others use.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use memchr::memmem::Finder;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::{
    link::Taken,
    modules::{Modules, Resolution},
    source::{FileId, Sources},
    syntax::scan::{ImportedNames, Scan, ScannedImport, scan},
};

/// The imports and exports of all files, by file.
pub fn scans(sources: &Sources) -> Vec<Scan> {
    sources
        .files()
        .par_iter()
        .map(|file| scan(&file.text))
        .collect()
}

/// The files whose own text says that they may touch a database or make a client.
pub fn seeds(sources: &Sources, scans: &[Scan]) -> BTreeSet<FileId> {
    let needles = Needles::new();
    let files: Vec<_> = sources.iter().zip(scans).collect();
    let seeds: Vec<_> = files
        .par_iter()
        .filter(|((_, file), scan)| imports_client(scan) || needles.found_in(&file.text))
        .map(|((id, _), _)| *id)
        .collect();
    seeds.into_iter().collect()
}

/// The files that may hand something on by one of these keys: `req.db = …`, `c.set("db", …)`,
/// `next({ ctx: { db } })`.
pub fn handing_on(sources: &Sources, keys: &BTreeSet<String>) -> BTreeSet<FileId> {
    if keys.is_empty() {
        return BTreeSet::new();
    }
    // A member that is not named yet, as in `a.`, is found everywhere, within characters too.
    let keys = keys.iter().filter(|key| !key.is_empty());
    let finders: Vec<_> = keys.map(|key| (key, Finder::new(key))).collect();
    let next = Finder::new("next(");
    let extend = Finder::new(".extend");
    let is_handing = |text: &str| {
        let has_middleware = || {
            let text = text.as_bytes();
            next.find(text).is_some() || extend.find(text).is_some()
        };
        finders.iter().any(|(key, finder)| {
            let mut places = finder.find_iter(text.as_bytes());
            places.any(|at| match use_of_key(text, at, key.len()) {
                KeyUse::Written => true,
                KeyUse::Other => has_middleware(),
                KeyUse::None => false,
            })
        })
    };
    let files: Vec<_> = sources.iter().collect();
    let handing = files.par_iter().filter(|(_, file)| is_handing(&file.text));
    handing.map(|(id, _)| *id).collect()
}

/// How a key stands in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum KeyUse {
    /// `.key = …` or `("key"`
    Written,
    /// A word of its own.
    Other,
    /// Part of another word.
    None,
}

fn use_of_key(text: &str, at: usize, length: usize) -> KeyUse {
    let (before, after) = (&text[..at], &text[at + length..]);
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    if before.ends_with(is_word) || after.starts_with(is_word) {
        return KeyUse::None;
    }
    let is_quoted = before.ends_with(['"', '\'']) && after.starts_with(['"', '\'']);
    let is_first = is_quoted && before[..before.len() - 1].trim_end().ends_with('(');
    let next = after.trim_start().trim_start_matches(['?', '|']);
    let is_assigned = next.starts_with('=') && !next.starts_with("==") && !next.starts_with("=>");
    match is_first || (before.ends_with('.') && is_assigned) {
        true => KeyUse::Written,
        false => KeyUse::Other,
    }
}

/// The files that import what the seeds make of a client package, and may leave it for others that
/// do not import it: in `locals`, in a context, in a request.
pub fn leaving(
    sources: &Sources,
    importers: &Importers,
    seeds: &BTreeSet<FileId>,
) -> BTreeSet<FileId> {
    let needles = LEAVING.map(Finder::new);
    let makers = seeds
        .iter()
        .filter(|&&file| imports_client(importers.scan(file)));
    let mut leaving = BTreeSet::new();
    for &maker in makers {
        for file in importers.of(maker, &Taken::All) {
            let text = sources.get(file).text.as_bytes();
            if needles.iter().any(|needle| needle.find(text).is_some()) {
                leaving.insert(file);
            }
        }
    }
    leaving
}

/// What stands in a text that leaves values for others.
const LEAVING: [&str; 11] = [
    ".locals",
    "provide",
    "setContext",
    ".set(",
    "decorate(",
    "globalProperties",
    ".context.",
    "req.",
    "request.",
    "Provider",
    "<Outlet",
];

fn imports_client(scan: &Scan) -> bool {
    scan.imports.iter().any(|import| {
        import.specifier.contains("supabase-js") || import.specifier.contains("@supabase/")
    })
}

/// What stands in a text that touches a database.
struct Needles<'n> {
    from: Finder<'n>,
    plain: [Finder<'n>; 7],
}

/// Globals of the language whose `from` makes no query.
const BUILTINS: [&str; 8] = [
    "Array",
    "Buffer",
    "Uint8Array",
    "Readable",
    "Object",
    "Observable",
    "Uint8ClampedArray",
    "Duration",
];

impl Needles<'_> {
    fn new() -> Self {
        Self {
            from: Finder::new(".from"),
            plain: [
                Finder::new(".rpc"),
                Finder::new("postgres_changes"),
                Finder::new("/rest/v1/"),
                Finder::new("upabaseClient"),
                Finder::new("setContext("),
                Finder::new(".invoke"),
                Finder::new("Bucket("),
            ],
        }
    }

    fn found_in(&self, text: &str) -> bool {
        self.plain
            .iter()
            .any(|needle| needle.find(text.as_bytes()).is_some())
            || self
                .from
                .find_iter(text.as_bytes())
                .any(|at| is_query(text, at))
    }
}

/// Whether `.from` at this offset is called on something other than a global of the language.
fn is_query(text: &str, at: usize) -> bool {
    let after = text[at + ".from".len()..].trim_start();
    if !after.starts_with(['(', '<', '?', '!', ')', ';', ',', '.']) {
        return false;
    }
    let before = text[..at].trim_end_matches(['?', '!']);
    !BUILTINS.iter().any(|builtin| before.ends_with(builtin))
}

/// Who imports what of which file.
#[derive(Debug)]
pub struct Importers {
    imports: Imports,
    /// For each file the imports that lead to it: the importing file and the index of the import.
    of: Vec<Vec<(FileId, usize)>>,
}

/// What all files import and export, and where that leads.
#[derive(Debug, Decode, Encode)]
struct Imports {
    /// By file.
    scans: Vec<Scan>,
    /// By file: the file that each of its imports leads to.
    targets: Vec<Vec<Option<FileId>>>,
}

/// One import that leads to a file of the project.
#[derive(Clone, Copy, Debug)]
pub struct Imported<'a> {
    pub importer: FileId,
    pub import: &'a ScannedImport,
}

impl Importers {
    pub fn new(scans: Vec<Scan>, modules: &Modules) -> Self {
        let targets = scans
            .par_iter()
            .enumerate()
            .map(|(file, scan)| targets(FileId(file as u32), scan, modules))
            .collect();
        Self::resolved(Imports { scans, targets })
    }

    fn resolved(imports: Imports) -> Self {
        let mut of = vec![Vec::new(); imports.scans.len()];
        for (file, targets) in imports.targets.iter().enumerate() {
            for (index, target) in targets.iter().enumerate() {
                if let Some(target) = target {
                    of[target.0 as usize].push((FileId(file as u32), index));
                }
            }
        }
        Self { imports, of }
    }

    /// All of it as bytes, for [`Importers::of_bytes`].
    pub fn bytes(&self) -> Vec<u8> {
        bitcode::encode(&self.imports)
    }

    /// What [`Importers::bytes`] made; `None` when it is not of a program of so many files.
    pub fn of_bytes(bytes: &[u8], files: usize) -> Option<Self> {
        let imports: Imports = bitcode::decode(bytes).ok()?;
        let Imports { scans, targets } = &imports;
        let is_of_program = scans.len() == files
            && targets.len() == files
            && targets.iter().zip(scans).all(|(targets, scan)| {
                let mut known = targets.iter().flatten();
                targets.len() == scan.imports.len() && known.all(|file| (file.0 as usize) < files)
            });
        is_of_program.then(|| Self::resolved(imports))
    }

    /// The imports and exports of all files, by file.
    pub fn scans(&self) -> &[Scan] {
        &self.imports.scans
    }

    /// The imports and exports of a file.
    pub fn scan(&self, file: FileId) -> &Scan {
        &self.imports.scans[file.0 as usize]
    }

    /// The file of the project that a specifier of an import leads to in a file.
    pub fn target(&self, file: FileId, specifier: &str) -> Option<FileId> {
        let imports = &self.scan(file).imports;
        let index = imports
            .iter()
            .position(|import| import.specifier == specifier)?;
        self.imports.targets[file.0 as usize][index]
    }

    /// The imports that lead to a file; re-exports are imports.
    pub fn direct(&self, file: FileId) -> impl Iterator<Item = Imported<'_>> {
        let imports = self.of[file.0 as usize].iter();
        imports.map(|&(importer, index)| Imported {
            importer,
            import: &self.scan(importer).imports[index],
        })
    }

    /// The files that take something of a file, through re-exports too.
    pub fn of(&self, file: FileId, taken: &Taken) -> BTreeSet<FileId> {
        let mut importers = BTreeSet::new();
        let mut pending = vec![file];
        let mut seen = BTreeSet::from([file]);
        while let Some(target) = pending.pop() {
            for Imported { importer, import } in self.direct(target) {
                if !takes(&import.names, taken) {
                    continue;
                }
                importers.insert(importer);
                if import.is_reexport && seen.insert(importer) {
                    pending.push(importer);
                }
            }
        }
        importers
    }
}

/// The file that each import of a file leads to.
fn targets(file: FileId, scan: &Scan, modules: &Modules) -> Vec<Option<FileId>> {
    let target = |specifier: &str| match modules.resolve(file, specifier) {
        Resolution::File(target) => Some(target),
        _ => None,
    };
    let imports = scan.imports.iter();
    imports.map(|import| target(&import.specifier)).collect()
}

/// Whether an import may take one of these; a default may be any of them.
fn takes(names: &ImportedNames, taken: &Taken) -> bool {
    match (names, taken) {
        (ImportedNames::All, _) | (_, Taken::All) => true,
        (ImportedNames::Some(names), Taken::Names(taken)) => names
            .iter()
            .any(|name| name == "default" || taken.contains(name)),
    }
}
