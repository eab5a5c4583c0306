//! What ends a run.

use std::{io, path::PathBuf};

use tabletrace::walk::WalkError;

/// Why there is no result.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub(super) enum CliError {
    #[error("no file or folder `{}`", path.display())]
    #[diagnostic(code(path::missing))]
    MissingPath { path: PathBuf },

    #[error("`{}` is not in the same project as `{}`", path.display(), first.display())]
    #[diagnostic(
        code(path::other_project),
        help(
            "a run reads one project; its root is the folder with a `tabletrace.toml` or a `.git`"
        )
    )]
    OtherProject { path: PathBuf, first: PathBuf },

    #[error("`{}` is not among the source files read", path.display())]
    #[diagnostic(
        code(path::not_read),
        help(
            "it may be ignored, excluded or no TypeScript or JavaScript; `-v` says what was left out"
        )
    )]
    NotRead { path: PathBuf },

    #[error("cannot read the list of files `{}`", path.display())]
    #[diagnostic(code(input::list))]
    List { path: PathBuf, source: io::Error },

    #[error("cannot use {threads} threads")]
    #[diagnostic(code(input::threads))]
    Threads {
        threads: usize,
        source: rayon::ThreadPoolBuildError,
    },

    #[error(transparent)]
    #[diagnostic(transparent)]
    Walk(#[from] WalkError),

    #[error("the name of `{}` does not say which format to write", path.display())]
    #[diagnostic(
        code(output::format),
        help("end it in .json, .csv, .md or .txt, or name a format with --format")
    )]
    UnknownExtension { path: PathBuf },

    #[error("more than one format for one place")]
    #[diagnostic(
        code(output::formats),
        help("give each a file of its own: `--format json=map.json --format markdown=map.md`")
    )]
    ManyFormats,

    #[error("cannot write `{}`", path.display())]
    #[diagnostic(code(output::file))]
    Output { path: PathBuf, source: io::Error },

    #[error("cannot write to standard output")]
    #[diagnostic(code(output::stdout))]
    Stdout(#[source] io::Error),
}
