//! `drizzle.config.*`: where the schema is, and how names are made.

use super::{
    naming::Casing,
    program::{self, Program},
    value::{Expression, Value},
};
use crate::schema::source::SchemaFile;

/// What a configuration says, as far as it says it in literal values.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DrizzleConfig {
    /// `postgresql`, `mysql`, `sqlite`, …
    pub dialect: Option<String>,
    /// Paths and globs, relative to the folder of the configuration or of the run.
    pub schema: Vec<String>,
    /// Where migrations are written.
    pub out: Option<String>,
    pub casing: Casing,
    /// The schemas of Postgres that are looked at; empty for `public` alone.
    pub schema_filter: Vec<String>,
    /// Globs of the tables that are looked at; empty for all.
    pub tables_filter: Vec<String>,
}

impl DrizzleConfig {
    /// Whether it is for a Postgres.
    pub fn is_postgres(&self) -> bool {
        matches!(
            self.dialect.as_deref(),
            Some("postgresql" | "pg" | "cockroach")
        )
    }
}

/// The configurations of a file: one, or several where it exports a list.
pub fn read(file: &SchemaFile) -> Vec<DrizzleConfig> {
    if file.path.ends_with(".json") {
        // An object alone is no program.
        let text = format!("export default {}", file.text);
        let path = file.path.replace(".json", ".js");
        return read(&SchemaFile::new(path, text));
    }
    let parsed = program::parse(&[file], &[]);
    let program = Program::new(&parsed);
    let Some(module) = parsed.first() else {
        return Vec::new();
    };
    let statements = program::children(module.tree.root_node()).into_iter();
    let mut exported = statements.filter_map(|statement| match statement.kind() {
        "export_statement" => statement.child_by_field_name("value"),
        // `module.exports = { … }`
        "expression_statement" => {
            let assignment = program::children(statement).into_iter().next()?;
            let left = assignment.child_by_field_name("left")?;
            let is_export = program.text_of(0, left) == "module.exports";
            assignment
                .child_by_field_name("right")
                .filter(|_| is_export)
        }
        _ => None,
    });
    let Some(node) = exported.next() else {
        return Vec::new();
    };
    let value = Expression {
        file: 0,
        node,
        scope: None,
    };
    configurations(&program, &value)
}

fn configurations<'t>(program: &Program<'t>, value: &Expression<'t>) -> Vec<DrizzleConfig> {
    let Value::Expression(value) = program.value(value) else {
        return Vec::new();
    };
    // `defineConfig({ … })`
    let value = match program.chain(&value) {
        Some(chain) => match chain.arguments.first() {
            Some(argument) => argument.clone(),
            None => return Vec::new(),
        },
        None => value,
    };
    match program.made(&value, 0) {
        Some(made) if made.node.kind() == "array" => {
            let items = program::children(made.node).into_iter();
            items
                .map(|item| configuration(program, &made.at(item)))
                .collect()
        }
        Some(made) => vec![configuration(program, &made)],
        None => Vec::new(),
    }
}

fn configuration<'t>(program: &Program<'t>, object: &Expression<'t>) -> DrizzleConfig {
    let (entries, _) = program.entries(object);
    let value = |name: &str| {
        let entry = entries.iter().rfind(|(key, _)| key == name)?;
        Some(&entry.1)
    };
    let text = |name: &str| program.string(value(name)?);
    let texts = |name: &str| match text(name) {
        Some(only) => vec![only],
        None => value(name)
            .and_then(|list| program.strings(list))
            .unwrap_or_default(),
    };
    // Before `dialect` there was `driver`.
    let dialect = text("dialect").or_else(|| {
        let dialect = match text("driver")?.as_str() {
            "pg" | "pglite" | "aws-data-api" => "postgresql",
            "mysql2" => "mysql",
            _ => "sqlite",
        };
        Some(dialect.to_owned())
    });
    DrizzleConfig {
        dialect,
        schema: texts("schema"),
        out: text("out"),
        casing: text("casing")
            .and_then(|casing| Casing::of(&casing))
            .unwrap_or_default(),
        schema_filter: texts("schemaFilter"),
        tables_filter: texts("tablesFilter"),
    }
}
