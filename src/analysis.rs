//! The pipeline: inputs to analysis.

use std::collections::BTreeSet;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    access::{Access, Rejected},
    demand::{self, Importers},
    digest::{self, Key},
    extract,
    facts::FileFacts,
    link::{self, Demand, Depth, Derived, Linked, UnitCall},
    modules::{Manifest, Modules},
    notice::{Notice, NoticeKind},
    reach::{self, Reach},
    schema::source::SchemaFile,
    source::{FileId, SourceFile, Sources, Span},
    stack,
    unread::{self, Unread},
};

/// Everything a run reads.
#[derive(Debug, Default)]
pub struct Inputs {
    pub sources: Sources,
    /// Package manifests and compiler configurations.
    pub manifests: Vec<Manifest>,
    /// Texts that may tell about a schema, ordered by path; empty unless walking was asked for
    /// them.
    pub schema_files: Vec<SchemaFile>,
    /// Languages that walking came across and that are not read.
    pub unread: Vec<Unread>,
    /// What walking had to say.
    pub notices: Vec<Notice>,
}

/// Everything a run finds out.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Ordered by file, then by place.
    pub accesses: Vec<Access>,
    /// Call sites that look like an access and are none, ordered likewise.
    pub rejected: Vec<Rejected>,
    /// What leads to the units with accesses, ordered; empty unless asked for.
    pub calls: Vec<UnitCall>,
    /// How accesses depend on each other, as indexes into them; empty unless asked for.
    pub derived: Vec<Derived>,
    /// Empty unless asked for.
    pub reach: Reach,
    /// What may touch the database as well: languages, then libraries.
    pub unread: Vec<Unread>,
    pub notices: Vec<Notice>,
    pub statistics: Statistics,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Statistics {
    /// Source files seen.
    pub files: usize,
    /// Of those, files that linking demanded and that were parsed or found in the cache.
    pub parsed: usize,
    /// Bytes of the parsed files.
    pub parsed_bytes: u64,
}

impl Analysis {
    /// Keeps some of the accesses, and what is known of how those depend on each other.
    pub fn retain_accesses(&mut self, keep: impl Fn(&Access) -> bool) {
        let mut kept = 0;
        let places: Vec<Option<usize>> = self
            .accesses
            .iter()
            .map(|access| {
                keep(access).then(|| {
                    kept += 1;
                    kept - 1
                })
            })
            .collect();
        self.accesses.retain(keep);
        self.derived = self
            .derived
            .iter()
            .filter_map(|derived| {
                Some(Derived {
                    read: places[derived.read]?,
                    write: places[derived.write]?,
                    through: derived.through,
                })
            })
            .collect();
    }
}

/// What is remembered from one run to the next.
pub trait Store: Sync {
    /// The bytes kept under a key.
    fn get(&self, key: Key) -> Option<Vec<u8>>;

    /// Keeps bytes under a key.
    fn put(&self, key: Key, bytes: Vec<u8>);

    /// Whether anything is kept at all.
    fn is_open(&self) -> bool;
}

/// A store, and the keys that the texts have in it.
struct Kept<'a> {
    store: &'a dyn Store,
    /// By file; `None` when nothing is kept.
    keys: Option<Vec<Key>>,
}

/// How often files are demanded before those that are there have to do.
const MAX_ROUNDS: usize = 8;

/// Everything that can be said about the inputs.
///
/// What the store remembers makes it faster and changes nothing.
pub fn analyse(inputs: &Inputs, store: &dyn Store, depth: Depth) -> Analysis {
    let sources = &inputs.sources;
    let (modules, mut notices) = Modules::new(sources, &inputs.manifests);
    let mut facts: Vec<Option<FileFacts>> = sources.iter().map(|_| None).collect();
    let kept = Kept {
        store,
        keys: store.is_open().then(|| digest::keys(sources)),
    };
    let program = kept
        .keys
        .as_ref()
        .map(|keys| digest::program(sources, keys, &inputs.manifests));
    let closure = program
        .and_then(|key| store.get(key))
        .and_then(|bytes| digest::closure(&bytes, sources.len()));
    let (linked, importers) = match closure {
        Some(closure) => {
            read(sources, &kept, &closure, &mut facts);
            (whole(sources, &modules, &facts, depth), None)
        }
        None => {
            let importers = Importers::new(demand::scans(sources), &modules);
            let linked = explore(sources, &modules, &importers, &kept, &mut facts, depth);
            if let Some(key) = program {
                store.put(key, digest::closure_bytes(&facts));
            }
            (linked, Some(importers))
        }
    };
    notices.extend(syntax_notices(sources, &facts));
    let reach = match depth {
        Depth::Accesses => Reach::default(),
        Depth::Flows => Reach::of(reach::Parts {
            sources,
            manifests: &inputs.manifests,
            facts: &facts,
            importers: &kept_importers(importers, sources, &modules, store, program),
            accesses: &linked.accesses,
            calls: &linked.calls,
        }),
    };
    Analysis {
        accesses: linked.accesses,
        rejected: linked.rejected,
        calls: linked.calls,
        derived: linked.derived,
        reach,
        unread: unread(inputs),
        notices,
        statistics: statistics(sources, &facts),
    }
}

/// Who imports what: as it was found out just now, else as the store has it, else from the texts.
fn kept_importers(
    found: Option<Importers>,
    sources: &Sources,
    modules: &Modules,
    store: &dyn Store,
    program: Option<Key>,
) -> Importers {
    let key = program.map(digest::importers);
    let is_found = found.is_some();
    let known = || {
        let bytes = store.get(key?)?;
        Importers::of_bytes(&bytes, sources.len())
    };
    match (found.or_else(known), key) {
        (Some(importers), Some(key)) if is_found => {
            store.put(key, importers.bytes());
            importers
        }
        (Some(importers), _) => importers,
        (None, _) => {
            let importers = Importers::new(demand::scans(sources), modules);
            if let Some(key) = key {
                store.put(key, importers.bytes());
            }
            importers
        }
    }
}

/// What may touch the database beside what is read.
fn unread(inputs: &Inputs) -> Vec<Unread> {
    let packages = unread::packages(&inputs.sources, &inputs.manifests);
    inputs.unread.iter().cloned().chain(packages).collect()
}

/// Starts from the files that may touch a database and parses what they demand until nothing is
/// demanded any more; every file is parsed at most once.
fn explore(
    sources: &Sources,
    modules: &Modules,
    importers: &Importers,
    kept: &Kept<'_>,
    facts: &mut [Option<FileFacts>],
    depth: Depth,
) -> Linked {
    let mut wanted = demand::seeds(sources, importers.scans());
    wanted.extend(demand::leaving(sources, importers, &wanted));
    for _ in 0..MAX_ROUNDS {
        read(sources, kept, &wanted, facts);
        let linked = stack::deep(|| {
            link::link(sources, modules, borrowed(facts), depth, |demand| {
                wanted = demanded(demand, importers, facts);
                wanted.extend(handing_on(sources, &demand.keys, facts));
                wanted.is_empty()
            })
        });
        if let Some(linked) = linked {
            return linked;
        }
    }
    whole(sources, modules, facts, depth)
}

/// Links what is there, whatever it demands.
fn whole(
    sources: &Sources,
    modules: &Modules,
    facts: &[Option<FileFacts>],
    depth: Depth,
) -> Linked {
    let linked = stack::deep(|| link::link(sources, modules, borrowed(facts), depth, |_| true));
    linked.unwrap_or_default()
}

/// The facts of the files wanted, from the store or from their text.
fn read(
    sources: &Sources,
    kept: &Kept<'_>,
    wanted: &BTreeSet<FileId>,
    facts: &mut [Option<FileFacts>],
) {
    let wanted: Vec<_> = wanted.iter().copied().collect();
    let read: Vec<_> = wanted
        .par_iter()
        .map(|&file| (file, facts_of(sources, file, kept)))
        .collect();
    for (file, read) in read {
        facts[file.0 as usize] = Some(read);
    }
}

fn facts_of(sources: &Sources, file: FileId, kept: &Kept<'_>) -> FileFacts {
    let SourceFile { text, dialect, .. } = sources.get(file);
    let Some(keys) = &kept.keys else {
        return extract::extract(*dialect, text);
    };
    let key = keys[file.0 as usize];
    let known = kept
        .store
        .get(key)
        .and_then(|bytes| bitcode::decode::<FileFacts>(&bytes).ok());
    known.unwrap_or_else(|| {
        let facts = extract::extract(*dialect, text);
        kept.store.put(key, bitcode::encode(&facts));
        facts
    })
}

fn borrowed(facts: &[Option<FileFacts>]) -> Vec<Option<&FileFacts>> {
    facts.iter().map(Option::as_ref).collect()
}

/// Files that define what is unresolved or call what depends on its callers.
fn demanded(
    demand: &Demand,
    importers: &Importers,
    facts: &[Option<FileFacts>],
) -> BTreeSet<FileId> {
    let mut wanted = demand.demanded.clone();
    for (file, taken) in &demand.handed {
        wanted.extend(importers.of(*file, taken));
    }
    wanted.retain(|file| facts[file.0 as usize].is_none());
    wanted
}

/// Files without facts that may hand on what receivers are read by.
fn handing_on(
    sources: &Sources,
    keys: &BTreeSet<String>,
    facts: &[Option<FileFacts>],
) -> BTreeSet<FileId> {
    let mut files = demand::handing_on(sources, keys);
    files.retain(|file| facts[file.0 as usize].is_none());
    files
}

/// One notice for each file that did not parse, at the first place.
fn syntax_notices(sources: &Sources, facts: &[Option<FileFacts>]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for ((_, file), facts) in sources.iter().zip(facts) {
        let Some(facts) = facts else { continue };
        if let Some(&first) = facts.syntax_errors.first() {
            let message = "part of the file does not parse; the rest of it was read";
            notices.push(syntax_notice(file, first, message));
        }
        if let Some(&first) = facts.too_deep.first() {
            let message = "code is nested too deeply to be read from here on";
            notices.push(syntax_notice(file, first, message));
        }
    }
    notices
}

fn syntax_notice(file: &SourceFile, span: Span, message: &str) -> Notice {
    Notice {
        path: file.path.clone(),
        line: Some(file.position(span.start).line),
        kind: NoticeKind::SyntaxError,
        message: message.to_owned(),
    }
}

fn statistics(sources: &Sources, facts: &[Option<FileFacts>]) -> Statistics {
    let mut statistics = Statistics {
        files: sources.len(),
        ..Statistics::default()
    };
    for ((_, file), facts) in sources.iter().zip(facts) {
        if facts.is_some() {
            statistics.parsed += 1;
            statistics.parsed_bytes += file.text.len() as u64;
        }
    }
    statistics
}
