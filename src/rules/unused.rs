//! What the rules about unused things share: where they cannot tell, and what speaks against them.

use std::collections::BTreeSet;

use super::{Context, Outcome, Rule, usage::Usage, written::count};
use crate::{
    access::{Access, TargetKind},
    finding::{Finding, Place, Severity, Subject},
    mention::words,
    schema::{
        Database,
        catalog::{State, relation::Relation},
        references::{Effect, Reference, UserKind},
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
    } else if let Some(library) = database.mapper() {
        format!("the project describes the database to {library}, whose queries are not read")
    } else if !database.tells_uses() {
        "no source of the schema tells what its views and functions use".to_owned()
    } else if usage.accesses.is_empty() {
        "no code was found that uses the database".to_owned()
    } else {
        return true;
    };
    outcome.skip(context, rule.id, index, &reason);
    false
}

/// The relations that somebody of the project made for it to use.
pub(super) fn relations(database: &Database) -> impl Iterator<Item = &Relation> {
    let relations = database.catalog.relations.iter();
    relations.filter(|relation| relation.state != State::Assumed && !relation.is_bookkeeping())
}

/// What SQL does with a relation, but for what is part of it.
pub(super) fn in_sql<'a>(
    context: &'a Context<'_>,
    index: usize,
    relation: &'a Relation,
) -> impl Iterator<Item = &'a Reference> {
    context.references[index].of_relation(&relation.schema, &relation.name)
}

/// Whether a reference reads rows of its target.
pub(super) fn reads(reference: &Reference) -> bool {
    reference.effect == Effect::Read && reference.is_lasting()
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
            && routine
                .definition
                .as_deref()
                .is_some_and(|definition| words(definition).any(|(_, word)| word == name))
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
