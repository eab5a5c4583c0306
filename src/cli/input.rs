//! What is read: the project of the paths given, and which part of it the user asks about.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use clap::Args;
use tabletrace::{
    analysis::{self, Analysis, Inputs},
    cache::Cache,
    extract,
    notice::Notice,
    schema::discover::Found,
    source::{FileId, Sources},
    walk::{self, Hidden, IgnoreFiles, Options, SchemaTexts},
};

use super::{error::CliError, progress::Progress, terminal::Terminal};

#[derive(Args, Debug)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArguments {
    /// Read only files that match (gitignore syntax, repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// Leave out files that match (gitignore syntax, repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// Read the hidden folders that tools keep their output in, too
    #[arg(long)]
    hidden: bool,

    /// Read files that `.gitignore` and other ignore files name, too
    #[arg(long)]
    no_ignore: bool,

    /// Read exactly the files that FILE lists, one a line or NUL-separated; `-` is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,

    /// Neither use nor write the cache
    #[arg(long)]
    no_cache: bool,

    /// Use this many threads [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// A project as it was read, and what was found out about the part asked for.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) root: PathBuf,
    pub(super) sources: Sources,
    pub(super) analysis: Analysis,
}

/// A project as it was read, and which part of it was asked for.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) root: PathBuf,
    pub(super) inputs: Inputs,
    pub(super) scope: Scope,
}

/// The project of the paths, or of the current folder when there are none.
///
/// All of it is read and linked; the analysis is about the paths alone.
pub(super) fn load(
    arguments: &InputArguments,
    paths: &[PathBuf],
    terminal: &Terminal,
) -> Result<Project, CliError> {
    let here = [PathBuf::from(".")];
    let paths = match paths {
        // A list says itself what is asked for.
        [] if arguments.files_from.is_some() => return load_around(arguments, &here[0], terminal),
        [] => &here,
        paths => paths,
    };
    let root = root_of(paths)?;
    let scope = Scope::of(&root, paths)?;
    let mut project = analyse(arguments, root, terminal)?;
    scope.narrow(&mut project.analysis, &project.sources);
    Ok(project)
}

/// The whole project that a path belongs to.
pub(super) fn load_around(
    arguments: &InputArguments,
    path: &Path,
    terminal: &Terminal,
) -> Result<Project, CliError> {
    analyse(arguments, walk::project_root(path), terminal)
}

fn analyse(
    arguments: &InputArguments,
    root: PathBuf,
    terminal: &Terminal,
) -> Result<Project, CliError> {
    set_threads(arguments)?;
    let progress = Progress::start(terminal);
    let inputs = read(arguments, &root, SchemaTexts::Skip, &progress)?;
    progress.link();
    let analysis = analysis_of(arguments, &root, &inputs);
    Ok(Project {
        root,
        sources: inputs.sources,
        analysis,
    })
}

/// What the source code does, with the help of the project's cache.
pub(super) fn analysis_of(arguments: &InputArguments, root: &Path, inputs: &Inputs) -> Analysis {
    let (cache, notices) = open_cache(arguments, root);
    let mut analysis = analysis::analyse(inputs, &cache);
    analysis.notices.extend(notices);
    // A list is part of a project: saving would forget the rest of it.
    if arguments.files_from.is_none() {
        analysis.notices.extend(cache.save());
    }
    analysis.notices.extend(inputs.notices.iter().cloned());
    analysis.notices.sort();
    analysis.notices.dedup();
    analysis
}

impl Project {
    /// The file at a path relative to the current folder, or else to the root.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let beside = relative(&self.root, path).and_then(|path| self.sources.by_path(&path));
        beside.or_else(|| self.sources.by_path(&slashed(path)))
    }
}

/// The root that all paths share: that of one of them, or else of the current folder.
///
/// Paths without a marker above them are roots of their own.
fn root_of(paths: &[PathBuf]) -> Result<PathBuf, CliError> {
    if let Some(path) = paths.iter().find(|path| !path.exists()) {
        return Err(CliError::MissingPath { path: path.clone() });
    }
    let candidates = paths.iter().map(PathBuf::as_path).chain([Path::new(".")]);
    let mut roots = candidates.map(walk::project_root);
    let holds_all = |root: &PathBuf| paths.iter().all(|path| relative(root, path).is_some());
    roots.find(holds_all).ok_or_else(|| {
        let first = walk::project_root(&paths[0]);
        let other = paths.iter().find(|path| relative(&first, path).is_none());
        CliError::OtherProject {
            path: other.unwrap_or(&paths[0]).clone(),
            first: paths[0].clone(),
        }
    })
}

fn set_threads(arguments: &InputArguments) -> Result<(), CliError> {
    let Some(threads) = arguments.threads else {
        return Ok(());
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build_global()
        .map_err(|source| CliError::Threads { threads, source })
}

/// The texts of the project of the paths, or of the current folder when there are none: source
/// code, and all that may tell about a schema.
pub(super) fn load_texts(
    arguments: &InputArguments,
    paths: &[PathBuf],
    terminal: &Terminal,
) -> Result<Texts, CliError> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let root = root_of(paths)?;
    let scope = Scope::of(&root, paths)?;
    set_threads(arguments)?;
    let progress = Progress::start(terminal);
    let inputs = read(arguments, &root, SchemaTexts::Read, &progress)?;
    Ok(Texts {
        root,
        inputs,
        scope,
    })
}

fn read(
    arguments: &InputArguments,
    root: &Path,
    schema_texts: SchemaTexts,
    progress: &Progress,
) -> Result<Inputs, CliError> {
    let mut options = Options::new(root.to_owned());
    options.schema_texts = schema_texts;
    options.include.clone_from(&arguments.include);
    options.exclude.clone_from(&arguments.exclude);
    if arguments.hidden {
        options.hidden = Hidden::All;
    }
    if arguments.no_ignore {
        options.ignore_files = IgnoreFiles::Disregard;
    }
    let report = |files| progress.read(files);
    let inputs = match &arguments.files_from {
        Some(list) => walk::read_listed(&options, listed(list)?, &report)?,
        None => walk::walk(&options, &report)?,
    };
    Ok(inputs)
}

/// The paths that a list names.
fn listed(list: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut bytes = Vec::new();
    let read = if list == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(list).map(|read| bytes = read)
    };
    read.map_err(|source| CliError::List {
        path: list.to_owned(),
        source,
    })?;
    Ok(paths_in(&String::from_utf8_lossy(&bytes)))
}

fn paths_in(list: &str) -> Vec<PathBuf> {
    let separator = if list.contains('\0') { '\0' } else { '\n' };
    let paths = list.split(separator);
    paths
        .map(|path| path.trim_end_matches('\r'))
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .collect()
}

fn open_cache(arguments: &InputArguments, root: &Path) -> (Cache, Vec<Notice>) {
    if arguments.no_cache {
        (Cache::disabled(), Vec::new())
    } else {
        Cache::open(root, extract::VERSION)
    }
}

/// The part of the project that is reported, as paths relative to its root; empty is all of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    paths: Vec<String>,
}

impl Scope {
    fn of(root: &Path, paths: &[PathBuf]) -> Result<Self, CliError> {
        let mut scope = Self::default();
        for path in paths {
            match relative(root, path) {
                // The root itself: the other paths are within it.
                Some(path) if path.is_empty() => return Ok(Self::default()),
                Some(path) => scope.paths.push(path),
                None => return Err(CliError::MissingPath { path: path.clone() }),
            }
        }
        Ok(scope)
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        let is_within = |scope: &String| {
            let rest = path.strip_prefix(scope.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.paths.is_empty() || self.paths.iter().any(is_within)
    }

    /// Keeps the databases of the part: those within it, or else the nearest around it.
    pub(super) fn choose(&self, databases: &mut Vec<Found>) {
        if self.paths.is_empty() {
            return;
        }
        let is_around = |root: &str, path: &str| {
            let part = Self {
                paths: vec![root.to_owned()],
            };
            root.is_empty() || part.holds(path)
        };
        let mut kept: BTreeSet<String> = BTreeSet::new();
        for path in &self.paths {
            let roots = || databases.iter().map(|found| found.root.as_str());
            let within: Vec<&str> = roots().filter(|root| is_around(path, root)).collect();
            let around = roots().filter(|root| is_around(root, path));
            match around.max_by_key(|root| root.len()) {
                Some(nearest) if within.is_empty() => kept.extend([nearest.to_owned()]),
                Some(_) | None => kept.extend(within.into_iter().map(str::to_owned)),
            }
        }
        databases.retain(|found| kept.contains(&found.root));
    }

    /// Takes out of an analysis what is elsewhere.
    fn narrow(&self, analysis: &mut Analysis, sources: &Sources) {
        if self.paths.is_empty() {
            return;
        }
        let is_held: Vec<bool> = sources
            .iter()
            .map(|(_, file)| self.holds(&file.path))
            .collect();
        let holds = |file: FileId| is_held[file.0 as usize];
        analysis.accesses.retain(|access| holds(access.file));
        analysis.rejected.retain(|rejected| holds(rejected.file));
        let is_about = |notice: &Notice| notice.path.is_empty() || self.holds(&notice.path);
        analysis.notices.retain(is_about);
        analysis.statistics.files = is_held.iter().filter(|held| **held).count();
    }
}

/// The path relative to the root, `/`-separated, `None` when it is outside or does not exist.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let absolute = path.canonicalize().ok()?;
    let root = root.canonicalize().ok()?;
    Some(slashed(absolute.strip_prefix(root).ok()?))
}

fn slashed(path: &Path) -> String {
    let names = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
            None
        }
    });
    names.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_whole_names() {
        let scope = Scope {
            paths: vec!["apps/web".into(), "a.ts".into()],
        };
        assert!(scope.holds("apps/web/a.ts") && scope.holds("a.ts"));
        assert!(!scope.holds("apps/website/a.ts") && !scope.holds("a.tsx"));
        assert!(Scope::default().holds("anything"));
    }

    #[test]
    fn lists_are_lines_or_nul_separated() {
        let paths = |list| {
            paths_in(list)
                .into_iter()
                .map(|path| slashed(&path))
                .collect::<Vec<_>>()
        };
        assert_eq!(paths("a.ts\r\n\n./b c.ts\n"), ["a.ts", "b c.ts"]);
        assert_eq!(paths("a\nb.ts\0c.ts\0"), ["a\nb.ts", "c.ts"]);
    }

    #[test]
    fn a_project_is_found_from_its_parts() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in [".git", "apps/web", "apps/api"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        let paths = [root.join("apps/web"), root.join("apps/api")];
        assert_eq!(root_of(&paths).unwrap(), root);
        assert_eq!(
            Scope::of(&root, &paths).unwrap().paths,
            ["apps/web", "apps/api"]
        );
        assert!(
            Scope::of(&root, std::slice::from_ref(&root))
                .unwrap()
                .paths
                .is_empty()
        );
        let missing = root_of(&[root.join("none")]);
        assert!(matches!(missing, Err(CliError::MissingPath { .. })));
        let elsewhere = tempfile::tempdir().unwrap();
        let other = root_of(&[root.join("apps/web"), elsewhere.path().to_owned()]);
        assert!(matches!(other, Err(CliError::OtherProject { .. })));
    }
}
