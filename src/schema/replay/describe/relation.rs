//! Relations of the state to relations of the catalog.

use super::{Describe, grants};
use crate::schema::{
    catalog::{
        State,
        constraint::{Constraint, ConstraintKind, Reference},
        relation::{Column, ColumnSource, Generated, Index, Relation, RelationKind},
        trigger::{Policy, Trigger},
    },
    replay::state::{
        ColumnNumber, ObjectId,
        object::{Class, Kind, Object},
        relation as held,
        types::{Domain, TypeKind, TypeRef},
    },
};

impl<'a> Describe<'a> {
    pub(super) fn relation(
        &self,
        id: ObjectId,
        object: &'a Object,
        relation: &'a held::Relation,
    ) -> Relation {
        let schema = self.schema_of(object);
        let real = self.in_strict(schema, &object.name);
        let columns = relation.live_columns().map(|(_, column)| {
            let is_real = real.is_some_and(|real| real.column(&column.name).is_some());
            self.column(
                column,
                if is_real {
                    State::Created
                } else {
                    State::Shadow
                },
            )
        });
        let mut told = Relation {
            schema: schema.to_owned(),
            name: object.name.to_string(),
            kind: kind(relation.kind),
            state: match real {
                Some(_) => State::Created,
                None if relation.assumed => State::Assumed,
                None => State::Shadow,
            },
            columns: columns.collect(),
            open: relation.open,
            row_security: relation.row_security,
            force_row_security: relation.force_row_security,
            grants: grants(&object.grants),
            owner: object.owner.as_ref().map(ToString::to_string),
            partition_of: self.partitioned(relation),
            security_invoker: relation.security_invoker,
            definition: relation.query.clone(),
            reads: self.names(&relation.reads),
            updatable: self.objects().is_updatable(id),
            comment: object.comment.clone(),
            origin: self.origin(object.definition),
            ..Relation::default()
        };
        for (_, child) in self.objects().children(id) {
            self.hang(&mut told, relation, child);
        }
        told.indexes = self.indexes(id, relation);
        told
    }

    /// The relation of this name in the database that Postgres would have.
    fn in_strict(&self, schema: &str, name: &str) -> Option<&'a held::Relation> {
        let state = &self.strict.state;
        let id = state.find(Class::Relation, Some(state.schema(schema)?), name)?;
        state.object(id)?.relation()
    }

    fn partitioned(&self, relation: &held::Relation) -> Option<String> {
        let parent = relation
            .inherits
            .first()
            .filter(|_| relation.is_partition)?;
        Some(self.session.qualified(*parent))
    }

    /// The distinct names of relations; types that are read as rows are none.
    fn names(&self, ids: &[ObjectId]) -> Vec<String> {
        let relations = ids.iter().filter(|&&id| {
            let relation = self.objects().object(id).and_then(Object::relation);
            relation.is_some_and(|relation| relation.kind != held::RelationKind::Composite)
        });
        let mut names: Vec<String> = relations.map(|&id| self.session.qualified(id)).collect();
        names.sort();
        names.dedup();
        names
    }

    pub(super) fn column(&self, column: &held::Column, state: State) -> Column {
        let (generated, expression) = match &column.generated {
            Some(held::Generated::IdentityAlways) => (Some(Generated::IdentityAlways), None),
            Some(held::Generated::IdentityByDefault) => (Some(Generated::IdentityByDefault), None),
            Some(held::Generated::Stored(text)) => (Some(Generated::Stored), Some(text)),
            None => (None, column.default.as_ref()),
        };
        let domain = self.domain(column.data_type.as_ref());
        Column {
            name: column.name.to_string(),
            data_type: self.type_name(column.data_type.as_ref()),
            nullable: !(column.not_null || domain.is_some_and(|domain| domain.not_null)),
            has_default: generated.is_none()
                && (column.default.is_some()
                    || domain.is_some_and(|domain| domain.default.is_some())),
            default: expression.cloned(),
            generated,
            source: column.source.and_then(|source| self.source(source)),
            state,
            comment: column.comment.clone(),
            origin: self.origin(column.definition),
            ..Column::default()
        }
    }

    fn source(&self, (relation, column): (ObjectId, ColumnNumber)) -> Option<ColumnSource> {
        let object = self.objects().object(relation)?;
        Some(ColumnSource {
            schema: self.schema_of(object).to_owned(),
            relation: object.name.to_string(),
            column: name(object.relation()?, column)?,
        })
    }

    /// The domain whose value a column holds.
    fn domain(&self, data_type: Option<&TypeRef>) -> Option<&'a Domain> {
        let data_type = data_type.filter(|data_type| !data_type.array)?;
        match &self.objects().object(data_type.id)?.kind {
            Kind::Type(data_type) => match &data_type.kind {
                TypeKind::Domain(domain) => Some(domain),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn type_name(&self, data_type: Option<&TypeRef>) -> Option<String> {
        let name = self.session.format_type(data_type?);
        (!name.is_empty()).then_some(name)
    }

    fn hang(&self, told: &mut Relation, relation: &held::Relation, object: &'a Object) {
        match &object.kind {
            Kind::Constraint(constraint) => {
                told.constraints
                    .push(self.constraint(relation, object, constraint));
            }
            // What a partition has from its parent is told there.
            Kind::Trigger(trigger) if trigger.inherited => {}
            Kind::Trigger(trigger) => {
                told.triggers.push(self.trigger(relation, object, trigger));
            }
            Kind::Policy(policy) => told.policies.push(Policy {
                name: object.name.to_string(),
                permissive: policy.permissive,
                command: policy.command,
                roles: policy.roles.iter().map(ToString::to_string).collect(),
                using_expression: policy.using.clone(),
                with_check: policy.with_check.clone(),
                origin: self.origin(object.definition),
            }),
            _ => {}
        }
    }

    fn constraint(
        &self,
        relation: &held::Relation,
        object: &Object,
        constraint: &held::Constraint,
    ) -> Constraint {
        let (kind, definition, references) = match &constraint.kind {
            held::ConstraintKind::PrimaryKey => (ConstraintKind::PrimaryKey, None, None),
            held::ConstraintKind::Unique => (ConstraintKind::Unique, None, None),
            held::ConstraintKind::Exclusion => (ConstraintKind::Exclusion, None, None),
            held::ConstraintKind::Check(text) => (ConstraintKind::Check, Some(text.clone()), None),
            held::ConstraintKind::ForeignKey(key) => {
                (ConstraintKind::ForeignKey, None, self.reference(key))
            }
        };
        Constraint {
            name: object.name.to_string(),
            kind,
            columns: names(relation, &constraint.columns),
            references,
            definition,
            origin: self.origin(object.definition),
        }
    }

    fn reference(&self, key: &held::ForeignKey) -> Option<Reference> {
        let actions = Reference {
            on_delete: key.on_delete,
            on_update: key.on_update,
            ..Reference::default()
        };
        if let Some((schema, relation)) = &key.missing {
            return Some(Reference {
                schema: schema.to_string(),
                relation: relation.to_string(),
                ..actions
            });
        }
        let far = self.objects().object(key.relation?)?;
        Some(Reference {
            schema: self.schema_of(far).to_owned(),
            relation: far.name.to_string(),
            columns: names(far.relation()?, &key.columns),
            ..actions
        })
    }

    fn trigger(
        &self,
        relation: &held::Relation,
        object: &Object,
        trigger: &held::Trigger,
    ) -> Trigger {
        let function = trigger.function.map(|id| self.session.qualified(id));
        Trigger {
            name: object.name.to_string(),
            timing: trigger.timing,
            events: trigger.events.iter().copied().collect(),
            update_columns: names(relation, &trigger.update_columns),
            for_each_row: trigger.for_each_row,
            enabled: trigger.enabled,
            function: function.unwrap_or_default(),
            assigns: trigger.assigns.iter().map(ToString::to_string).collect(),
            condition: trigger.condition.clone(),
            origin: self.origin(object.definition),
        }
    }

    /// The indexes of a relation: they lie in its schema and need the relation.
    fn indexes(&self, id: ObjectId, relation: &held::Relation) -> Vec<Index> {
        let dependents = self.objects().dependents(id, None);
        let mut ids: Vec<ObjectId> = dependents.iter().map(|dependent| dependent.id).collect();
        ids.dedup();
        let indexes = ids.into_iter().filter_map(|index| {
            let object = self.objects().object(index)?;
            let Kind::Index(held) = &object.kind else {
                return None;
            };
            let is_whole = held.method == "btree"
                && !held.partial
                && !held.has_classes
                && held.columns.iter().all(Option::is_some);
            (held.relation == id).then(|| Index {
                name: object.name.to_string(),
                unique: held.unique,
                constraint: held.constraint.is_some(),
                columns: held
                    .columns
                    .iter()
                    .map(|&column| name(relation, column?))
                    .collect(),
                partial: held.partial,
                method: held.method.to_string(),
                definition: if is_whole {
                    None
                } else {
                    self.statement(object.definition)
                },
                origin: self.origin(object.definition),
            })
        });
        indexes.collect()
    }
}

fn kind(kind: held::RelationKind) -> RelationKind {
    match kind {
        held::RelationKind::Table | held::RelationKind::Composite => RelationKind::Table,
        held::RelationKind::View => RelationKind::View,
        held::RelationKind::MaterializedView => RelationKind::MaterializedView,
        held::RelationKind::ForeignTable => RelationKind::ForeignTable,
    }
}

fn name(relation: &held::Relation, number: ColumnNumber) -> Option<String> {
    let column = relation.numbered(number)?;
    Some(column.name.to_string())
}

fn names(relation: &held::Relation, numbers: &[ColumnNumber]) -> Vec<String> {
    let names = numbers.iter().filter_map(|&number| name(relation, number));
    names.collect()
}
