//! The code and the databases of a project, side by side: what the map and the reports look at.

use crate::{
    access::{Access, SchemaRef},
    analysis::Analysis,
    assign::{self, Belonging},
    declared::Declared,
    schema::{
        Database,
        references::{References, references},
        source::SchemaFile,
    },
    source::Sources,
};

/// One state of a project.
#[derive(Debug)]
pub struct Survey<'a> {
    pub sources: &'a Sources,
    pub analysis: &'a Analysis,
    /// The texts that the databases were read from, ordered by path.
    pub files: &'a [SchemaFile],
    /// Empty where there is no schema, or none was asked for.
    pub databases: &'a [Database],
    /// By file: the database that its accesses belong to.
    of_file: Vec<Option<usize>>,
    /// Parallel to the databases: what SQL uses.
    pub references: Vec<References>,
    /// What the configuration says of relations.
    pub declared: Declared,
}

impl<'a> Survey<'a> {
    /// Puts code and databases beside each other.
    pub fn new(
        sources: &'a Sources,
        analysis: &'a Analysis,
        databases: &'a [Database],
        files: &'a [SchemaFile],
        belongings: &[Belonging],
    ) -> Self {
        let of_sql = databases.iter().map(|database| references(database, files));
        Self {
            sources,
            analysis,
            files,
            databases,
            of_file: assign::of_files(sources, databases, belongings),
            references: of_sql.collect(),
            declared: Declared::default(),
        }
    }

    /// The same, with what the configuration says of relations.
    pub fn with_declared(self, declared: &Declared) -> Self {
        Self {
            declared: declared.clone(),
            ..self
        }
    }

    /// Code alone.
    pub fn of_code(sources: &'a Sources, analysis: &'a Analysis) -> Self {
        Self::new(sources, analysis, &[], &[], &[])
    }

    pub fn accesses(&self) -> &'a [Access] {
        &self.analysis.accesses
    }

    /// The database that an access belongs to.
    pub fn database_of(&self, access: &Access) -> Option<usize> {
        self.of_file[access.file.0 as usize]
    }

    /// The name that a database has in output: empty when there is only one.
    pub fn database_name(&self, database: Option<usize>) -> &'a str {
        match (database, self.databases) {
            (None, _) | (_, [_]) => "",
            (Some(index), databases) => &databases[index].name,
        }
    }

    /// The schema that names without one are found in first.
    pub fn default_schema(&self, database: Option<usize>) -> &'a str {
        let exposed = database.and_then(|index| self.databases[index].exposed.first());
        exposed.map_or("public", String::as_str)
    }

    /// The schema that a name in SQL or the catalog has in output: none when it is the default one.
    pub fn schema_ref(&self, database: Option<usize>, schema: &str) -> SchemaRef {
        if schema == self.default_schema(database) {
            SchemaRef::Default
        } else {
            SchemaRef::Named(schema.to_owned())
        }
    }

    /// The schema that an access is counted under: spelt out or not, the default one is the same.
    pub fn placed_in(&self, access: &Access) -> SchemaRef {
        match &access.target.schema {
            SchemaRef::Named(schema) => self.schema_ref(self.database_of(access), schema),
            SchemaRef::Default => SchemaRef::Default,
            SchemaRef::Unknown => SchemaRef::Unknown,
        }
    }
}
