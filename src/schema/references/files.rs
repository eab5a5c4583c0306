//! What the statements of migrations and seeds use.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::{
    MissingColumn, Reference, References, Site, User, UserKind, names::Names, objects::user,
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
    sql::{
        self, Item,
        statement::{
            Body, Statement,
            table::{AlterActionKind, ColumnConstraintKind, TableConstraintKind},
        },
    },
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
    let found = told(walker, &user(kind, "", None, &file.path), file, 0);
    References {
        // Rows of migrations are about the schema as it was then.
        missing_columns: Vec::new(),
        ..found
    }
}

/// What a failed statement defines, and what that names.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Of the first thing that it defines; the foreign key of a table.
    pub kind: UserKind,
    /// Their users are of the kinds of what is defined and have the name of the file.
    pub references: References,
}

/// The definitions of a database's failed statements, parallel to them.
///
/// `None` for statements that define nothing which names other things, and for those whose text is
/// not among `files`.
pub fn failed(database: &Database, files: &[SchemaFile]) -> Vec<Option<Definition>> {
    stack::deep(|| {
        let names = Names::new(database);
        let failed = database.statements.failed.iter();
        let definitions = failed.map(|failed| definition(&names, database, files, failed));
        definitions.collect()
    })
}

fn definition(
    names: &Names<'_>,
    database: &Database,
    files: &[SchemaFile],
    failed: &Failed,
) -> Option<Definition> {
    let path = database.statements.files.get(failed.place.file)?;
    let file = source::by_path(files, path)?;
    let text = file.text.get(failed.place.statement.range())?;
    let script = sql::parse(text);
    let mut found: Option<Definition> = None;
    for statement in script.statements.iter().flat_map(within) {
        let Some(kind) = defined(statement) else {
            continue;
        };
        let mut walker = Walker::new(names, vec!["public".to_owned()]);
        walker.definition(statement);
        let start = failed.place.statement.start;
        let references = told(walker, &user(kind, "", None, &file.path), file, start);
        match &mut found {
            Some(found) => found.references.append(references),
            None => found = Some(Definition { kind, references }),
        }
    }
    found
}

/// A statement, or those of a `DO` block.
fn within(item: &Item) -> Vec<&Statement> {
    match &item.statement {
        Statement::Do(Body::Procedural(block)) => {
            let steps = block.steps().into_iter();
            steps.filter_map(super::block::statement).collect()
        }
        statement => vec![statement],
    }
}

/// The kind of what a statement defines, when that names other things.
fn defined(statement: &Statement) -> Option<UserKind> {
    match statement {
        // What it is made from.
        Statement::CreateTable(create) if create.query.is_some() => Some(UserKind::View),
        Statement::CreateTable(_) => Some(UserKind::ForeignKey),
        Statement::AlterTable(alter) => {
            let mut actions = alter.actions.iter();
            actions
                .any(|action| refers(&action.kind))
                .then_some(UserKind::ForeignKey)
        }
        Statement::CreateView(_) => Some(UserKind::View),
        Statement::CreatePolicy(_) | Statement::AlterPolicy(_) => Some(UserKind::Policy),
        Statement::CreateTrigger(_) => Some(UserKind::Trigger),
        Statement::CreateRoutine(_) => Some(UserKind::Routine),
        _ => None,
    }
}

fn refers(action: &AlterActionKind) -> bool {
    match action {
        AlterActionKind::AddConstraint(constraint) => {
            matches!(constraint.kind, TableConstraintKind::ForeignKey { .. })
        }
        AlterActionKind::AddColumn { column, .. } => column
            .constraints
            .iter()
            .any(|constraint| matches!(constraint.kind, ColumnConstraintKind::References(_))),
        _ => false,
    }
}

/// What was found in a text that begins at `start` in a file.
fn told(walker: Walker<'_>, user: &User, file: &SchemaFile, start: u32) -> References {
    let site = |span: Span| Site {
        path: file.path.clone(),
        span: Span {
            start: start + span.start,
            end: start + span.end,
        },
    };
    let uses = walker.uses.into_iter().map(|draft| Reference {
        by: user.clone(),
        effect: draft.effect,
        target: draft.target,
        columns: draft.columns,
        all_columns: draft.all_columns,
        site: Some(site(draft.span)),
    });
    let missing = walker.missing_columns.into_iter();
    let missing = missing.map(|draft| MissingColumn {
        by: user.clone(),
        schema: draft.schema,
        relation: draft.relation,
        column: draft.column,
        site: Some(site(draft.span)),
    });
    References {
        uses: uses.collect(),
        missing_columns: missing.collect(),
        dynamic: if walker.is_dynamic {
            vec![user.clone()]
        } else {
            Vec::new()
        },
        ..References::default()
    }
}
