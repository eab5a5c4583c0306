//! Routines of the state to routines of the catalog.

use super::{Describe, grants};
use crate::schema::{
    catalog::{
        State,
        routine::{Argument, ArgumentMode, Routine, RoutineKind},
    },
    replay::state::{
        object::{Class, Kind, Object},
        routine as held,
        types::TypeRef,
    },
};

impl<'a> Describe<'a> {
    pub(super) fn routine(&self, object: &'a Object, routine: &'a held::Routine) -> Routine {
        let arguments: Vec<Argument> = routine
            .arguments
            .iter()
            .map(|argument| Argument {
                name: argument.name.to_string(),
                mode: argument.mode,
                data_type: self.unmodified(argument.data_type.as_ref()),
                has_default: argument.has_default,
                ..Argument::default()
            })
            .collect();
        let is_real = self.is_in_strict(object, &arguments);
        Routine {
            schema: self.schema_of(object).to_owned(),
            name: object.name.to_string(),
            kind: routine.kind,
            state: if is_real {
                State::Created
            } else {
                State::Shadow
            },
            returns: self.returns(routine, &arguments),
            arguments,
            language: Some(routine.language.to_string()),
            volatility: Some(routine.volatility),
            security_definer: routine.security_definer,
            sets_search_path: routine
                .settings
                .iter()
                .any(|(name, _)| name == "search_path"),
            grants: grants(&object.grants),
            owner: object.owner.as_ref().map(ToString::to_string),
            comment: object.comment.clone(),
            definition: self.statement(object.definition),
            origin: self.origin(object.definition),
            ..Routine::default()
        }
    }

    /// Whether Postgres would have a routine of the same name and arguments.
    fn is_in_strict(&self, object: &Object, arguments: &[Argument]) -> bool {
        let state = &self.strict.state;
        let schema = state.schema(self.schema_of(object));
        let passed = |argument: &&Argument| argument.mode.is_input();
        let wanted = arguments
            .iter()
            .filter(passed)
            .map(|argument| argument.data_type.clone());
        let wanted: Vec<_> = wanted.collect();
        let overloads = state.find_all(Class::Routine, schema, &object.name);
        overloads.iter().any(|&id| {
            let Some(Kind::Routine(routine)) = state.object(id).map(|object| &object.kind) else {
                return false;
            };
            let types = routine.inputs().map(|argument| {
                let data_type = argument.data_type.as_ref();
                data_type.map(|data_type| self.strict.format_unmodified(data_type))
            });
            types.collect::<Vec<_>>() == wanted
        })
    }

    /// A type of a routine: modifiers are no part of those.
    fn unmodified(&self, data_type: Option<&TypeRef>) -> Option<String> {
        let name = self.session.format_unmodified(data_type?);
        (!name.is_empty()).then_some(name)
    }

    /// As `pg_get_function_result` prints it.
    fn returns(&self, routine: &held::Routine, arguments: &[Argument]) -> Option<String> {
        match routine.kind {
            RoutineKind::Procedure => return None,
            RoutineKind::Function | RoutineKind::Aggregate | RoutineKind::Window => {}
        }
        let table = arguments
            .iter()
            .filter(|argument| argument.mode == ArgumentMode::Table);
        let columns: Vec<String> = table
            .map(|column| {
                let data_type = column.data_type.as_deref().unwrap_or("unknown");
                let name = crate::schema::quoting::quoted(&column.name);
                format!("{name} {data_type}")
            })
            .collect();
        if !columns.is_empty() {
            return Some(format!("TABLE({})", columns.join(", ")));
        }
        let data_type = self.unmodified(routine.returns.data_type.as_ref())?;
        Some(if routine.returns.set {
            format!("SETOF {data_type}")
        } else {
            data_type
        })
    }
}
