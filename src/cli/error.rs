//! What ends a run.

use std::{io, path::PathBuf};

use tabletrace::{
    baseline::file::BaselineError,
    config::error::ConfigError,
    git::GitError,
    rules,
    schema::{assemble::AssembleError, discover::named::NamedError},
    walk::WalkError,
};

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

    #[error(transparent)]
    #[diagnostic(transparent)]
    Named(#[from] NamedError),

    #[error(transparent)]
    #[diagnostic(transparent)]
    Assemble(#[from] AssembleError),

    #[error("no source of schema was found in `{}`", path.display())]
    #[diagnostic(
        code(schema::none),
        help(
            "looked for Supabase, Prisma and Drizzle projects, generated types and folders of SQL; \
             name a source with `--schema SOURCE`, or write one from a database with \
             `tabletrace snapshot`"
        )
    )]
    NoSchema { path: PathBuf },

    #[error("no database is called `{name}`")]
    #[diagnostic(code(schema::database), help("there are {}", databases.join(", ")))]
    UnknownDatabase {
        name: String,
        databases: Vec<String>,
    },

    #[error("the project has no source of the kind `{word}`")]
    #[diagnostic(
        code(schema::no_such_source),
        help("`tabletrace schema` lists the sources of each database; a path names one outright")
    )]
    NoSuchSource { word: String },

    #[error("more than one database has a source of the kind `{word}`")]
    #[diagnostic(
        code(schema::many_sources),
        help("choose one with --database: {}", databases.join(", "))
    )]
    ManySources {
        word: String,
        databases: Vec<String>,
    },

    #[error("`{option}` is about diagrams, and no format that draws is asked for")]
    #[diagnostic(
        code(output::no_diagram),
        help("add `--format mermaid`, `dot` or `markdown`, or `-o FILE` with such an extension")
    )]
    NoDiagram { option: &'static str },

    #[error("there is no rule `{id}`")]
    #[diagnostic(code(rule::unknown), help("{help}"))]
    UnknownRule { id: String, help: String },

    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] ConfigError),

    #[error(transparent)]
    #[diagnostic(transparent)]
    Git(#[from] GitError),

    #[error(transparent)]
    #[diagnostic(transparent)]
    Baseline(#[from] BaselineError),

    #[error("cannot read the baseline `{}`", path.display())]
    #[diagnostic(code(baseline::read))]
    ReadBaseline { path: PathBuf, source: io::Error },

    #[error("`{}` is there already", path.display())]
    #[diagnostic(code(init::exists), help("`--force` writes it anew"))]
    Exists { path: PathBuf },

    #[cfg(feature = "postgres")]
    #[error(transparent)]
    #[diagnostic(transparent)]
    Live(#[from] tabletrace::schema::live::LiveError),

    #[cfg(not(feature = "postgres"))]
    #[error("this tabletrace was built without the means to connect to a database")]
    #[diagnostic(
        code(schema::postgres),
        help(
            "install it with the feature `postgres`, or run what `tabletrace snapshot \
             --print-queries` prints and give the answer as a source"
        )
    )]
    NoPostgres,

    #[error("the name of `{}` does not say which format to write", path.display())]
    #[diagnostic(
        code(output::format),
        help("end it in {extensions}, or name a format with --format")
    )]
    UnknownExtension { path: PathBuf, extensions: String },

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

impl CliError {
    /// An id that is no rule's, with the one that was probably meant.
    pub(super) fn unknown_rule(id: &str) -> Self {
        Self::UnknownRule {
            id: id.to_owned(),
            help: match rules::nearest_id(id) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`tabletrace rules` lists them".to_owned(),
            },
        }
    }
}
