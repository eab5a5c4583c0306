//! What the body of a routine uses.

use super::{Effect, Found, block, walker::Walker};
use crate::{
    schema::catalog::routine::Routine,
    sql::{
        self,
        statement::{
            Body, Statement,
            routine::{CreateRoutine, Returns},
        },
    },
};

impl Walker<'_> {
    /// Walks the definition of a routine; the spans count in it.
    pub(super) fn routine_definition(&mut self, routine: &Routine, definition: &str) {
        let script = sql::parse(definition);
        let created = script.statements.iter().find_map(|item| {
            let Statement::CreateRoutine(create) = &item.statement else {
                return None;
            };
            Some(create)
        });
        let Some(create) = created else { return };
        self.take_settings(create);
        self.parameters(create);
        self.variables.insert(routine.name.clone());
        let tables = self.names.tables_of(&routine.schema, &routine.name);
        for table in tables {
            let used = self.known(Effect::Needs, table, create.name.span);
            self.rows.push(used);
        }
        match &create.body {
            Some(Body::Procedural(block)) => {
                if asks(definition) {
                    self.asks_for(definition);
                }
                self.block(block);
                if block::expects_missing(block) {
                    self.forgive();
                }
                self.forgive_transition_tables(routine);
            }
            Some(Body::Sql(items)) => {
                for item in items {
                    self.statement(&item.statement);
                }
            }
            Some(Body::Expression(expression)) => self.expression(expression),
            Some(Body::Opaque(_)) | None => {}
        }
    }

    fn take_settings(&mut self, create: &CreateRoutine) {
        let path = create.settings.iter();
        let mut path = path.filter(|(name, _)| name == "search_path");
        let Some((_, schemas)) = path.next() else {
            return;
        };
        let names = schemas.iter().flat_map(|value| value.split(','));
        let names = names.map(|name| name.trim().trim_matches(['"', '\'']).to_owned());
        let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
        if !names.is_empty() {
            self.path = names;
        }
    }

    fn parameters(&mut self, create: &CreateRoutine) {
        for parameter in &create.parameters {
            let name = parameter.name.iter();
            self.variables
                .extend(name.map(|name| name.text.to_string()));
            self.data_type(&parameter.data_type);
            self.expressions(&parameter.default);
        }
        match &create.returns {
            Some(Returns::Type(data_type)) => self.data_type(data_type),
            Some(Returns::Table(columns)) => {
                for (name, data_type) in columns {
                    self.variables.insert(name.text.to_string());
                    self.data_type(data_type);
                }
            }
            None => {}
        }
    }

    /// Takes what is missing for a transition table, which only the trigger names.
    fn forgive_transition_tables(&mut self, routine: &Routine) {
        let function = format!("{}.{}", routine.schema, routine.name);
        let tables = self.names.tables_of(&routine.schema, &routine.name);
        let mut triggers = tables.iter().flat_map(|table| &table.triggers);
        let has_them =
            triggers.any(|trigger| trigger.function == function && !trigger.for_each_row);
        if !has_them {
            return;
        }
        for draft in &mut self.uses {
            let target = &mut draft.target;
            if target.found == Found::Missing && target.schema.is_none() {
                target.found = Found::Foreign;
            }
        }
    }

    /// Holds nothing that is missing against SQL that is ready for it.
    fn forgive(&mut self) {
        self.missing_columns.clear();
        for draft in &mut self.uses {
            if draft.target.found == Found::Missing {
                draft.target.found = Found::Foreign;
            }
        }
    }
}

/// Whether SQL asks the catalogue what there is.
fn asks(definition: &str) -> bool {
    let text = definition.to_ascii_lowercase();
    let catalogues = [
        "information_schema",
        "pg_class",
        "pg_tables",
        "pg_proc",
        "to_regclass",
        "to_regproc",
        "pg_attribute",
        "pg_views",
        "pg_matviews",
    ];
    catalogues.iter().any(|name| text.contains(name))
}
