//! The names that Prisma's client and Prisma's migrations give to things.

use std::collections::BTreeMap;

/// What code calls the relations and columns of a database.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PrismaNames {
    /// By the name of the model, as the schema has it.
    pub models: BTreeMap<String, ModelNames>,
    /// `schema.name` of each enum, by its name in the schema.
    pub enums: BTreeMap<String, EnumNames>,
}

/// A model or view, and the relation it is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ModelNames {
    /// The property of the client: `prisma.userProfile`.
    pub property: String,
    pub schema: String,
    pub relation: String,
    /// Whether the client leaves it out (`@@ignore`).
    pub ignored: bool,
    /// By the name of the field.
    pub fields: BTreeMap<String, FieldNames>,
    /// The fields of each key of several, by the name it has in `where`.
    pub keys: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldNames {
    pub target: FieldTarget,
    /// Whether the client leaves it out (`@ignore`).
    pub ignored: bool,
    /// Whether the client gives a value that code leaves out (`@default(uuid())`, `@updatedAt`).
    pub filled_by_client: bool,
}

/// What a field stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FieldTarget {
    Column(String),
    /// Rows of another model.
    Model(String),
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EnumNames {
    pub schema: String,
    pub name: String,
    /// The label of each value.
    pub labels: BTreeMap<String, String>,
}

/// The longest name that Postgres keeps, in bytes.
pub(super) const LONGEST: usize = 63;

/// What Prisma calls a key or index of these columns.
///
/// The suffix is kept whole, as in `ConstraintNames` of Prisma's engines.
pub(super) fn constraint_name(relation: &str, columns: &[String], suffix: &str) -> String {
    let mut name = relation.to_owned();
    for column in columns {
        name.push('_');
        name.push_str(column);
    }
    let longest = LONGEST - suffix.len();
    if name.len() > longest {
        let end = (0..=longest).rev().find(|&end| name.is_char_boundary(end));
        name.truncate(end.unwrap_or_default());
    }
    name + suffix
}

/// The client's property for a model: its name with a small first letter.
pub(super) fn property(model: &str) -> String {
    let mut characters = model.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[test]
fn long_names_keep_their_suffix() {
    let columns = [
        "averylongcolumnnamethatgoesonandon".to_owned(),
        "anotherverylongcolumnnamethatgoeson".to_owned(),
    ];
    assert_eq!(
        constraint_name("invoice_lines", &columns, "_key"),
        "invoice_lines_averylongcolumnnamethatgoesonandon_anotherver_key"
    );
    assert_eq!(constraint_name("users", &[], "_pkey"), "users_pkey");
    assert_eq!(property("UserProfile"), "userProfile");
}
