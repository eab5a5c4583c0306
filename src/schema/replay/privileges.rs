//! Privileges: what there is to grant, and what new objects are given by default.

use std::collections::BTreeSet;

use super::{
    session::Session,
    state::{
        ObjectId,
        object::{Class, Kind, Object, Privileges},
        relation::RelationKind,
    },
};
use crate::sql::{name::Identifier, statement::ObjectKind};

/// Kinds of objects that have privileges of their own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holder {
    /// Tables and views.
    Relation,
    Sequence,
    Routine,
    Schema,
    Type,
    /// Languages, servers and foreign-data wrappers.
    Usable,
    Database,
}

impl Holder {
    /// What `ALL` means.
    pub fn all(self) -> &'static [&'static str] {
        match self {
            Self::Relation => &[
                "SELECT",
                "INSERT",
                "UPDATE",
                "DELETE",
                "TRUNCATE",
                "REFERENCES",
                "TRIGGER",
            ],
            Self::Sequence => &["USAGE", "SELECT", "UPDATE"],
            Self::Routine => &["EXECUTE"],
            Self::Schema => &["USAGE", "CREATE"],
            Self::Type | Self::Usable => &["USAGE"],
            Self::Database => &["CREATE", "CONNECT", "TEMPORARY", "TEMP"],
        }
    }

    /// The kind of an object; `None` for what has no privileges.
    pub fn of(object: &Object) -> Option<Self> {
        match &object.kind {
            Kind::Relation(relation) => match relation.kind {
                RelationKind::Table
                | RelationKind::View
                | RelationKind::MaterializedView
                | RelationKind::ForeignTable => Some(Self::Relation),
                RelationKind::Composite => None,
            },
            Kind::Sequence(_) => Some(Self::Sequence),
            Kind::Routine(_) => Some(Self::Routine),
            Kind::Schema => Some(Self::Schema),
            Kind::Type(_) => Some(Self::Type),
            Kind::Other(ObjectKind::Language)
            | Kind::Other(ObjectKind::Server)
            | Kind::Other(ObjectKind::ForeignDataWrapper) => Some(Self::Usable),
            Kind::Index(_)
            | Kind::Operator(_)
            | Kind::Cast(_)
            | Kind::Constraint(_)
            | Kind::Trigger(_)
            | Kind::Policy(_)
            | Kind::Rule
            | Kind::Extension
            | Kind::Publication(_)
            | Kind::Role
            | Kind::Other(_) => None,
        }
    }

    /// What everyone has without any default being set.
    fn built_in(self) -> Vec<Privileges> {
        match self {
            Self::Routine => vec![everyone("EXECUTE")],
            Self::Relation
            | Self::Sequence
            | Self::Schema
            | Self::Type
            | Self::Usable
            | Self::Database => Vec::new(),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Relation => "relations",
            Self::Sequence => "sequences",
            Self::Routine => "routines",
            Self::Schema => "schemas",
            Self::Type => "types",
            Self::Usable => "usable",
            Self::Database => "databases",
        }
    }
}

fn everyone(privilege: &str) -> Privileges {
    Privileges {
        role: "public".into(),
        privileges: BTreeSet::from([privilege.into()]),
        columns: Vec::new(),
    }
}

/// Adds privileges of a role, limited to columns unless there are none.
pub fn grant(
    grants: &mut Vec<Privileges>,
    role: &Identifier,
    privileges: impl IntoIterator<Item = Identifier>,
    columns: &[Identifier],
) {
    let found = grants
        .iter_mut()
        .find(|held| held.role == *role && held.columns == columns);
    match found {
        Some(held) => held.privileges.extend(privileges),
        None => grants.push(Privileges {
            role: role.clone(),
            privileges: privileges.into_iter().collect(),
            columns: columns.to_vec(),
        }),
    }
}

/// Takes privileges of a role away: those on the columns, or with no columns on the whole and on
/// all columns.
pub fn revoke(
    grants: &mut Vec<Privileges>,
    role: &Identifier,
    privileges: &[Identifier],
    columns: &[Identifier],
) {
    for held in grants.iter_mut() {
        if held.role == *role && (columns.is_empty() || held.columns == columns) {
            held.privileges
                .retain(|privilege| !privileges.contains(privilege));
        }
    }
    grants.retain(|held| !held.privileges.is_empty());
}

/// The name of the object that holds the defaults for a kind, in one schema or everywhere.
///
/// Defaults are kept as the grants of an object, so that they are taken back like everything else.
fn defaults_name(holder: Holder, schema: Option<ObjectId>) -> Identifier {
    match schema {
        Some(schema) => smol_str::format_smolstr!("{} in {}", holder.word(), schema.0),
        None => holder.word().into(),
    }
}

const DEFAULTS: Kind = Kind::Other(ObjectKind::Other);

impl Session {
    /// The object that holds the defaults, if any were ever set.
    fn defaults(&self, holder: Holder, schema: Option<ObjectId>) -> Option<ObjectId> {
        let name = defaults_name(holder, schema);
        self.state
            .find(Class::Other(ObjectKind::Other), None, &name)
    }

    /// Changes what new objects of a kind are given, in one schema or everywhere.
    pub fn change_defaults(
        &mut self,
        holder: Holder,
        schema: Option<ObjectId>,
        change: impl FnOnce(&mut Vec<Privileges>),
    ) {
        let id = self.defaults(holder, schema).unwrap_or_else(|| {
            let mut object = Object::new(defaults_name(holder, schema), None, DEFAULTS);
            if schema.is_none() {
                object.grants = holder.built_in();
            }
            self.state.add(object)
        });
        self.state.change(id, |object| change(&mut object.grants));
    }

    /// What a new object is given.
    pub fn default_grants(&self, object: &Object) -> Vec<Privileges> {
        let Some(holder) = Holder::of(object) else {
            return Vec::new();
        };
        let held = |schema| {
            let id = self.defaults(holder, schema)?;
            self.state.object(id).map(|object| &object.grants)
        };
        let mut grants = held(None).cloned().unwrap_or_else(|| holder.built_in());
        let here = object.parent.and_then(|schema| held(Some(schema)));
        for extra in here.into_iter().flatten() {
            let privileges = extra.privileges.iter().cloned();
            grant(&mut grants, &extra.role, privileges, &extra.columns);
        }
        grants
    }
}
