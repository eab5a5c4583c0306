//! What discovery finds, read: every candidate is a catalog.

use std::collections::BTreeSet;

use super::{
    Database, Other,
    catalog::{Catalog, State},
    discover::{
        Found,
        candidate::{Candidate, Content},
        is_seed, undoing,
    },
    drizzle::{self, naming::Casing},
    generated_types, prisma,
    replay::{self, Apply, Outcome, ReplayOptions, Replayed},
    snapshot,
    source::{self, SchemaFile, SourceKind},
    statement::{Opaque, Statements},
};
use crate::{
    notice::{Notice, NoticeKind},
    source::Sources,
};

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub apply: Apply,
    pub outcome: Outcome,
    /// The migration after which no further one is applied: its name, or how that begins.
    pub at: Option<String>,
    pub others: Others,
}

/// What becomes of sources that do not make the catalog.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Others {
    #[default]
    Skip,
    /// They are read, too, to be compared.
    Keep,
}

/// Why a database cannot be put together.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum AssembleError {
    #[error("no migration of `{database}` is called `{version}`")]
    #[diagnostic(
        code(schema::version),
        help("give the name of a migration's file, or the number that it begins with")
    )]
    Version { database: String, version: String },
}

/// The texts that candidates name, those of source code and seeds too, ordered by path.
pub fn texts(databases: &[Found], files: &[SchemaFile], sources: &Sources) -> Vec<SchemaFile> {
    let candidates = databases.iter().flat_map(|found| &found.candidates);
    let wanted: BTreeSet<&str> = candidates.flat_map(|candidate| candidate.texts()).collect();
    let copy = |file: &SchemaFile| SchemaFile::new(file.path.clone(), file.text.clone());
    let is_wanted = |file: &&SchemaFile| wanted.contains(file.path.as_str()) || is_seed(&file.path);
    let read = files.iter().filter(is_wanted);
    let mut texts: Vec<SchemaFile> = read.map(|file| prepared(copy(file))).collect();
    for path in wanted {
        let code = sources.by_path(path).map(|file| sources.get(file));
        texts.extend(code.map(|file| SchemaFile::new(file.path.clone(), file.text.clone())));
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

/// A text without what undoes it.
pub fn prepared(mut file: SchemaFile) -> SchemaFile {
    undoing::blank(&mut file);
    file
}

/// The database that its most trusted candidate describes, with what was to say about the texts.
///
/// A candidate that turns out to hold nothing yields to the next. `files` are ordered by path.
///
/// # Errors
///
/// When there is no migration of the version asked for.
pub fn database(
    mut found: Found,
    files: &[SchemaFile],
    options: &Options,
) -> Result<(Database, Vec<Notice>), AssembleError> {
    let mut read = Replayed::default();
    let mut notices = Vec::new();
    for index in 0..found.candidates.len() {
        let candidate = &found.candidates[index];
        let replayed =
            catalog(candidate, files, options).ok_or_else(|| AssembleError::Version {
                database: found.name.clone(),
                version: options.at.clone().unwrap_or_default(),
            })?;
        notices.extend(replayed.notices.iter().cloned());
        let says_something = !is_empty(&replayed);
        if says_something || index == 0 {
            read = replayed;
        }
        if says_something {
            found.candidates[..=index].rotate_right(1);
            break;
        }
    }
    let others = match options.others {
        Others::Skip => Vec::new(),
        Others::Keep => others(&found.candidates, files, options),
    };
    let candidates = found.candidates.into_iter();
    let sources = candidates.flat_map(|candidate| candidate.sources);
    let database = Database {
        gaps: gaps(&read.catalog, &read.statements, files),
        name: found.name,
        root: found.root,
        exposed: found.exposed,
        max_rows: found.max_rows,
        resources: found.resources,
        sources: sources.collect(),
        left_out: found.left_out,
        others,
        catalog: read.catalog,
        statements: read.statements,
    };
    Ok((database, notices))
}

/// What the candidates after the first say; SQL that is applied has a history of its own.
fn others(candidates: &[Candidate], files: &[SchemaFile], options: &Options) -> Vec<Other> {
    let others = candidates.iter().skip(1).filter_map(|candidate| {
        let replayed = catalog(candidate, files, options)?;
        let source = candidate.sources.first()?;
        let says_something = !is_empty(&replayed) && replayed.statements.failed.is_empty();
        says_something.then(|| Other {
            source: source.clone(),
            catalog: replayed.catalog,
        })
    });
    others.collect()
}

/// Whether nothing was found, and nothing was tried.
fn is_empty(read: &Replayed) -> bool {
    let catalog = &read.catalog;
    let tried = read.statements.failed.len() + read.statements.opaque.len();
    catalog.relations.is_empty()
        && catalog.routines.is_empty()
        && catalog.enums.is_empty()
        && tried == 0
}

/// What one candidate says; `None` when it has no migration of the version asked for.
pub fn catalog(candidate: &Candidate, files: &[SchemaFile], options: &Options) -> Option<Replayed> {
    match &candidate.content {
        Content::Catalog(catalog) => Some(Replayed {
            catalog: Catalog::clone(catalog),
            ..Replayed::default()
        }),
        Content::Sql {
            files: paths,
            platform,
        } => {
            let paths = match &options.at {
                Some(version) => until(paths, version)?,
                None => paths,
            };
            let (paths, skipped) = applied(paths, candidate.kind(), options.apply);
            let options = ReplayOptions {
                platform: *platform,
                apply: options.apply,
                outcome: options.outcome,
            };
            let mut replayed = replay::replay(&named(&paths, files), &options);
            replayed.notices.extend(skipped);
            Some(replayed)
        }
        Content::Texts(paths) => Some(declared(candidate.kind(), &named(paths, files))),
        Content::Drizzle {
            config,
            entries,
            files: paths,
            clients,
        } => {
            let config = source::by_path(files, config);
            let config = config.and_then(|file| drizzle::config::read(file).into_iter().next());
            let casing = config.map(|config| config.casing);
            let casing = casing.filter(|casing| *casing != Casing::Keep);
            let casing = casing.unwrap_or(*clients);
            Some(drizzle(
                &named(entries, files),
                &named(paths, files),
                casing,
            ))
        }
    }
}

/// What texts say that are read as a whole.
fn declared(kind: SourceKind, files: &[&SchemaFile]) -> Replayed {
    let Some(file) = files.first() else {
        return Replayed::default();
    };
    let (catalog, notices) = match kind {
        SourceKind::GeneratedTypes => generated_types::read(file),
        SourceKind::Snapshot => match snapshot::read(&file.text) {
            Ok(snapshot) => (snapshot.catalog, Vec::new()),
            Err(error) => (Catalog::default(), vec![unusable(file, &error.to_string())]),
        },
        SourceKind::PrismaSchema => {
            let read = prisma::read(files);
            (read.catalog, read.notices)
        }
        SourceKind::Live
        | SourceKind::DrizzleSchema
        | SourceKind::SupabaseMigrations
        | SourceKind::SupabaseSchemas
        | SourceKind::PrismaMigrations
        | SourceKind::DrizzleMigrations
        | SourceKind::Sql
        | SourceKind::Dump => (Catalog::default(), Vec::new()),
    };
    Replayed {
        catalog,
        notices,
        ..Replayed::default()
    }
}

/// What the declarations of a Drizzle project say.
fn drizzle(entries: &[&SchemaFile], files: &[&SchemaFile], casing: Casing) -> Replayed {
    let read = drizzle::read(entries, files, casing);
    Replayed {
        catalog: read.catalog,
        notices: read.notices,
        ..Replayed::default()
    }
}

fn unusable(file: &SchemaFile, problem: &str) -> Notice {
    Notice {
        path: file.path.clone(),
        line: None,
        kind: NoticeKind::Manifest,
        message: format!("the snapshot cannot be used: {problem}"),
    }
}

fn named<'a>(paths: &[String], files: &'a [SchemaFile]) -> Vec<&'a SchemaFile> {
    let texts = paths.iter().map(|path| source::by_path(files, path));
    texts.flatten().collect()
}

/// The files that the tool would apply, and a notice for each that it would pass over.
fn applied(paths: &[String], kind: SourceKind, apply: Apply) -> (Vec<String>, Vec<Notice>) {
    let is_strict = apply == Apply::Supabase && kind == SourceKind::SupabaseMigrations;
    if !is_strict || !paths.iter().any(|path| source::is_numbered(path)) {
        return (paths.to_vec(), Vec::new());
    }
    let (applied, skipped): (Vec<_>, Vec<_>) = paths
        .iter()
        .cloned()
        .partition(|path| source::is_numbered(path));
    let notice = |path| Notice {
        path,
        line: None,
        kind: NoticeKind::Manifest,
        message: "the Supabase CLI passes over files that are not named `<number>_<name>.sql`"
            .to_owned(),
    };
    (applied, skipped.into_iter().map(notice).collect())
}

/// The files up to the last one of a version.
fn until<'a>(paths: &'a [String], version: &str) -> Option<&'a [String]> {
    let is_of_version = |path: &String| {
        let names = path.rsplit('/').take(2);
        names.into_iter().any(|name| {
            let rest = name.strip_prefix(version);
            rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
        })
    };
    let last = paths.iter().rposition(is_of_version)?;
    Some(&paths[..=last])
}

/// Parts of the catalog in relation to the whole, in percent, from which it counts as incomplete.
const MANY_ASSUMED: usize = 10;

/// Why relations may be missing.
fn gaps(catalog: &Catalog, statements: &Statements, files: &[SchemaFile]) -> Vec<String> {
    let mut gaps = Vec::new();
    let opaque = statements.opaque.iter();
    let opaque = opaque.filter(|opaque| defines_relations(opaque, statements, files));
    match opaque.count() {
        0 => {}
        1 => gaps.push("the effect of a statement on relations is not known".to_owned()),
        number => gaps.push(format!(
            "the effect of {number} statements on relations is not known"
        )),
    }
    let assumed = catalog.relations.iter();
    let assumed = assumed.filter(|relation| relation.state == State::Assumed);
    let assumed = assumed.count();
    if assumed > 0 && assumed * 100 >= catalog.relations.len() * MANY_ASSUMED {
        let all = catalog.relations.len();
        gaps.push(format!(
            "{assumed} of {all} relations are altered or used, but nothing creates them"
        ));
    }
    gaps
}

/// Whether a statement would create, change or drop relations, by the words in it.
fn defines_relations(opaque: &Opaque, statements: &Statements, files: &[SchemaFile]) -> bool {
    let path = statements.files.get(opaque.place.file);
    let Some(file) = path.and_then(|path| source::by_path(files, path)) else {
        return false;
    };
    let text = file.text.get(opaque.place.span.range());
    may_define_relations(text.unwrap_or_default())
}

/// Whether the words of a statement could change which relations and columns there are; what only
/// adds a key or an index could not.
fn may_define_relations(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let folded = words.join(" ");
    let is_relation = |word: &&&str| matches!(**word, "table" | "view");
    let creates = words.iter().enumerate().any(|(index, word)| {
        let after = words[index + 1..].iter().take(6);
        matches!(*word, "create" | "drop")
            && after
                .take_while(|word| !matches!(**word, "index" | "trigger" | "policy" | "function"))
                .any(|word| is_relation(&word))
    });
    let changes = ["add column", "drop column", "rename", "set schema"];
    let executes = folded.match_indices("execute ").any(|(at, word)| {
        let after = &folded[at + word.len()..];
        !after.starts_with("function") && !after.starts_with("procedure") && !is_harmless(after)
    });
    creates || executes || changes.iter().any(|change| folded.contains(change))
}

/// Whether a text that is executed begins as a statement that leaves relations alone, as far as
/// its literal shows: what is executed otherwise may be anything.
fn is_harmless(executed: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "revoke ",
        "grant ",
        "comment on ",
        "create policy ",
        "alter policy ",
        "drop policy ",
        "create trigger ",
        "create or replace trigger ",
        "drop trigger ",
        "create index ",
        "create unique index ",
        "drop index ",
        "alter function ",
        "drop function ",
    ];
    let executed = executed.trim_start_matches('(');
    let formatted = executed.strip_prefix("format(");
    let text = formatted.unwrap_or(executed).trim_start();
    let literal = match text.strip_prefix('\'') {
        Some(literal) => literal.split('\'').next(),
        None => text
            .strip_prefix('$')
            .and_then(|text| text.split_once('$'))
            .and_then(|(_, literal)| literal.split('$').next()),
    };
    let Some(literal) = literal.map(str::trim_start) else {
        return false;
    };
    let is_one = !literal.trim_end().trim_end_matches(';').contains(';');
    let mut beginnings = BEGINNINGS.iter();
    is_one && beginnings.any(|beginning| literal.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_may_change_relations() {
        for text in [
            "do $$ begin if x then create table a (b int); end if; end $$",
            "CREATE OR REPLACE  TEMP VIEW a AS SELECT 1",
            "drop materialized view a",
            "alter table a add column b int",
            "ALTER TABLE a RENAME TO b",
            "do $$ begin execute 'what' || ever; end $$",
            "do $$ begin execute format('alter table %I add column b int', a); end $$",
            "do $$ begin execute 'revoke all on a from b; drop view ' || c; end $$",
        ] {
            assert!(may_define_relations(text), "{text}");
        }
        for text in [
            "alter table a add constraint b primary key (c)",
            "create unique index a on b (c)",
            "create trigger a after insert on b execute function c()",
            "update a set b = 1",
            "do $$ begin execute format('REVOKE ALL ON FUNCTION %s FROM anon', name); end $$",
            "do $$ begin EXECUTE 'drop policy ' || quote_ident(a) || ' on b'; end $$",
            "do $a$ begin execute format($b$ grant select on %I to c $b$, d); end $a$",
        ] {
            assert!(!may_define_relations(text), "{text}");
        }
    }
}
