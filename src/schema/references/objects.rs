//! What the objects of a catalog use.

use std::collections::BTreeSet;

use super::{
    Effect, MissingColumn, Reference, References, Site, User, UserKind, names, names::Names,
    walker::Walker,
};
use crate::{
    schema::{
        catalog::{
            Catalog, Origin,
            constraint::{Constraint, ConstraintKind},
            relation::{Generated, Index, Relation},
            trigger::Trigger,
        },
        source::{self, SchemaFile},
    },
    source::Span,
    sql::{self, name::Name, query::QueryBody, statement::Statement},
};

/// The objects of a database.
pub(super) struct Objects<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) files: &'a [SchemaFile],
}

/// A text that is walked, and where it comes from.
struct Text<'t> {
    text: &'t str,
    origin: Option<&'t Origin>,
}

/// What an expression is put behind so that it is a statement.
const SELECT: &str = "select ";

impl<'a> Objects<'a> {
    pub(super) fn all(&self) -> References {
        let mut found = References::default();
        for relation in names::relations(self.catalog) {
            self.relation(relation, &mut found);
        }
        for routine in &self.catalog.routines {
            let user = user(UserKind::Routine, &routine.schema, None, &routine.name);
            let Some(definition) = &routine.definition else {
                continue;
            };
            let text = Text {
                text: definition,
                origin: routine.origin.as_ref(),
            };
            let mut walker = self.walker(&routine.schema);
            walker.routine_definition(routine, definition);
            self.finish(walker, user, &text, 0, &mut found);
        }
        for (name, job) in &self.catalog.cron_jobs {
            let text = Text {
                text: &job.command,
                origin: job.origin.as_ref(),
            };
            let mut walker = self.walker("public");
            for item in &sql::parse(&job.command).statements {
                walker.statement(&item.statement);
            }
            let user = user(UserKind::CronJob, "", None, name);
            self.finish(walker, user, &text, 0, &mut found);
        }
        found
    }

    /// A walk in which names are looked for in `public`, then where the object itself is.
    fn walker(&self, schema: &str) -> Walker<'a> {
        let mut path = vec!["public".to_owned()];
        if schema != "public" {
            path.push(schema.to_owned());
        }
        Walker::new(self.names, path)
    }

    fn relation(&self, relation: &'a Relation, found: &mut References) {
        self.view(relation, found);
        let hanging = |kind, name: &str| user(kind, &relation.schema, Some(&relation.name), name);
        for constraint in &relation.constraints {
            self.constraint(relation, constraint, found);
        }
        for column in &relation.columns {
            let Some(default) = &column.default else {
                continue;
            };
            let kind = match column.generated {
                Some(Generated::Stored) => UserKind::Generated,
                Some(Generated::IdentityAlways | Generated::IdentityByDefault) | None => {
                    UserKind::Default
                }
            };
            let text = Text {
                text: default,
                origin: column.origin.as_ref(),
            };
            self.condition(relation, hanging(kind, &column.name), &text, found);
        }
        for index in &relation.indexes {
            self.index(relation, index, found);
        }
        for policy in &relation.policies {
            let texts = policy.using_expression.iter().chain(&policy.with_check);
            for text in texts {
                let text = Text {
                    text,
                    origin: policy.origin.as_ref(),
                };
                let user = hanging(UserKind::Policy, &policy.name);
                self.condition(relation, user, &text, found);
            }
        }
        for trigger in &relation.triggers {
            self.trigger(relation, trigger, found);
        }
    }

    fn view(&self, relation: &'a Relation, found: &mut References) {
        let Some(definition) = &relation.definition else {
            return;
        };
        let text = Text {
            text: definition,
            origin: relation.origin.as_ref(),
        };
        let mut walker = self.walker(&relation.schema);
        for item in &sql::parse(definition).statements {
            walker.statement(&item.statement);
        }
        walker.follow_renames(relation, self.catalog);
        let user = user(UserKind::View, &relation.schema, None, &relation.name);
        self.finish(walker, user, &text, 0, found);
    }

    fn constraint(&self, relation: &'a Relation, constraint: &Constraint, found: &mut References) {
        let kind = match constraint.kind {
            ConstraintKind::PrimaryKey | ConstraintKind::Unique | ConstraintKind::Exclusion => {
                UserKind::Key
            }
            ConstraintKind::ForeignKey => UserKind::ForeignKey,
            ConstraintKind::Check => UserKind::Check,
        };
        let user = user(
            kind,
            &relation.schema,
            Some(&relation.name),
            &constraint.name,
        );
        let text = Text {
            text: constraint.definition.as_deref().unwrap_or_default(),
            origin: constraint.origin.as_ref(),
        };
        if kind == UserKind::Check && !text.text.is_empty() {
            self.condition(relation, user, &text, found);
            return;
        }
        let mut walker = self.walker(&relation.schema);
        let own = walker.known(Effect::Needs, relation, Span::default());
        walker.uses[own].columns = constraint.columns.iter().cloned().collect();
        if let Some(reference) = &constraint.references {
            let name = Name {
                schema: Some(reference.schema.as_str().into()),
                name: reference.relation.as_str().into(),
                span: Span::default(),
            };
            let far = walker.relation(Effect::Needs, &name);
            walker.uses[far].columns = reference.columns.iter().cloned().collect();
        }
        self.finish(walker, user, &text, 0, found);
    }

    fn index(&self, relation: &'a Relation, index: &Index, found: &mut References) {
        if index.constraint {
            return;
        }
        let user = user(
            UserKind::Index,
            &relation.schema,
            Some(&relation.name),
            &index.name,
        );
        let text = Text {
            text: index.definition.as_deref().unwrap_or_default(),
            origin: index.origin.as_ref(),
        };
        let mut walker = self.walker(&relation.schema);
        let own = walker.known(Effect::Needs, relation, Span::default());
        walker.uses[own].columns = index.columns.iter().flatten().cloned().collect();
        for item in &sql::parse(text.text).statements {
            walker.definition(&item.statement);
        }
        self.finish(walker, user, &text, 0, found);
    }

    fn trigger(&self, relation: &'a Relation, trigger: &Trigger, found: &mut References) {
        let user = user(
            UserKind::Trigger,
            &relation.schema,
            Some(&relation.name),
            &trigger.name,
        );
        let (schema, function) = trigger
            .function
            .split_once('.')
            .unwrap_or(("public", &trigger.function));
        let mut walker = self.walker(&relation.schema);
        let own = walker.known(Effect::Needs, relation, Span::default());
        walker.uses[own].columns = trigger.update_columns.iter().cloned().collect();
        walker.routine(&Name {
            schema: Some(schema.into()),
            name: function.into(),
            span: Span::default(),
        });
        if let Some(condition) = &trigger.condition {
            walker.rows.push(own);
            self.walk_condition(&mut walker, condition);
        }
        let text = Text {
            text: "",
            origin: trigger.origin.as_ref(),
        };
        self.finish(walker, user, &text, 0, found);
    }

    /// An expression over the columns of a relation.
    fn condition(
        &self,
        relation: &'a Relation,
        user: User,
        text: &Text<'_>,
        found: &mut References,
    ) {
        let mut walker = self.walker(&relation.schema);
        let own = walker.known(Effect::Needs, relation, Span::default());
        walker.enter();
        walker.bring(relation.name.clone(), Some(own));
        self.walk_condition(&mut walker, text.text);
        self.finish(walker, user, text, SELECT.len() as u32, found);
    }

    fn walk_condition(&self, walker: &mut Walker<'a>, condition: &str) {
        let script = sql::parse(&format!("{SELECT}{condition}"));
        for item in &script.statements {
            let Statement::Query(query) = &item.statement else {
                continue;
            };
            // Not as a query of its own: the relation's columns stay those of the innermost scope.
            if let QueryBody::Select(select) = &query.body {
                for target in &select.targets {
                    walker.expression(&target.value);
                }
            }
        }
    }

    /// Gives everything found its user and its place.
    fn finish(
        &self,
        walker: Walker<'a>,
        user: User,
        text: &Text<'_>,
        shift: u32,
        found: &mut References,
    ) {
        let place = Place::of(self.files, text);
        if walker.is_dynamic {
            found.dynamic.push(user.clone());
        }
        let of_row: BTreeSet<usize> = walker.rows.iter().copied().collect();
        let uses = walker.uses.into_iter().enumerate();
        let uses = uses.map(|(index, draft)| Reference {
            by: match draft.relation {
                // What a function does with the row is done by the relation's trigger.
                Some(relation) if of_row.contains(&index) => self::user(
                    UserKind::Trigger,
                    &relation.schema,
                    Some(&relation.name),
                    &user.name,
                ),
                Some(_) | None => user.clone(),
            },
            effect: draft.effect,
            target: draft.target,
            columns: draft.columns,
            all_columns: draft.all_columns,
            site: place.as_ref().map(|place| place.site(draft.span, shift)),
        });
        found.uses.extend(uses);
        let missing = walker.missing_columns.into_iter();
        let missing = missing.map(|draft| MissingColumn {
            by: user.clone(),
            schema: draft.schema,
            relation: draft.relation,
            column: draft.column,
            site: place.as_ref().map(|place| place.site(draft.span, shift)),
        });
        found.missing_columns.extend(missing);
    }
}

/// Where a text stands.
struct Place<'f> {
    file: &'f SchemaFile,
    /// Of the line that the origin names.
    line: Span,
    /// Where the text begins, when it stands there as it is.
    start: Option<u32>,
}

impl<'f> Place<'f> {
    fn of(files: &'f [SchemaFile], text: &Text<'_>) -> Option<Self> {
        let origin = text.origin?;
        let file = source::by_path(files, &origin.file)?;
        let line = file.lines.line_span(&file.text, origin.line)?;
        let first = file.text.get(line.range())?;
        let indent = (first.len() - first.trim_start().len()) as u32;
        let start = if text.text.is_empty() {
            None
        } else {
            let rest = file.text.get(line.start as usize..)?;
            rest.find(text.text).map(|at| line.start + at as u32)
        };
        Some(Self {
            file,
            line: Span {
                start: line.start + indent,
                end: line.start + (first.trim_end().len() as u32).max(indent),
            },
            start,
        })
    }

    /// A span of the text, in the file; `shift` bytes were put before the text.
    fn site(&self, span: Span, shift: u32) -> Site {
        let span = match self.start {
            Some(start) if span != Span::default() && span.start >= shift => Span {
                start: start + span.start - shift,
                end: start + span.end - shift,
            },
            Some(_) | None => self.line,
        };
        Site {
            path: self.file.path.clone(),
            span,
        }
    }
}

pub(super) fn user(kind: UserKind, schema: &str, relation: Option<&str>, name: &str) -> User {
    User {
        kind,
        schema: schema.to_owned(),
        relation: relation.map(str::to_owned),
        name: name.to_owned(),
    }
}
