//! What the statements of migrations and seeds use.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::{
    Effect, MissingColumn, Reference, References, Site, UserKind, names::Names, objects::user,
    walker::Walker,
};
use crate::{
    schema::{
        Database,
        discover::is_seed,
        source::{self, SchemaFile},
        statement::Failed,
    },
    source::Span,
    sql::{self, statement::Statement},
    stack,
};

/// What reads, changes and calls when migrations and seeds are applied.
pub(super) fn rows(database: &Database, names: &Names<'_>, files: &[SchemaFile]) -> References {
    let migrations = &database.statements.files;
    let migrations = migrations.iter().filter_map(|path| {
        let file = source::by_path(files, path)?;
        Some((UserKind::Migration, file))
    });
    let seeds = files.iter().filter(|file| {
        is_seed(&file.path)
            && is_below(&file.path, &database.root)
            && !database.statements.files.contains(&file.path)
    });
    let all: Vec<_> = migrations
        .chain(seeds.map(|file| (UserKind::Seed, file)))
        .collect();
    let found: Vec<References> = all
        .into_par_iter()
        .map(|(kind, file)| stack::deep(|| file_rows(names, kind, file)))
        .collect();
    let mut all = References::default();
    found.into_iter().for_each(|found| all.append(found));
    all
}

fn is_below(path: &str, root: &str) -> bool {
    let rest = path.strip_prefix(root);
    root.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}

fn file_rows(names: &Names<'_>, kind: UserKind, file: &SchemaFile) -> References {
    let mut walker = Walker::new(names, vec!["public".to_owned()]);
    for item in &sql::parse(&file.text).statements {
        if let Statement::Set { name, values, .. } = &item.statement
            && name == "search_path"
        {
            walker.path.clone_from(values);
        }
        walker.statement(&item.statement);
    }
    let user = user(kind, "", None, &file.path);
    let uses = walker.uses.into_iter().map(|draft| Reference {
        by: user.clone(),
        effect: draft.effect,
        target: draft.target,
        columns: draft.columns,
        all_columns: draft.all_columns,
        site: Some(site(file, draft.span)),
    });
    References {
        uses: uses.collect(),
        dynamic: if walker.is_dynamic {
            vec![user]
        } else {
            Vec::new()
        },
        // Rows of migrations are about the schema as it was then.
        missing_columns: Vec::new(),
    }
}

fn site(file: &SchemaFile, span: Span) -> Site {
    Site {
        path: file.path.clone(),
        span,
    }
}

/// What the definition in a failed statement names and the database lacks, in the order written.
///
/// Empty for statements that define nothing, and for those whose text is not among `files`.
pub fn failed(database: &Database, files: &[SchemaFile], failed: &Failed) -> References {
    let path = database.statements.files.get(failed.place.file);
    let file = path.and_then(|path| source::by_path(files, path));
    let text = file.and_then(|file| file.text.get(failed.place.statement.range()));
    let (Some(file), Some(text)) = (file, text) else {
        return References::default();
    };
    stack::deep(|| {
        let names = Names::new(database);
        let mut walker = Walker::new(&names, vec!["public".to_owned()]);
        for item in &sql::parse(text).statements {
            walker.definition(&item.statement);
        }
        let user = user(UserKind::Migration, "", None, &file.path);
        let shifted = |span: Span| {
            let start = failed.place.statement.start;
            site(
                file,
                Span {
                    start: start + span.start,
                    end: start + span.end,
                },
            )
        };
        let uses = walker.uses.into_iter().map(|draft| Reference {
            by: user.clone(),
            effect: match draft.effect {
                Effect::Needs | Effect::Read => Effect::Needs,
                other => other,
            },
            target: draft.target,
            columns: draft.columns,
            all_columns: draft.all_columns,
            site: Some(shifted(draft.span)),
        });
        let missing = walker.missing_columns.into_iter();
        let missing = missing.map(|draft| MissingColumn {
            by: user.clone(),
            schema: draft.schema,
            relation: draft.relation,
            column: draft.column,
            site: Some(shifted(draft.span)),
        });
        References {
            uses: uses.collect(),
            missing_columns: missing.collect(),
            dynamic: Vec::new(),
        }
    })
}
