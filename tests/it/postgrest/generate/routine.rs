//! Calls of routines.

use tabletrace::schema::catalog::routine::{Routine, RoutineKind};

use super::{
    super::call::{Call, Link, Value},
    Generator, value,
};

impl Generator {
    pub(super) fn routine_call(&mut self) -> Call {
        let routines = self.model.catalog.routines.clone();
        let mut routine = &routines[self.numbers.below(routines.len())];
        // Functions of rows and of triggers are called now and then only.
        while !is_callable(routine) && self.numbers.percent(90) {
            routine = &routines[self.numbers.below(routines.len())];
        }
        let mut links = Vec::new();
        if routine.schema != self.model.schemas[0] && self.numbers.percent(90) {
            links.push(Link::new("schema", [Value::text(&routine.schema)]));
        }
        let mut rpc = Link::new("rpc", [Value::text(&routine.name)]);
        let members = self.arguments(routine);
        let needs_options = self.numbers.percent(12);
        if !members.is_empty() || needs_options || self.numbers.percent(20) {
            rpc.arguments.push(Value::Object(members));
        }
        if needs_options {
            let option = self.numbers.one(&["get", "head"]);
            let options = vec![(option.to_owned(), Value::Boolean(true))];
            rpc.arguments.push(Value::Object(options));
        }
        links.push(rpc);
        self.result(routine, &mut links);
        Call { links }
    }

    fn arguments(&mut self, routine: &Routine) -> Vec<(String, Value)> {
        let mut members = Vec::new();
        for argument in &routine.arguments {
            let is_wanted = match (argument.mode.is_input(), argument.has_default) {
                (false, _) => false,
                (true, true) => self.numbers.percent(40),
                (true, false) => true,
            };
            if !is_wanted || argument.name.is_empty() {
                continue;
            }
            let data_type = argument.data_type.clone().unwrap_or_default();
            let value = match self.numbers.below(20) {
                0 => Value::Null,
                1 => Value::Undefined,
                2 => value::any(&mut self.numbers),
                _ => value::right(&mut self.numbers, &self.model, &data_type),
            };
            members.push((argument.name.clone(), value));
        }
        members
    }

    /// What is asked of the result.
    fn result(&mut self, routine: &Routine, links: &mut Vec<Link>) {
        if self.numbers.percent(65) {
            return;
        }
        let returns = routine.returns.as_deref().unwrap_or_default();
        let name = returns.strip_prefix("SETOF ").unwrap_or(returns);
        let table = self.model.table(&routine.schema, name).cloned();
        if let Some(table) = table {
            let (list, embedded) = self.list(&table, 0);
            links.push(Link::new("select", [Value::Text(list)]));
            self.filters(&table, &embedded, links);
            return;
        }
        let outputs = routine
            .arguments
            .iter()
            .filter(|argument| argument.mode.is_output());
        let mut names: Vec<String> = outputs.map(|argument| argument.name.clone()).collect();
        if names.is_empty() {
            if self.numbers.percent(80) {
                return;
            }
            names.push(routine.name.clone());
        }
        let name = names[self.numbers.below(names.len())].clone();
        let link = match self.numbers.below(3) {
            0 => Link::new("eq", [Value::Text(name), Value::text("1")]),
            1 => Link::new("order", [Value::Text(name)]),
            _ => Link::new("select", [Value::Text(name)]),
        };
        links.push(link);
    }
}

fn is_callable(routine: &Routine) -> bool {
    let mut arguments = routine.arguments.iter();
    routine.kind == RoutineKind::Function
        && routine.returns.as_deref() != Some("trigger")
        && arguments.all(|argument| !argument.name.is_empty())
}
