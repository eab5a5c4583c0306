//! What code loses.

use std::collections::BTreeSet;

use super::{
    CodeItem,
    spread::{Cause, Events, Force, Hit, Lost},
    subject::Subject,
};
use crate::{
    access::{Access, SchemaRef, TargetKind},
    operation::{ColumnRole, Operation},
    postgrest::{
        Served,
        touch::{self, Part, Touch},
    },
    schema::catalog::trigger::TriggerEvent,
    source::Location,
    survey::Survey,
};

/// What the accesses of a database touch.
pub(super) struct Touched<'s> {
    accesses: Vec<Known<'s>>,
}

struct Known<'s> {
    /// An index into all accesses.
    index: usize,
    access: &'s Access,
    touches: Vec<Touch>,
    /// The rows that a routine gives, where they are a relation's.
    result: Option<Touch>,
    /// Whether it may be of another database.
    is_stray: bool,
    /// The schema that the name is looked for in; `None` when only the run tells.
    schema: Option<String>,
}

type Found = (Force, CodeItem);

impl<'s> Touched<'s> {
    pub(super) fn new(survey: &Survey<'s>, served: &Served<'_>, database: Option<usize>) -> Self {
        let accesses = survey.accesses().iter().enumerate();
        let accesses = accesses.filter_map(|(index, access)| {
            let of = survey.database_of(access);
            if access.wrapper || (of.is_some() && of != database) {
                return None;
            }
            let schema = match &access.target.schema {
                SchemaRef::Named(schema) => Some(schema.clone()),
                SchemaRef::Default if access.operation == Some(Operation::Subscribe) => {
                    Some("public".to_owned())
                }
                SchemaRef::Default => Some(survey.default_schema(database).to_owned()),
                SchemaRef::Unknown => None,
            };
            Some(Known {
                index,
                access,
                touches: touch::touches(served, access),
                result: touch::result(served, access),
                is_stray: of.is_none() && database.is_some(),
                schema,
            })
        });
        Self {
            accesses: accesses.collect(),
        }
    }

    /// The accesses to a bucket or edge function.
    pub(super) fn outside(&self, survey: &Survey<'s>, subject: &Subject) -> Vec<CodeItem> {
        let accesses = survey.accesses().iter().enumerate();
        let meant = accesses.filter(|(_, access)| {
            access.target.kind == subject.kind.target()
                && access.target.name.as_ref() == Some(&subject.name)
                && !access.wrapper
        });
        let how = match subject.kind.target() {
            TargetKind::Bucket => "uses it",
            TargetKind::EdgeFunction | TargetKind::Relation | TargetKind::Routine => "calls it",
        };
        meant
            .map(|(index, access)| CodeItem {
                access: index,
                location: touch_location(access),
                how: how.to_owned(),
                via: Vec::new(),
                certainty: access.certainty,
            })
            .collect()
    }

    /// The accesses that something lost matters to.
    pub(super) fn hit(&self, _: &Survey<'s>, hit: &Hit) -> Vec<Found> {
        let accesses = self.accesses.iter();
        let found = accesses.filter_map(|known| {
            let (force, location, how) = match &hit.lost {
                Lost::Relation(schema, name) => known.of_relation(hit.cause, (schema, name)),
                Lost::Column(schema, name, column) => {
                    known.of_column(hit.cause, (schema, name), column)
                }
                Lost::Routine(schema, name) => known.of_routine((schema, name)),
                Lost::Writes(schema, name, events) => known.of_writes((schema, name), events),
            }?;
            let force = if known.is_stray { Force::May } else { force };
            let item = CodeItem {
                access: known.index,
                location,
                how,
                via: hit.via.clone(),
                certainty: known.access.certainty,
            };
            Some((force, item))
        });
        found.collect()
    }
}

/// Where an access names what it is for.
fn touch_location(access: &Access) -> Location {
    Location {
        file: access.file,
        span: access.target_span,
    }
}

type Effect = (Force, Location, String);

impl Known<'_> {
    fn on(&self, (schema, name): (&str, &str)) -> impl Iterator<Item = &Touch> {
        let is_it = move |touch: &&Touch| touch.schema == schema && touch.relation == name;
        self.touches.iter().filter(is_it)
    }

    fn of_relation(&self, cause: Cause, relation: (&str, &str)) -> Option<Effect> {
        let mut touches = self.on(relation);
        let lost = touches.find(|touch| touch.is_named || cause != Cause::Renamed);
        if let Some(touch) = lost {
            return Some((Force::Breaks, touch.location, does(touch).to_owned()));
        }
        let target = &self.access.target;
        if target.kind != TargetKind::Relation {
            return None;
        }
        let location = touch_location(self.access);
        let name = target.name.as_deref();
        if self.schema.is_none() && name == Some(relation.1) {
            let how = "names it, in a schema that only the run tells";
            return Some((Force::May, location, how.to_owned()));
        }
        let listens_to_all = name == Some("*")
            && self
                .schema
                .as_deref()
                .is_some_and(|schema| schema == "*" || schema == relation.0);
        listens_to_all.then(|| (Force::May, location, "listens to all relations".to_owned()))
    }

    fn of_column(&self, cause: Cause, relation: (&str, &str), column: &str) -> Option<Effect> {
        let result = self.result.iter();
        let result =
            result.filter(|touch| (touch.schema.as_str(), touch.relation.as_str()) == relation);
        let touches: Vec<&Touch> = self.on(relation).chain(result).collect();
        for touch in &touches {
            let mut named = touch.columns.iter();
            if let Some(&(_, location)) = named.find(|(name, _)| name == column) {
                let how = self.names(touch, location);
                return Some((Force::Breaks, location, how.to_owned()));
            }
        }
        let is_joined = |touch: &&&Touch| touch.joins.iter().any(|join| join == column);
        if cause != Cause::Renamed
            && let Some(touch) = touches.iter().find(is_joined)
        {
            let how = match touch.part {
                Part::Target => "embeds what is joined by it",
                Part::Embed => "embeds its rows, joined by it",
                Part::Junction => "embeds through it",
            };
            return Some((Force::Breaks, touch.location, how.to_owned()));
        }
        let touch = touches
            .iter()
            .find(|touch| touch.open || touch.all_columns)?;
        let how = if touch.open {
            "names columns that only the run tells"
        } else {
            match touch.operation {
                Some(Operation::Subscribe) => "is sent all columns",
                _ => "reads all columns",
            }
        };
        Some((Force::May, touch.location, how.to_owned()))
    }

    fn of_routine(&self, routine: (&str, &str)) -> Option<Effect> {
        let target = &self.access.target;
        let location = touch_location(self.access);
        if target.kind == TargetKind::Routine && target.name.as_deref() == Some(routine.1) {
            return match &self.schema {
                Some(schema) if schema == routine.0 => {
                    Some((Force::Breaks, location, "calls it".to_owned()))
                }
                Some(_) => None,
                None => {
                    let how = "calls it, in a schema that only the run tells";
                    Some((Force::May, location, how.to_owned()))
                }
            };
        }
        let mut computed = self.touches.iter().flat_map(|touch| &touch.computed);
        let (_, location) = computed.find(|(name, _)| name == routine.1)?;
        Some((
            Force::Breaks,
            *location,
            "names it like a column".to_owned(),
        ))
    }

    fn of_writes(&self, relation: (&str, &str), events: &Events) -> Option<Effect> {
        let fires = |touch: &&Touch| {
            let caused: &[TriggerEvent] = match touch.operation {
                Some(Operation::Insert) => &[TriggerEvent::Insert],
                Some(Operation::Upsert) => &[TriggerEvent::Insert, TriggerEvent::Update],
                Some(Operation::Update) => &[TriggerEvent::Update],
                Some(Operation::Delete) => &[TriggerEvent::Delete],
                Some(Operation::Select | Operation::Call | Operation::Subscribe) | None => &[],
            };
            let is_set_off = |event: &TriggerEvent| {
                let columns = events.get(event);
                columns.is_some_and(|it| *event != TriggerEvent::Update || self.writes_any(it))
            };
            touch.part == Part::Target && caused.iter().any(is_set_off)
        };
        let touch = self.on(relation).find(fires)?;
        let how = format!(
            "{} `{}`, which sets off its trigger",
            written(touch),
            relation.1
        );
        Some((Force::Breaks, touch.location, how))
    }

    /// Whether one of these columns is, or may be, written; of no columns, any.
    fn writes_any(&self, columns: &BTreeSet<String>) -> bool {
        let mut uses = self.access.columns.iter();
        columns.is_empty()
            || self.access.columns_open
            || uses.any(|it| it.role == ColumnRole::Written && columns.contains(&it.name))
    }

    /// What an access does with a column that stands at a place.
    fn names(&self, touch: &Touch, location: Location) -> &'static str {
        let mut uses = self.access.columns.iter();
        let role = uses.find(|used| {
            used.location.file == location.file
                && (used.location.span.contains(location.span)
                    || location.span.contains(used.location.span))
        });
        match role.map(|used| used.role) {
            Some(ColumnRole::Select) if touch.part == Part::Embed => "selects it in an embed",
            Some(ColumnRole::Select) => "selects it",
            Some(ColumnRole::Written) => "writes it",
            Some(ColumnRole::Filter) => "filters by it",
            Some(ColumnRole::Order) => "orders by it",
            Some(ColumnRole::Conflict) => "names it in `onConflict`",
            Some(ColumnRole::Referenced | ColumnRole::Argument) | None => "names it",
        }
    }
}

/// What a request does with a relation.
fn does(touch: &Touch) -> &'static str {
    match (touch.part, touch.operation) {
        (Part::Embed, _) => "embeds it",
        (Part::Junction, _) => "embeds through it",
        (Part::Target, Some(Operation::Select)) => "selects from it",
        (Part::Target, Some(Operation::Insert)) => "inserts into it",
        (Part::Target, Some(Operation::Upsert)) => "upserts into it",
        (Part::Target, Some(Operation::Update)) => "updates it",
        (Part::Target, Some(Operation::Delete)) => "deletes from it",
        (Part::Target, Some(Operation::Subscribe)) => "listens to its changes",
        (Part::Target, Some(Operation::Call) | None) => "uses it",
    }
}

fn written(touch: &Touch) -> &'static str {
    match touch.operation {
        Some(Operation::Insert) => "inserts into",
        Some(Operation::Upsert) => "upserts into",
        Some(Operation::Update) => "updates",
        Some(Operation::Delete) => "deletes from",
        Some(Operation::Select | Operation::Call | Operation::Subscribe) | None => "writes",
    }
}
