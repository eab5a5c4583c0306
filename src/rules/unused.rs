//! What the rules about unused things share: where they cannot tell, and what speaks against them.

use std::collections::BTreeSet;

use super::{
    Context, Outcome, Rule,
    usage::Usage,
    written::{count, tells_uses},
};
use crate::{
    access::{Access, TargetKind},
    finding::{Finding, Place, Severity, Subject},
    schema::{
        Database,
        catalog::{State, relation::Relation},
        references::{Effect, Reference, TargetKind as Kind, UserKind},
        source::SourceKind,
    },
};

/// The databases that can be judged, by their indexes, with what code uses of each; for the others
/// the rule is noted as skipped.
pub(super) fn judged<'a>(
    rule: &Rule,
    context: &Context<'a>,
    outcome: &mut Outcome,
) -> Vec<(usize, Usage<'a>)> {
    let indexes = 0..context.databases.len();
    let usages = indexes.map(|index| (index, Usage::of(context, index)));
    usages
        .filter(|(index, usage)| can_be_told(rule, context, *index, usage, outcome))
        .collect()
}

/// What a finding about something of a database is about: the thing by its qualified name.
pub(super) fn subject(context: &Context<'_>, index: usize, name: &str) -> Subject {
    Subject {
        database: context.name_of(index),
        target: name.to_owned(),
        ..Subject::default()
    }
}

/// Whether a database can be judged; if not, the rule is noted as skipped.
fn can_be_told(
    rule: &Rule,
    context: &Context<'_>,
    index: usize,
    usage: &Usage<'_>,
    outcome: &mut Outcome,
) -> bool {
    let database = &context.databases[index];
    let reason = if let Some(language) = context.options.unread.first() {
        format!("the project uses {language}, which is not read and may use anything")
    } else if let Some(library) = mapper(database) {
        format!("the project describes the database to {library}, whose queries are not read")
    } else if !tells_uses(database) {
        "no source of the schema tells what its views and functions use".to_owned()
    } else if usage.accesses.is_empty() {
        "no code was found that uses the database".to_owned()
    } else {
        return true;
    };
    outcome.skip(context, rule.id, index, &reason);
    false
}

/// The library to which the project describes its database, to ask it through that.
fn mapper(database: &Database) -> Option<&'static str> {
    database
        .sources
        .iter()
        .find_map(|source| match source.kind {
            SourceKind::PrismaSchema | SourceKind::PrismaMigrations => Some("Prisma"),
            SourceKind::DrizzleSchema | SourceKind::DrizzleMigrations => Some("Drizzle"),
            SourceKind::Live
            | SourceKind::Snapshot
            | SourceKind::SupabaseMigrations
            | SourceKind::SupabaseSchemas
            | SourceKind::Sql
            | SourceKind::Dump
            | SourceKind::GeneratedTypes => None,
        })
}

/// The relations that somebody of the project made for it to use.
pub(super) fn relations(database: &Database) -> impl Iterator<Item = &Relation> {
    let relations = database.catalog.relations.iter();
    relations.filter(|relation| relation.state != State::Assumed && !is_bookkeeping(relation))
}

/// Tables in which tools keep what they have done, and those that Prisma joins others by.
fn is_bookkeeping(relation: &Relation) -> bool {
    const NAMES: [&str; 12] = [
        "_prisma_migrations",
        "__drizzle_migrations",
        "schema_migrations",
        "knex_migrations",
        "knex_migrations_lock",
        "flyway_schema_history",
        "pgmigrations",
        "migrations",
        "goose_db_version",
        "gorp_migrations",
        "ar_internal_metadata",
        "spatial_ref_sys",
    ];
    let columns: Vec<&str> = relation.columns.iter().map(|it| it.name.as_str()).collect();
    let joins = relation.name.starts_with('_') && columns == ["A", "B"];
    joins || NAMES.contains(&relation.name.as_str())
}

/// What SQL does with a relation, but for what is part of it.
pub(super) fn in_sql<'a>(
    context: &'a Context<'_>,
    index: usize,
    relation: &'a Relation,
) -> impl Iterator<Item = &'a Reference> {
    let uses = context.references[index].named(Kind::Relation, &relation.name);
    uses.filter(move |reference| {
        let by = &reference.by;
        let is_itself = by.kind == UserKind::View && by.name == relation.name;
        reference
            .target
            .is(Kind::Relation, &relation.schema, &relation.name)
            && !by.hangs_on(&relation.schema, &relation.name)
            && !is_itself
    })
}

/// Whether a reference keeps its target in use: a migration's reading or filling does not.
pub(super) fn is_lasting(reference: &Reference) -> bool {
    match reference.by.kind {
        UserKind::View
        | UserKind::Routine
        | UserKind::Trigger
        | UserKind::Policy
        | UserKind::Check
        | UserKind::Key
        | UserKind::ForeignKey
        | UserKind::Default
        | UserKind::Generated
        | UserKind::Index
        | UserKind::CronJob => true,
        UserKind::Migration | UserKind::Seed => false,
    }
}

/// Whether a reference reads rows of its target.
pub(super) fn reads(reference: &Reference) -> bool {
    reference.effect == Effect::Read && is_lasting(reference)
}

/// Whether a reference puts rows into its target, once or again and again.
pub(super) fn inserts(reference: &Reference) -> bool {
    reference.effect == Effect::Insert
}

/// The routines and jobs whose SQL is put together at run time and has a word in it.
fn dynamic_mention(context: &Context<'_>, index: usize, name: &str) -> Option<String> {
    let catalog = &context.databases[index].catalog;
    let dynamic: BTreeSet<(&str, &str)> = context.references[index]
        .dynamic
        .iter()
        .filter(|user| user.kind == UserKind::Routine)
        .map(|user| (user.schema.as_str(), user.name.as_str()))
        .collect();
    let mut routines = catalog.routines.iter();
    let found = routines.find(|routine| {
        dynamic.contains(&(routine.schema.as_str(), routine.name.as_str()))
            && routine.name != name
            && routine.definition.as_deref().is_some_and(|definition| {
                super::written::words(definition).any(|(_, word)| word == name)
            })
    })?;
    Some(format!(
        "function `{}` puts SQL together and has the word in it",
        found.name
    ))
}

/// What lessens the certainty that something is unused.
pub(super) struct Doubts<'a> {
    pub(super) index: usize,
    pub(super) kind: TargetKind,
    pub(super) usage: &'a Usage<'a>,
}

impl Doubts<'_> {
    /// Adds to a finding what speaks against it, and makes it a note if anything does.
    pub(super) fn weaken(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        name: &str,
        mention: Option<&Place>,
    ) {
        let mut doubts = Vec::new();
        if let Some(place) = mention {
            doubts.push(format!("the word is mentioned in {}", context.at(place)));
        }
        let database = &context.databases[self.index];
        // Migrations name tables in texts to find out whether they are there.
        let is_routine = self.kind == TargetKind::Routine;
        let quoted = is_routine.then(|| context.quoted_in_sql(database, name));
        if let Some(place) = quoted.flatten() {
            doubts.push(format!("it is named in a text in {}", context.at(&place)));
        }
        doubts.extend(dynamic_mention(context, self.index, name));
        doubts.extend(self.dynamic(context));
        if context.completeness[self.index].is_incomplete() {
            doubts.push("the schema is not known completely".to_owned());
        }
        if doubts.is_empty() {
            return;
        }
        finding.severity = Severity::Note;
        finding.help = Some(format!("this may not hold: {}", doubts.join("; ")));
    }

    fn dynamic(&self, context: &Context<'_>) -> Option<String> {
        let dynamic: Vec<&Access> = self.usage.dynamic(self.kind);
        let first = dynamic.first()?;
        let place = Place {
            path: context.sources.get(first.file).path.clone(),
            span: first.method_span,
        };
        let noun = match self.kind {
            TargetKind::Routine => "routine",
            TargetKind::Relation | TargetKind::Bucket | TargetKind::EdgeFunction => "relation",
        };
        let verb = if dynamic.len() == 1 {
            "chooses its"
        } else {
            "choose their"
        };
        Some(format!(
            "{} {verb} {noun} at run time (first in {})",
            count(dynamic.len(), "access").replace("accesss", "accesses"),
            context.at(&place)
        ))
    }
}
