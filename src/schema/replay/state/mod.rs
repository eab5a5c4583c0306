//! Everything in a database while its migrations are replayed.
//!
//! Objects live under an id that never changes; names, parents and dependencies are indexes over
//! them that [`State`] alone keeps, so a rename touches one field. Every change is journalled and
//! can be taken back, which is how statements, savepoints and transactions fail as a whole.

pub mod object;

pub mod relation;

pub mod routine;

pub mod types;

use std::{collections::BTreeSet, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

use self::{
    object::{Class, Kind, Object, Part},
    relation::{Index, RelationKind},
};
use crate::sql::name::Identifier;

/// An object of the state; never given twice.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ObjectId(pub u32);

/// A column of a relation, counted from 1; dropped ones count too, as in `pg_attribute.attnum`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ColumnNumber(pub u16);

/// A place in the journal to go back to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Mark(usize);

#[derive(Clone, Debug, Default)]
pub struct State {
    objects: Vec<Option<Arc<Object>>>,
    names: FxHashMap<Key, Vec<ObjectId>>,
    children: FxHashMap<ObjectId, BTreeSet<ObjectId>>,
    dependents: FxHashMap<ObjectId, BTreeSet<ObjectId>>,
    /// By name alone: a schema's constraints are looked for without knowing their relations.
    constraints: FxHashMap<Identifier, BTreeSet<ObjectId>>,
    /// By the relation they are of.
    indexes: FxHashMap<ObjectId, BTreeSet<ObjectId>>,
    /// The relations that inherit from one, or are partitions of it.
    heirs: FxHashMap<ObjectId, BTreeSet<ObjectId>>,
    schemas: BTreeSet<ObjectId>,
    /// What each changed object was before.
    journal: Vec<(ObjectId, Option<Arc<Object>>)>,
}

/// What an object is found by.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Key {
    class: Class,
    parent: Option<ObjectId>,
    name: Identifier,
}

/// An object, or a part of it, that could not be without another.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Dependent {
    pub id: ObjectId,
    pub part: Part,
    pub strength: object::Strength,
}

impl State {
    /// The object, unless it was dropped.
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(id.0 as usize)?.as_deref()
    }

    /// All objects, in the order they were made.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        let numbered = self.objects.iter().enumerate();
        numbered.filter_map(|(index, object)| {
            let object = object.as_deref()?;
            Some((ObjectId(index as u32), object))
        })
    }

    /// The one object of a class by this name; the oldest of several overloads.
    pub fn find(&self, class: Class, parent: Option<ObjectId>, name: &str) -> Option<ObjectId> {
        self.find_all(class, parent, name).first().copied()
    }

    /// All objects of a class by this name: overloads of routines and operators.
    pub fn find_all(&self, class: Class, parent: Option<ObjectId>, name: &str) -> &[ObjectId] {
        let key = Key {
            class,
            parent,
            name: name.into(),
        };
        self.names.get(&key).map_or(&[], Vec::as_slice)
    }

    pub fn schema(&self, name: &str) -> Option<ObjectId> {
        self.find(Class::Schema, None, name)
    }

    /// All schemas, in the order they were made.
    pub fn schemas(&self) -> impl Iterator<Item = ObjectId> {
        self.schemas.iter().copied()
    }

    /// What lies in a schema, or hangs on a relation; in the order it was made.
    pub fn children(&self, parent: ObjectId) -> impl Iterator<Item = (ObjectId, &Object)> {
        let children = self.children.get(&parent).into_iter().flatten();
        children.filter_map(|&id| Some((id, self.object(id)?)))
    }

    /// Whether a relation or domain of the schema has a constraint of this name.
    pub fn has_constraint_named(&self, schema: ObjectId, name: &str) -> bool {
        let named = self.constraints.get(name).into_iter().flatten();
        let mut parents = named.filter_map(|&id| self.object(self.object(id)?.parent?));
        parents.any(|parent| parent.parent == Some(schema))
    }

    /// The indexes of a relation, in the order they were made.
    pub fn indexes(&self, relation: ObjectId) -> impl Iterator<Item = (ObjectId, &Index)> {
        let ids = self.indexes.get(&relation).into_iter().flatten();
        ids.filter_map(|&id| match &self.object(id)?.kind {
            Kind::Index(index) => Some((id, index)),
            _ => None,
        })
    }

    /// The relations that inherit directly from one, or are its partitions; in the order they were
    /// made.
    pub fn heirs(&self, relation: ObjectId) -> Vec<ObjectId> {
        let heirs = self.heirs.get(&relation).into_iter().flatten();
        heirs.copied().collect()
    }

    /// Whether rows can be written through a view: those it writes to end at a table.
    pub fn is_updatable(&self, view: ObjectId) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = Some(view);
        while let Some(id) = next.filter(|id| seen.insert(*id)) {
            let Some(relation) = self.object(id).and_then(Object::relation) else {
                return false;
            };
            next = match relation.kind {
                RelationKind::View => relation.writes,
                RelationKind::Table | RelationKind::ForeignTable => return id != view,
                RelationKind::MaterializedView | RelationKind::Composite => None,
            };
        }
        false
    }

    /// A relation and all that inherit from it, each once, nearer ones first.
    pub fn family(&self, relation: ObjectId) -> Vec<ObjectId> {
        let mut family = vec![relation];
        let mut known = FxHashSet::from_iter([relation]);
        let mut next = 0;
        while let Some(&id) = family.get(next) {
            let heirs = self.heirs.get(&id).into_iter().flatten().copied();
            family.extend(heirs.filter(|&heir| known.insert(heir)));
            next += 1;
        }
        family
    }

    /// What needs an object, or one column of it, ordered by when it was made.
    ///
    /// Without a column, what needs any of its columns is there too.
    pub fn dependents(&self, on: ObjectId, column: Option<ColumnNumber>) -> Vec<Dependent> {
        let mut found = Vec::new();
        for &id in self.dependents.get(&on).into_iter().flatten() {
            let Some(object) = self.object(id) else {
                continue;
            };
            let matching = object.depends.iter().filter(|dependency| {
                dependency.on == on && (column.is_none() || dependency.column == column)
            });
            found.extend(matching.map(|dependency| Dependent {
                id,
                part: dependency.part,
                strength: dependency.strength,
            }));
        }
        found.sort();
        found.dedup();
        found
    }

    pub fn add(&mut self, object: Object) -> ObjectId {
        let id = ObjectId(u32::try_from(self.objects.len()).expect("memory ends before ids do"));
        self.objects.push(None);
        self.set(id, Some(Arc::new(object)));
        id
    }

    /// Changes an object; nothing happens when it was dropped.
    pub fn change(&mut self, id: ObjectId, change: impl FnOnce(&mut Object)) {
        let Some(Some(object)) = self.objects.get(id.0 as usize) else {
            return;
        };
        let mut object = Object::clone(object);
        change(&mut object);
        self.set(id, Some(Arc::new(object)));
    }

    /// Removes an object and nothing else.
    pub fn remove(&mut self, id: ObjectId) {
        self.set(id, None);
    }

    /// The present, to come back to with [`State::roll_back`].
    pub fn mark(&self) -> Mark {
        Mark(self.journal.len())
    }

    /// Takes back every change since `mark`.
    pub fn roll_back(&mut self, mark: Mark) {
        while self.journal.len() > mark.0 {
            if let Some((id, before)) = self.journal.pop() {
                self.put(id, before);
            }
        }
    }

    /// The objects that were made since `mark` and are still there.
    pub fn added_since(&self, mark: Mark) -> Vec<ObjectId> {
        let changes = self.journal.get(mark.0..).unwrap_or_default();
        let added = changes.iter().filter(|(_, before)| before.is_none());
        let mut added: Vec<ObjectId> = added.map(|&(id, _)| id).collect();
        added.retain(|&id| self.object(id).is_some());
        added.sort();
        added.dedup();
        added
    }

    /// The objects older than `mark` that have changed since, as they were then; in the order in
    /// which they first changed.
    pub fn before(&self, mark: Mark) -> Vec<(ObjectId, Arc<Object>)> {
        let mut seen = FxHashSet::default();
        let changes = self.journal.get(mark.0..).unwrap_or_default();
        let first = changes.iter().filter(|(id, _)| seen.insert(*id));
        let known = first.filter_map(|(id, before)| Some((*id, Arc::clone(before.as_ref()?))));
        known.collect()
    }

    /// The columns that relations older than `mark` have been given since, by relation.
    pub fn columns_added_since(&self, mark: Mark) -> Vec<(ObjectId, Vec<Identifier>)> {
        let mut seen = BTreeSet::new();
        let mut added = Vec::new();
        for (id, before) in self.journal.get(mark.0..).unwrap_or_default() {
            let Some(before) = before.as_deref().and_then(Object::relation) else {
                continue;
            };
            let now = self.object(*id).and_then(Object::relation);
            if let Some(now) = now
                && seen.insert(*id)
            {
                let new = now.live_columns().map(|(_, column)| column.name.clone());
                let new: Vec<_> = new.filter(|name| before.column(name).is_none()).collect();
                if !new.is_empty() {
                    added.push((*id, new));
                }
            }
        }
        added
    }

    /// Forgets how to go back: what was done is done.
    pub fn commit(&mut self) {
        self.journal.clear();
    }

    fn set(&mut self, id: ObjectId, object: Option<Arc<Object>>) {
        let before = self.objects[id.0 as usize].clone();
        self.journal.push((id, before));
        self.put(id, object);
    }

    /// Replaces an object, and keeps the indexes true.
    fn put(&mut self, id: ObjectId, object: Option<Arc<Object>>) {
        if let Some(old) = self.objects[id.0 as usize].take() {
            self.unindex(id, &old);
        }
        if let Some(new) = &object {
            self.index(id, new);
        }
        self.objects[id.0 as usize] = object;
    }

    fn index(&mut self, id: ObjectId, object: &Object) {
        let ids = self.names.entry(key(object)).or_default();
        let place = ids.partition_point(|&other| other < id);
        ids.insert(place, id);
        if let Some(parent) = object.parent {
            self.children.entry(parent).or_default().insert(id);
        }
        if object.class() == Class::Schema {
            self.schemas.insert(id);
        }
        if object.class() == Class::Constraint {
            let named = self.constraints.entry(object.name.clone()).or_default();
            named.insert(id);
        }
        if let Kind::Index(index) = &object.kind {
            self.indexes.entry(index.relation).or_default().insert(id);
        }
        for &parent in object.relation().into_iter().flat_map(|it| &it.inherits) {
            self.heirs.entry(parent).or_default().insert(id);
        }
        for dependency in &object.depends {
            let dependents = self.dependents.entry(dependency.on).or_default();
            dependents.insert(id);
        }
    }

    fn unindex(&mut self, id: ObjectId, object: &Object) {
        if let Some(ids) = self.names.get_mut(&key(object)) {
            ids.retain(|&other| other != id);
        }
        let parent = object.parent.and_then(|id| self.children.get_mut(&id));
        if let Some(children) = parent {
            children.remove(&id);
        }
        if object.class() == Class::Schema {
            self.schemas.remove(&id);
        }
        if object.class() == Class::Constraint
            && let Some(named) = self.constraints.get_mut(&object.name)
        {
            named.remove(&id);
        }
        if let Kind::Index(index) = &object.kind
            && let Some(indexes) = self.indexes.get_mut(&index.relation)
        {
            indexes.remove(&id);
        }
        for parent in object.relation().into_iter().flat_map(|it| &it.inherits) {
            if let Some(heirs) = self.heirs.get_mut(parent) {
                heirs.remove(&id);
            }
        }
        for dependency in &object.depends {
            if let Some(dependents) = self.dependents.get_mut(&dependency.on) {
                dependents.remove(&id);
            }
        }
    }
}

fn key(object: &Object) -> Key {
    Key {
        class: object.class(),
        parent: object.parent,
        name: object.name.clone(),
    }
}
