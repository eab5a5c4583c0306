//! What the schema says of the nodes of the map, found by the names that they have there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    map::node::{Object, SqlKind, SqlUnit},
    schema::{
        Database,
        catalog::{
            Origin,
            relation::{Relation, RelationKind},
            routine::{Routine, RoutineKind},
            trigger::{Policy, PolicyCommand, Trigger, TriggerEvent, TriggerTiming},
        },
    },
    survey::Survey,
};

/// The catalogs of a project.
pub(super) struct Catalogs<'a> {
    survey: &'a Survey<'a>,
    /// With the partitions, and what of the platform was changed.
    relations: BTreeMap<Object, &'a Relation>,
    /// The overloads of one name together.
    routines: BTreeMap<Object, Vec<&'a Routine>>,
    /// Relations that belong to the project itself.
    own: Vec<Object>,
    platform: BTreeSet<Object>,
}

impl<'a> Catalogs<'a> {
    pub(super) fn of(survey: &'a Survey<'a>) -> Self {
        let mut catalogs = Self {
            survey,
            relations: BTreeMap::new(),
            routines: BTreeMap::new(),
            own: Vec::new(),
            platform: BTreeSet::new(),
        };
        for (index, database) in survey.databases.iter().enumerate() {
            let catalog = &database.catalog;
            let others = catalog.partitions.iter().chain(&catalog.platform);
            for relation in others.chain(&catalog.relations) {
                let object = catalogs.object(index, &relation.schema, &relation.name);
                catalogs.relations.insert(object, relation);
            }
            for relation in &catalog.relations {
                let object = catalogs.object(index, &relation.schema, &relation.name);
                catalogs.own.push(object);
            }
            for relation in &catalog.platform {
                let object = catalogs.object(index, &relation.schema, &relation.name);
                catalogs.platform.insert(object);
            }
            for routine in &catalog.routines {
                let object = catalogs.object(index, &routine.schema, &routine.name);
                catalogs.routines.entry(object).or_default().push(routine);
            }
        }
        catalogs
    }

    fn object(&self, database: usize, schema: &str, name: &str) -> Object {
        Object {
            database: self.survey.database_name(Some(database)).to_owned(),
            schema: self.survey.schema_ref(Some(database), schema),
            name: name.to_owned(),
        }
    }

    /// The database of a name, which is empty where there is one.
    fn database(&self, name: &str) -> Option<usize> {
        let mut databases = 0..self.survey.databases.len();
        databases.find(|&index| self.survey.database_name(Some(index)) == name)
    }

    /// The schema that names of this database stand in when they name none.
    pub(super) fn default_schema(&self, database: &str) -> &'a str {
        self.survey.default_schema(self.database(database))
    }

    /// The relations of the project itself, in the order of its databases.
    pub(super) fn own(&self) -> &[Object] {
        &self.own
    }

    pub(super) fn relation(&self, object: &Object) -> Option<&'a Relation> {
        self.relations.get(object).copied()
    }

    pub(super) fn is_of_platform(&self, object: &Object) -> bool {
        self.platform.contains(object)
    }

    /// The label of the relation at the far end of a key of `object`.
    pub(super) fn referenced(&self, object: &Object, schema: &str, relation: &str) -> String {
        let database = self.database(&object.database).unwrap_or_default();
        self.object(database, schema, relation).label()
    }

    /// Where a routine is defined, and what it is; nothing where no schema lists it.
    pub(super) fn routine(&self, object: &Object) -> (Option<&'a Origin>, Vec<String>) {
        let routines = self.routines.get(object).map_or(&[][..], Vec::as_slice);
        let origin = routines.iter().find_map(|routine| routine.origin.as_ref());
        (
            origin,
            routines.iter().copied().map(routine_words).collect(),
        )
    }

    /// Where a unit of SQL is defined, and what it is; nothing where no schema lists it.
    pub(super) fn unit(&self, unit: &SqlUnit) -> (Option<&'a Origin>, Vec<String>) {
        match unit.kind {
            SqlKind::Trigger => {
                let triggers = self.parent(unit).map_or(&[][..], |parent| &parent.triggers);
                let found = triggers.iter().find(|trigger| trigger.name == unit.name);
                described(found, |trigger| (&trigger.origin, trigger_words(trigger)))
            }
            SqlKind::Policy => {
                let policies = self.parent(unit).map_or(&[][..], |parent| &parent.policies);
                let found = policies.iter().find(|policy| policy.name == unit.name);
                described(found, |policy| (&policy.origin, policy_words(policy)))
            }
            SqlKind::CronJob => {
                let database = self.database(&unit.database);
                let database: Option<&Database> =
                    database.map(|index| &self.survey.databases[index]);
                let jobs = database.map(|database| &database.catalog.cron_jobs);
                let found = jobs.and_then(|jobs| jobs.get(&unit.name));
                described(found, |job| {
                    (&job.origin, format!("runs at `{}`", job.schedule))
                })
            }
            SqlKind::Migration | SqlKind::Seed => (None, Vec::new()),
        }
    }

    fn parent(&self, unit: &SqlUnit) -> Option<&'a Relation> {
        let (schema, name) = unit.relation.clone()?;
        self.relation(&Object {
            database: unit.database.clone(),
            schema,
            name,
        })
    }
}

fn described<'a, T>(
    found: Option<&'a T>,
    words: impl FnOnce(&'a T) -> (&'a Option<Origin>, String),
) -> (Option<&'a Origin>, Vec<String>) {
    let Some((origin, words)) = found.map(words) else {
        return (None, Vec::new());
    };
    (origin.as_ref(), vec![words])
}

fn routine_words(routine: &Routine) -> String {
    let inputs = routine.arguments.iter();
    let inputs = inputs.filter(|argument| argument.mode.is_input());
    let arguments: Vec<String> = inputs
        .map(|argument| {
            let data_type = argument.data_type.as_deref().unwrap_or("?");
            format!("{} {data_type}", argument.name).trim().to_owned()
        })
        .collect();
    let kind = match routine.kind {
        RoutineKind::Function => "function",
        RoutineKind::Procedure => "procedure",
        RoutineKind::Aggregate => "aggregate",
        RoutineKind::Window => "window function",
    };
    let mut words = format!("{kind} ({})", arguments.join(", "));
    if let Some(returns) = &routine.returns {
        words += &format!(" returns {returns}");
    }
    if let Some(language) = &routine.language {
        words += &format!(", {language}");
    }
    if routine.security_definer {
        words += ", with the rights of its owner";
    }
    words
}

fn trigger_words(trigger: &Trigger) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
    };
    let events: Vec<&str> = trigger
        .events
        .iter()
        .map(|event| match event {
            TriggerEvent::Insert => "insert",
            TriggerEvent::Update => "update",
            TriggerEvent::Delete => "delete",
            TriggerEvent::Truncate => "truncate",
        })
        .collect();
    let disabled = if trigger.enabled { "" } else { ", disabled" };
    let (events, function) = (events.join(" or "), &trigger.function);
    format!("{timing} {events}: runs {function}{disabled}")
}

fn policy_words(policy: &Policy) -> String {
    let command = match policy.command {
        PolicyCommand::All => "everything",
        PolicyCommand::Select => "select",
        PolicyCommand::Insert => "insert",
        PolicyCommand::Update => "update",
        PolicyCommand::Delete => "delete",
    };
    let kind = if policy.permissive {
        "lets through"
    } else {
        "restricts"
    };
    format!("{kind} {command} to {}", policy.roles.join(", "))
}

/// The word for the kind of a relation.
pub(super) fn kind(relation: &Relation) -> &'static str {
    match relation.kind {
        RelationKind::Table | RelationKind::ForeignTable => "table",
        RelationKind::View | RelationKind::MaterializedView => "view",
    }
}
