//! What SQL does: views, routines, triggers, policies, jobs, migrations and seeds as edges.

use super::{
    build::Builder,
    edge::{Edge, Effect},
    node::{Node, Object, SqlKind, SqlUnit},
};
use crate::{
    operation::Operation,
    schema::references::{self, Found, Reference, TargetKind, User, UserKind},
    survey::Survey,
};

pub(super) fn add(builder: &mut Builder, survey: &Survey<'_>) {
    for (database, references) in survey.references.iter().enumerate() {
        let place = Place { survey, database };
        for (index, reference) in references.uses.iter().enumerate() {
            place.add(builder, reference, index);
        }
    }
}

/// The node of what uses something in SQL.
pub(super) fn user_node(survey: &Survey<'_>, database: usize, user: &User) -> Node {
    Place { survey, database }.unit(user).0
}

/// The database that SQL belongs to.
struct Place<'s, 'a> {
    survey: &'s Survey<'a>,
    database: usize,
}

impl Place<'_, '_> {
    fn add(&self, builder: &mut Builder, reference: &Reference, index: usize) {
        let (unit, hangs_on) = self.unit(&reference.by);
        if let Some((relation, Effect::Fires)) = &hangs_on {
            // Whatever its function is, of an extension too.
            let unit = builder.node(unit.clone());
            let relation = builder.node(relation.clone());
            builder.edge(relation, unit, Effect::Fires);
        }
        let Some(target) = self.target(reference).filter(|target| *target != unit) else {
            return;
        };
        let Some((effect, operation)) = effect(reference) else {
            return;
        };
        let unit = builder.node(unit);
        let target = builder.node(target);
        let edge = builder.edge(unit, target, effect);
        describe(edge, reference, operation, (self.database, index));
        if let Some((relation, Effect::Guards)) = hangs_on {
            let relation = builder.node(relation);
            builder.edge(unit, relation, Effect::Guards);
        }
    }

    fn object(&self, schema: &str, name: &str) -> Object {
        let database = Some(self.database);
        Object {
            database: self.survey.database_name(database).to_owned(),
            schema: self.survey.schema_ref(database, schema),
            name: name.to_owned(),
        }
    }

    /// What is used; nothing of Postgres itself or of an extension.
    fn target(&self, reference: &Reference) -> Option<Node> {
        let target = &reference.target;
        match target.found {
            Found::Own | Found::Missing => {}
            Found::Foreign => return None,
        }
        let schema = target.schema.as_deref();
        let schema = schema.unwrap_or_else(|| self.survey.default_schema(Some(self.database)));
        let object = self.object(schema, &target.name);
        Some(match target.kind {
            TargetKind::Relation => Node::Relation(object),
            TargetKind::Routine => Node::Routine(object),
        })
    }

    /// The name of a trigger: what its function does with the row is told by the function's name.
    fn trigger<'u>(&'u self, user: &'u User) -> &'u str {
        let catalog = &self.survey.databases[self.database].catalog;
        let lists = [&catalog.relations, &catalog.partitions, &catalog.platform];
        let mut relations = lists.into_iter().flatten();
        let relation = relations.find(|relation| {
            relation.schema == user.schema && Some(&relation.name) == user.relation.as_ref()
        });
        let triggers = || relation.into_iter().flat_map(|relation| &relation.triggers);
        if triggers().any(|trigger| trigger.name == user.name) {
            return &user.name;
        }
        let is_run = |function: &str| function.rsplit('.').next() == Some(user.name.as_str());
        let mut running = triggers().filter(|trigger| is_run(&trigger.function));
        running.next().map_or(&user.name, |trigger| &trigger.name)
    }

    /// The unit, with the relation that it hangs on and how they are joined.
    fn unit(&self, user: &User) -> (Node, Option<(Node, Effect)>) {
        let relation = user.relation.as_deref();
        let parent = || relation.map(|relation| self.object(&user.schema, relation));
        let hanging = |kind, name: &str, effect| {
            let parent = parent();
            let unit = Node::Sql(SqlUnit {
                kind,
                database: self.survey.database_name(Some(self.database)).to_owned(),
                relation: parent
                    .as_ref()
                    .map(|parent| (parent.schema.clone(), parent.name.clone())),
                name: name.to_owned(),
            });
            (unit, parent.map(|parent| (Node::Relation(parent), effect)))
        };
        match user.kind {
            UserKind::View => {
                let view = self.object(&user.schema, &user.name);
                (Node::Relation(view), None)
            }
            UserKind::Routine => {
                let routine = self.object(&user.schema, &user.name);
                (Node::Routine(routine), None)
            }
            UserKind::Trigger => hanging(SqlKind::Trigger, self.trigger(user), Effect::Fires),
            UserKind::Policy => hanging(SqlKind::Policy, &user.name, Effect::Guards),
            UserKind::CronJob => hanging(SqlKind::CronJob, &user.name, Effect::Fires),
            UserKind::Migration => hanging(SqlKind::Migration, &user.name, Effect::Fires),
            UserKind::Seed => hanging(SqlKind::Seed, &user.name, Effect::Fires),
            // What is part of a relation does what the relation does.
            UserKind::Check
            | UserKind::Key
            | UserKind::ForeignKey
            | UserKind::Default
            | UserKind::Generated
            | UserKind::Index => {
                let relation = parent().unwrap_or_else(|| self.object(&user.schema, &user.name));
                (Node::Relation(relation), None)
            }
        }
    }
}

/// What an edge means, `None` where a mention moves nothing.
pub(super) fn effect(reference: &Reference) -> Option<(Effect, Option<Operation>)> {
    let operation = match reference.effect {
        references::Effect::Read => Operation::Select,
        references::Effect::Insert => Operation::Insert,
        references::Effect::Update => Operation::Update,
        references::Effect::Delete => Operation::Delete,
        references::Effect::Call => return Some((Effect::Call, Some(Operation::Call))),
        references::Effect::Needs => {
            let is_key = reference.by.kind == UserKind::ForeignKey;
            return is_key.then_some((Effect::ForeignKey, None));
        }
    };
    Some((Effect::of_operation(operation), Some(operation)))
}

fn describe(
    edge: &mut Edge,
    reference: &Reference,
    operation: Option<Operation>,
    place: (usize, usize),
) {
    edge.operations.extend(operation);
    edge.columns.extend(reference.columns.iter().cloned());
    edge.all_columns |= reference.all_columns;
    edge.references.push(place);
}
