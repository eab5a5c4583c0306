//! What is read: the project of the paths given, and which part of it the user asks about.

use std::{
    fs,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use clap::Args;
use tabletrace::{
    analysis::{self, Analysis, Inputs},
    cache::Cache,
    config::{self, Config},
    extract,
    link::Depth,
    notice::Notice,
    source::{FileId, Sources},
    walk::{self, Hidden, IgnoreFiles, Options, SchemaTexts, WalkError, state::State},
};

use super::{error::CliError, progress::Progress, scope::Scope, terminal::Terminal};

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArguments {
    /// Read the configuration from FILE, not from the `tabletrace.toml` in the project root
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

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
    pub(super) files_from: Option<PathBuf>,

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
    pub(super) config: Config,
    /// How the inputs were read.
    pub(super) options: Options,
    pub(super) inputs: Inputs,
    pub(super) scope: Scope,
    /// Where the project is in another state than on the disk; the inputs are in it already.
    pub(super) state: State,
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
    let config = configuration(arguments, &root)?;
    let options = options(arguments, &root, &config, SchemaTexts::Skip);
    let inputs = read(arguments, &options, &progress)?;
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
    let mut analysis = analysis::analyse(inputs, &cache, Depth::Accesses);
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
    texts(arguments, paths, terminal, configuration)
}

/// As [`load_texts`], whatever the project says about itself.
pub(super) fn load_texts_unconfigured(
    arguments: &InputArguments,
    paths: &[PathBuf],
    terminal: &Terminal,
) -> Result<Texts, CliError> {
    texts(arguments, paths, terminal, |_, _| Ok(Config::default()))
}

fn texts(
    arguments: &InputArguments,
    paths: &[PathBuf],
    terminal: &Terminal,
    configuration: impl FnOnce(&InputArguments, &Path) -> Result<Config, CliError>,
) -> Result<Texts, CliError> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let root = root_of(paths)?;
    let scope = Scope::of(&root, paths)?;
    set_threads(arguments)?;
    let progress = Progress::start(terminal);
    let config = configuration(arguments, &root)?;
    let options = options(arguments, &root, &config, SchemaTexts::Read);
    let inputs = read(arguments, &options, &progress)?;
    Ok(Texts {
        root,
        config,
        options,
        inputs,
        scope,
        state: State::new(),
    })
}

/// What the project says about itself, or the file that is to be read instead.
fn configuration(arguments: &InputArguments, root: &Path) -> Result<Config, CliError> {
    let text = match &arguments.config {
        Some(path) => {
            Some(
                fs::read_to_string(path).map_err(|source| WalkError::Configuration {
                    path: path.clone(),
                    source,
                })?,
            )
        }
        None => walk::configuration(root)?,
    };
    Ok(match text {
        Some(text) => config::read(&text)?,
        None => Config::default(),
    })
}

/// How the project is read: what the command line includes takes the place of what the
/// configuration does, what it excludes is left out besides.
fn options(
    arguments: &InputArguments,
    root: &Path,
    config: &Config,
    schema_texts: SchemaTexts,
) -> Options {
    let mut options = Options::new(root.to_owned());
    options.schema_texts = schema_texts;
    options.include.clone_from(if arguments.include.is_empty() {
        &config.include
    } else {
        &arguments.include
    });
    options.exclude.clone_from(&config.exclude);
    options.exclude.extend(arguments.exclude.iter().cloned());
    if arguments.hidden {
        options.hidden = Hidden::All;
    }
    if arguments.no_ignore {
        options.ignore_files = IgnoreFiles::Disregard;
    }
    options
}

fn read(
    arguments: &InputArguments,
    options: &Options,
    progress: &Progress,
) -> Result<Inputs, CliError> {
    let report = |files| progress.read(files);
    let inputs = match &arguments.files_from {
        Some(list) => walk::read_listed(options, listed(list)?, &report)?,
        None => walk::walk(options, &report)?,
    };
    Ok(inputs)
}

/// The paths that a list names.
pub(super) fn listed(list: &Path) -> Result<Vec<PathBuf>, CliError> {
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

pub(super) fn open_cache(arguments: &InputArguments, root: &Path) -> (Cache, Vec<Notice>) {
    if arguments.no_cache {
        (Cache::disabled(), Vec::new())
    } else {
        Cache::open(root, extract::VERSION)
    }
}

/// The path relative to the root, `/`-separated, `None` when it is outside or does not exist.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let absolute = path.canonicalize().ok()?;
    let root = root.canonicalize().ok()?;
    Some(slashed(absolute.strip_prefix(root).ok()?))
}

pub(super) fn slashed(path: &Path) -> String {
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
        let scope = Scope::of(&root, &paths).unwrap();
        assert_eq!(
            scope,
            Scope::Paths(vec!["apps/web".into(), "apps/api".into()])
        );
        let whole = Scope::of(&root, std::slice::from_ref(&root)).unwrap();
        assert_eq!(whole, Scope::All);
        let missing = root_of(&[root.join("none")]);
        assert!(matches!(missing, Err(CliError::MissingPath { .. })));
        let elsewhere = tempfile::tempdir().unwrap();
        let other = root_of(&[root.join("apps/web"), elsewhere.path().to_owned()]);
        assert!(matches!(other, Err(CliError::OtherProject { .. })));
    }
}
