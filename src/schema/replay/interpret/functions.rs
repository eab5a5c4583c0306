//! Calls within expressions.

use super::{effects, environment::Interpreter, library, names, value::Value};
use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        session::CronJob,
        state::{
            ObjectId,
            object::{Class, Kind},
            relation::ConstraintKind,
        },
    },
    sql::expression::Call,
};

impl Interpreter<'_> {
    /// The value of a call.
    pub(super) fn called(&mut self, call: &Call) -> Applied<Value> {
        let address = std::ptr::from_ref(call).addr();
        if let Some(value) = self.aggregates.get(&address) {
            return Ok(value.clone());
        }
        let mut values = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            values.push(self.value(&argument.value)?);
        }
        let variadic = call.arguments.last().is_some_and(|last| last.variadic);
        if variadic && let Some(Value::Array(last)) = values.last().cloned() {
            values.pop();
            values.extend(last);
        }
        let schema = call.name.schema.as_deref();
        if let Some(id) = self.routine(call) {
            return self.evaluated(id, values);
        }
        if schema == Some("cron") {
            return self.cron(&call.name.name, &values);
        }
        if !matches!(schema, None | Some("pg_catalog")) {
            return Ok(Value::Unknown);
        }
        let name = call.name.name.as_str();
        match self.of_catalog(name, &values)? {
            Some(value) => Ok(value),
            None => Ok(library::call(self.session, name, &values)),
        }
    }

    /// The routine of the migrations that a call means, by its name and the number of arguments.
    pub(super) fn routine(&self, call: &Call) -> Option<ObjectId> {
        let schemas = match &call.name.schema {
            Some(schema) => self.session.state.schema(schema).into_iter().collect(),
            None => self.session.path(),
        };
        let state = &self.session.state;
        let overloads = schemas
            .into_iter()
            .flat_map(|schema| state.find_all(Class::Routine, Some(schema), &call.name.name));
        let mut found = overloads.copied().filter(|&id| {
            let Some(Kind::Routine(routine)) = state.object(id).map(|object| &object.kind) else {
                return false;
            };
            let most = routine.inputs().count();
            let least = routine.inputs().filter(|input| !input.has_default).count();
            routine.body.is_some() && (least..=most).contains(&call.arguments.len())
        });
        found.next()
    }

    /// The value that a routine of the migrations returns.
    fn evaluated(&mut self, id: ObjectId, values: Vec<Value>) -> Applied<Value> {
        let changes = effects::of_routine(self.session, id);
        match self.enter(id, values) {
            // What is not known matters only to what is done with it.
            Err(Stop::Opaque(_)) if !changes => Ok(Value::Unknown),
            result => result,
        }
    }

    /// Functions that ask the catalog.
    fn of_catalog(&mut self, name: &str, values: &[Value]) -> Applied<Option<Value>> {
        let text = match values.first() {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let found = match (name, values) {
            ("current_schema", []) => self.current_schema(),
            (
                "to_regclass" | "to_regtype" | "to_regnamespace" | "to_regproc" | "to_regprocedure"
                | "to_regrole",
                [Value::Null],
            ) => Value::Null,
            ("to_regclass", [_]) => match text {
                Some(text) => {
                    names::regclass(self.session, text).map_or(Value::Null, Value::Object)
                }
                None => Value::Unknown,
            },
            ("to_regtype", [_]) => match text {
                Some(text) => names::to_regtype(self.session, text),
                None => Value::Unknown,
            },
            ("to_regproc" | "to_regprocedure", [_]) => match text {
                Some(text) => match names::regprocedure(self.session, text) {
                    Ok(id) => Value::Object(id),
                    Err(Stop::Failed(_)) => Value::Null,
                    Err(Stop::Opaque(_)) => Value::Unknown,
                },
                None => Value::Unknown,
            },
            ("to_regnamespace", [_]) => self.by_name(Class::Schema, text),
            ("to_regrole", [_]) => self.by_name(Class::Role, text),
            ("pg_get_userbyid", [_]) => Value::text("postgres"),
            ("oidvectortypes", [Value::Array(types)]) => {
                let names = types.iter().map(|found| found.print(self.session));
                let names: Option<Vec<String>> = names.collect();
                names.map_or(Value::Unknown, |names| Value::Text(names.join(", ")))
            }
            ("pg_get_function_result", [Value::Object(id)]) => self.result(*id),
            ("pg_get_constraintdef", [Value::Object(id), ..]) => self.constraint(*id),
            ("format_type", [Value::Type(found), ..]) => {
                Value::text(self.session.format_type(found))
            }
            ("pg_get_function_identity_arguments", [Value::Object(id)]) => {
                self.identity_arguments(*id)
            }
            ("pg_table_is_visible" | "pg_function_is_visible", [Value::Object(id)]) => {
                let parent = self
                    .session
                    .state
                    .object(*id)
                    .and_then(|object| object.parent);
                let path = self.session.path();
                Value::Boolean(parent.is_some_and(|parent| path.contains(&parent)))
            }
            ("current_setting", [Value::Text(setting), ..]) => {
                let found = self.session.settings.get(setting.as_str());
                found.map_or(Value::Unknown, |value| Value::text(value.as_str()))
            }
            ("set_config", [Value::Text(setting), Value::Text(value), ..]) => {
                self.set_config(setting, value);
                Value::text(value.as_str())
            }
            ("obj_description", [Value::Object(id), ..]) => {
                let object = self.session.state.object(*id);
                Value::optional(object.and_then(|object| object.comment.clone()))
            }
            _ => return Ok(None),
        };
        Ok(Some(found))
    }

    fn set_config(&mut self, setting: &str, value: &str) {
        if setting.eq_ignore_ascii_case("search_path") {
            let names = value.split(',').filter_map(names::name);
            self.session.search_path = names.map(|name| name.name).collect();
        } else {
            let setting = setting.to_ascii_lowercase().into();
            self.session.settings.insert(setting, value.to_owned());
        }
    }

    /// Jobs of `pg_cron`.
    fn cron(&mut self, name: &str, values: &[Value]) -> Applied<Value> {
        let text = |value: &Value| value.print(self.session).unwrap_or_default();
        match (name, values) {
            ("schedule", [schedule, command]) => {
                let number = self.session.cron_jobs.len() + 1;
                let job = (text(schedule), text(command));
                self.schedule(number.to_string(), job);
            }
            ("schedule" | "schedule_in_database", [Value::Text(name), schedule, command, ..]) => {
                let job = (text(schedule), text(command));
                self.schedule(name.clone(), job);
            }
            ("unschedule", [Value::Text(name)])
                if self.session.cron_jobs.remove(name).is_none() =>
            {
                let message = format!("could not find valid entry for job '{name}'");
                return Err(Stop::failed("XX000", message));
            }
            _ => {}
        }
        Ok(Value::Unknown)
    }

    fn schedule(&mut self, name: String, (schedule, command): (String, String)) {
        let job = CronJob {
            schedule,
            command,
            definition: self.session.definition,
        };
        self.session.cron_jobs.insert(name, job);
    }

    fn by_name(&self, class: Class, text: Option<&str>) -> Value {
        let Some(name) = text.and_then(names::name) else {
            return Value::Unknown;
        };
        let found = self.session.state.find(class, None, &name.name);
        found.map_or(Value::Null, Value::Object)
    }

    /// What a routine returns; unknown when that is a table.
    fn result(&self, id: ObjectId) -> Value {
        let Some(Kind::Routine(routine)) = self.session.state.object(id).map(|found| &found.kind)
        else {
            return Value::Null;
        };
        let is_table = routine.outputs().next().is_some();
        match &routine.returns.data_type {
            _ if routine.returns.nothing => Value::Null,
            Some(data_type) if !is_table => {
                let set = if routine.returns.set { "SETOF " } else { "" };
                Value::text(format!("{set}{}", self.session.format_type(data_type)))
            }
            Some(_) | None => Value::Unknown,
        }
    }

    /// A constraint's definition, a check's with its condition as written.
    fn constraint(&self, id: ObjectId) -> Value {
        let state = &self.session.state;
        let Some(object) = state.object(id) else {
            return Value::Null;
        };
        let Kind::Constraint(constraint) = &object.kind else {
            return Value::Null;
        };
        let relation = object
            .parent
            .and_then(|parent| state.object(parent)?.relation());
        let columns = constraint.columns.iter();
        let columns = columns.filter_map(|&number| relation?.numbered(number));
        let columns: Vec<_> = columns
            .map(|column| crate::schema::quoting::quoted(&column.name))
            .collect();
        let columns = columns.join(", ");
        match &constraint.kind {
            ConstraintKind::PrimaryKey => Value::text(format!("PRIMARY KEY ({columns})")),
            ConstraintKind::Unique => Value::text(format!("UNIQUE ({columns})")),
            ConstraintKind::Check(condition) => Value::text(format!("CHECK (({condition}))")),
            ConstraintKind::Exclusion | ConstraintKind::ForeignKey(_) => Value::Unknown,
        }
    }

    /// The arguments of a routine as `DROP FUNCTION` wants them.
    fn identity_arguments(&self, id: ObjectId) -> Value {
        let Some(Kind::Routine(routine)) = self.session.state.object(id).map(|found| &found.kind)
        else {
            return Value::Null;
        };
        let mut parts = Vec::new();
        for input in routine.inputs() {
            let Some(data_type) = &input.data_type else {
                return Value::Unknown;
            };
            let data_type = self.session.format_type(data_type);
            if input.name.is_empty() {
                parts.push(data_type);
            } else {
                let name = crate::schema::quoting::quoted(&input.name);
                parts.push(format!("{name} {data_type}"));
            }
        }
        Value::text(parts.join(", "))
    }
}
