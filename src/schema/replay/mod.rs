//! Migrations to a catalog: every statement is applied the way Postgres would.
//!
//! Two databases are kept once a statement fails: the strict one, which is what Postgres would
//! have, and a lenient one, in which what the migrations meant exists all the same. What is only
//! in the second is a shadow.

mod analyze;

mod apply;

mod blame;

mod bootstrap;

mod built_in;

mod describe;

mod events;

mod failure;

mod interpret;

mod privileges;

mod modifier;

mod run;

mod session;

mod state;

mod transaction;

mod types;

pub use self::built_in::BuiltIn;
use super::{catalog::Catalog, source::SchemaFile, statement::Statements};
use crate::{notice::Notice, sql::statement::Statement, stack};

/// Which database is migrated.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Platform {
    /// Postgres as it is installed.
    #[default]
    Postgres,
    /// A hosted Supabase project: schemas, roles and extensions of its own.
    Supabase,
}

/// How migrations are applied.
#[derive(Clone, Debug, Default)]
pub struct ReplayOptions {
    pub platform: Platform,
    pub apply: Apply,
    pub outcome: Outcome,
}

/// Who applies the migrations.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Apply {
    /// A fresh session for each file, every statement by itself, on after an error; from `BEGIN` to
    /// `COMMIT` all or nothing.
    #[default]
    Psql,
    /// One transaction for each file, and an end at the first failure.
    Supabase,
}

/// What the catalog holds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Outcome {
    /// What the migrations meant: what only failed statements make is there as a shadow.
    #[default]
    Intended,
    /// What Postgres would have.
    Strict,
}

/// What a replay gives.
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    pub catalog: Catalog,
    pub statements: Statements,
    pub notices: Vec<Notice>,
}

/// The catalog that the files make, applied in the order given.
///
/// Never fails: what cannot be read is a notice, what Postgres would reject is among the failed
/// statements.
pub fn replay(files: &[&SchemaFile], options: &ReplayOptions) -> Replayed {
    stack::deep(|| run::run(files, options))
}

/// Whether an extension brings a function of this name; `None` when it is not known.
pub fn extension_has_routine(extension: &str, routine: &str) -> Option<bool> {
    let section = bootstrap::extension(extension)?;
    // The objects of a section without statements are told elsewhere.
    if section.platform.is_some() {
        return None;
    }
    Some(
        section
            .statements()
            .iter()
            .any(|item| match &item.statement {
                Statement::CreateRoutine(create) => create.name.name == routine,
                _ => false,
            }),
    )
}
