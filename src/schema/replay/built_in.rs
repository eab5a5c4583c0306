//! The names of what is there before the first migration, and of what extensions bring.

use std::{collections::BTreeSet, sync::OnceLock};

use super::{
    Platform, bootstrap,
    state::object::{Kind, Object},
};
use crate::sql::{name::Name, statement::Statement};

/// Names that no migration makes.
#[derive(Clone, Debug, Default)]
pub struct BuiltIn {
    /// Schema and name.
    pub relations: BTreeSet<(String, String)>,
    /// Schema and name.
    pub routines: BTreeSet<(String, String)>,
    /// Without schemas.
    pub routine_names: BTreeSet<String>,
    /// Without schemas.
    pub types: BTreeSet<String>,
}

impl BuiltIn {
    /// What Postgres and a hosted Supabase project have.
    pub fn get() -> &'static Self {
        static BUILT_IN: OnceLock<BuiltIn> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            let state = bootstrap::state(Platform::Supabase);
            let mut built_in = Self::default();
            for (_, object) in state.objects() {
                let schema = object.parent.and_then(|parent| state.object(parent));
                built_in.add(schema, object);
            }
            built_in
        })
    }

    fn add(&mut self, schema: Option<&Object>, object: &Object) {
        let schema = schema.map_or("", |schema| schema.name.as_str());
        let name = object.name.to_string();
        match &object.kind {
            Kind::Relation(_) | Kind::Sequence(_) => {
                self.relations.insert((schema.to_owned(), name));
            }
            Kind::Routine(_) => {
                self.routine_names.insert(name.clone());
                self.routines.insert((schema.to_owned(), name));
            }
            Kind::Type(_) => {
                self.types.insert(name);
            }
            Kind::Schema
            | Kind::Index(_)
            | Kind::Operator(_)
            | Kind::Cast(_)
            | Kind::Constraint(_)
            | Kind::Trigger(_)
            | Kind::Policy(_)
            | Kind::Rule
            | Kind::Extension
            | Kind::Publication(_)
            | Kind::Role
            | Kind::Other(_) => {}
        }
    }

    /// What an extension brings, without schemas; `None` when its content is not known.
    pub fn of(extension: &str) -> Option<Self> {
        let section = bootstrap::extension(extension)?;
        let mut built_in = Self::default();
        let pair = |name: &Name| {
            let schema = name.schema.as_ref().map(ToString::to_string);
            (schema.unwrap_or_default(), name.name.to_string())
        };
        for item in section.statements() {
            match &item.statement {
                Statement::CreateRoutine(create) => {
                    built_in.routine_names.insert(create.name.name.to_string());
                    built_in.routines.insert(pair(&create.name));
                }
                Statement::CreateTable(create) => {
                    built_in.relations.insert(pair(&create.name));
                }
                Statement::CreateView(create) => {
                    built_in.relations.insert(pair(&create.name));
                }
                Statement::CreateType(create) => {
                    built_in.types.insert(create.name.name.to_string());
                }
                _ => {}
            }
        }
        Some(built_in)
    }
}
