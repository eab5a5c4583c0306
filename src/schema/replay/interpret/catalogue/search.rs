//! Objects by what is known of them.

use super::{super::value::Value, Hint};
use crate::schema::replay::{
    session::Session,
    state::{
        ObjectId,
        object::{Class, Kind, Object},
    },
};

/// What a query looks for.
pub(super) struct Search<'a> {
    pub(super) session: &'a Session,
    pub(super) hints: &'a [Hint],
}

/// The columns by which objects in schemas are found.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    /// Its OID.
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The schema, by OID or by name.
    pub(super) schema: &'static str,
}

impl<'a> Search<'a> {
    fn hint(&self, column: &str) -> Option<&'a Value> {
        let mut hints = self.hints.iter();
        let found = hints.find(|hint| hint.column == column)?;
        Some(&found.value)
    }

    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        match self.hint(column)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn object(&self, column: &str) -> Option<ObjectId> {
        match self.hint(column)? {
            Value::Object(id) => Some(*id),
            Value::Type(data_type) if !data_type.array => Some(data_type.id),
            _ => None,
        }
    }

    /// The schemas that a column leaves, by OID or by name.
    fn schemas(&self, column: &str) -> Vec<ObjectId> {
        if let Some(id) = self.object(column) {
            return vec![id];
        }
        match self.text(column) {
            Some(name) => self.session.state.schema(name).into_iter().collect(),
            None => self.session.state.schemas().collect(),
        }
    }

    /// Objects of a class in schemas.
    pub(super) fn in_schemas(&self, class: Class, keys: Keys) -> Vec<ObjectId> {
        let state = &self.session.state;
        if let Some(id) = self.object(keys.id) {
            let found = state.object(id).filter(|object| object.class() == class);
            return found.map(|_| id).into_iter().collect();
        }
        let mut ids = Vec::new();
        for schema in self.schemas(keys.schema) {
            match self.text(keys.name) {
                Some(name) => ids.extend(state.find_all(class, Some(schema), name)),
                None => {
                    let children = state.children(schema);
                    let found = children.filter(|(_, child)| child.class() == class);
                    ids.extend(found.map(|(id, _)| id));
                }
            }
        }
        ids
    }

    /// What hangs on relations that the keys leave.
    pub(super) fn children(
        &self,
        keys: Keys,
        name: &str,
        is_wanted: impl Fn(&Object) -> bool,
    ) -> Vec<ObjectId> {
        let state = &self.session.state;
        let wanted_name = self.text(name);
        let mut ids = Vec::new();
        for relation in self.in_schemas(Class::Relation, keys) {
            let children = state.children(relation).filter(|(_, child)| {
                is_wanted(child) && wanted_name.is_none_or(|name| child.name == name)
            });
            ids.extend(children.map(|(id, _)| id));
        }
        ids
    }

    /// Objects that are in no schema.
    pub(super) fn shared(&self, class: Class, id: &str, name: &str) -> Vec<ObjectId> {
        let state = &self.session.state;
        if let Some(id) = self.object(id) {
            return vec![id];
        }
        match self.text(name) {
            Some(name) => state.find_all(class, None, name).to_vec(),
            None => {
                let all = state.objects();
                let found =
                    all.filter(|(_, object)| object.class() == class && object.parent.is_none());
                found.map(|(id, _)| id).collect()
            }
        }
    }

    /// Relations of the kinds wanted.
    pub(super) fn relations(&self, keys: Keys, is_wanted: impl Fn(&Kind) -> bool) -> Vec<ObjectId> {
        let mut ids = self.in_schemas(Class::Relation, keys);
        ids.retain(|&id| {
            let object = self.session.state.object(id);
            object.is_some_and(|object| is_wanted(&object.kind))
        });
        ids
    }
}

/// Each of the objects as one row.
pub(super) fn whole(ids: Vec<ObjectId>) -> Vec<(ObjectId, u32)> {
    ids.into_iter().map(|id| (id, 0)).collect()
}

/// The name of an object.
pub(super) fn name(session: &Session, id: ObjectId) -> Option<Value> {
    let object = session.state.object(id)?;
    Some(Value::text(object.name.as_str()))
}

/// The name of the schema that an object is in.
pub(super) fn schema_name(session: &Session, id: ObjectId) -> Option<Value> {
    name(session, session.state.object(id)?.parent?)
}

/// The object that an object is in.
pub(super) fn parent(session: &Session, id: ObjectId) -> Option<Value> {
    session.state.object(id)?.parent.map(Value::Object)
}

/// `YES` or `NO`.
pub(super) fn yes(is: bool) -> Value {
    Value::text(if is { "YES" } else { "NO" })
}
