//! Names of database objects.

pub mod suggestion;

use std::fmt;

/// A relation or routine as code names it.
///
/// The name is case-sensitive and unquoted, as PostgREST takes it.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct QualifiedName {
    /// `None` when the code leaves the schema to the client's configuration.
    pub schema: Option<String>,
    pub name: String,
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}
