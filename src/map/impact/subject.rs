//! What a name on the command line means.

use std::collections::BTreeSet;

use crate::{
    access::{Access, SchemaRef, TargetKind},
    map::{self, node::Object},
    schema::catalog::{Catalog, relation::Relation},
    survey::Survey,
};

/// Something that code and SQL can depend on.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Subject {
    pub kind: SubjectKind,
    /// `None` where the project has no database, and for what belongs to none.
    pub database: Option<usize>,
    /// Empty for buckets and edge functions.
    pub schema: String,
    /// Of a column, the relation's.
    pub name: String,
    pub column: Option<String>,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SubjectKind {
    Relation,
    Routine,
    Bucket,
    EdgeFunction,
}

impl SubjectKind {
    pub const ALL: [Self; 4] = [
        Self::Relation,
        Self::Routine,
        Self::Bucket,
        Self::EdgeFunction,
    ];

    /// The word for it in output, and before a name that has several meanings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relation => "relation",
            Self::Routine => "routine",
            Self::Bucket => "bucket",
            Self::EdgeFunction => "edge_function",
        }
    }

    /// The kind of the accesses that are for it.
    pub fn target(self) -> TargetKind {
        match self {
            Self::Relation => TargetKind::Relation,
            Self::Routine => TargetKind::Routine,
            Self::Bucket => TargetKind::Bucket,
            Self::EdgeFunction => TargetKind::EdgeFunction,
        }
    }

    fn of(kind: TargetKind) -> Self {
        match kind {
            TargetKind::Relation => Self::Relation,
            TargetKind::Routine => Self::Routine,
            TargetKind::Bucket => Self::Bucket,
            TargetKind::EdgeFunction => Self::EdgeFunction,
        }
    }
}

impl Subject {
    /// `schema.name.column`, without the default schema; with the database where there are several.
    pub fn label(&self, survey: &Survey<'_>) -> String {
        let name = match self.kind {
            SubjectKind::Relation | SubjectKind::Routine => {
                let schema = survey.schema_ref(self.database, &self.schema);
                map::qualified(&schema, &self.name)
            }
            SubjectKind::Bucket | SubjectKind::EdgeFunction => self.name.clone(),
        };
        let database = survey.database_name(self.database);
        let name = match &self.column {
            Some(column) => format!("{name}.{column}"),
            None => name,
        };
        if database.is_empty() {
            name
        } else {
            format!("{database}:{name}")
        }
    }

    /// As the map names what it is, or what its column is of.
    pub fn object(&self, survey: &Survey<'_>) -> Object {
        Object {
            database: survey.database_name(self.database).to_owned(),
            schema: match self.kind {
                SubjectKind::Relation | SubjectKind::Routine => {
                    survey.schema_ref(self.database, &self.schema)
                }
                SubjectKind::Bucket | SubjectKind::EdgeFunction => SchemaRef::Default,
            },
            name: self.name.clone(),
        }
    }

    /// A name that means it alone.
    pub fn unambiguous(&self, survey: &Survey<'_>) -> String {
        let database = survey.database_name(self.database);
        let label = self.label(survey);
        let name = label.strip_prefix(&format!("{database}:"));
        let schema = match self.kind {
            SubjectKind::Relation | SubjectKind::Routine
                if survey.schema_ref(self.database, &self.schema) == SchemaRef::Default =>
            {
                format!("{}.", self.schema)
            }
            SubjectKind::Relation
            | SubjectKind::Routine
            | SubjectKind::Bucket
            | SubjectKind::EdgeFunction => String::new(),
        };
        let name = format!("{schema}{}", name.unwrap_or(&label));
        let database = match database {
            "" => String::new(),
            database => format!("{database}:"),
        };
        format!("{}:{database}{name}", self.kind.as_str())
    }

    /// The relation, where a catalog has it.
    pub fn relation<'a>(&self, survey: &Survey<'a>) -> Option<&'a Relation> {
        let database = &survey.databases[self.database?];
        match self.kind {
            SubjectKind::Relation => relation(&database.catalog, &self.schema, &self.name),
            SubjectKind::Routine | SubjectKind::Bucket | SubjectKind::EdgeFunction => None,
        }
    }
}

/// All relations that a catalog tells of, partitions and those of the platform included.
pub(super) fn relations(catalog: &Catalog) -> impl Iterator<Item = &Relation> {
    let own = catalog.relations.iter().chain(&catalog.partitions);
    own.chain(&catalog.platform)
}

pub(super) fn relation<'c>(catalog: &'c Catalog, schema: &str, name: &str) -> Option<&'c Relation> {
    relations(catalog).find(|relation| relation.key() == (schema, name))
}

/// Everything that can be named, without columns: what the catalogs hold and what code asks for.
pub fn known(survey: &Survey<'_>) -> BTreeSet<Subject> {
    let mut known = BTreeSet::new();
    for (index, database) in survey.databases.iter().enumerate() {
        let subject = |kind, schema: &str, name: &str| Subject {
            kind,
            database: Some(index),
            schema: schema.to_owned(),
            name: name.to_owned(),
            column: None,
        };
        let relations = relations(&database.catalog);
        known.extend(relations.map(|it| subject(SubjectKind::Relation, &it.schema, &it.name)));
        let routines = database.catalog.routines.iter();
        known.extend(routines.map(|it| subject(SubjectKind::Routine, &it.schema, &it.name)));
        let outside = |kind, name: &String| Subject {
            database: None,
            ..subject(kind, "", name)
        };
        let buckets = database.resources.buckets.iter();
        known.extend(buckets.map(|name| outside(SubjectKind::Bucket, name)));
        let functions = database.resources.edge_functions.iter();
        known.extend(functions.map(|name| outside(SubjectKind::EdgeFunction, name)));
    }
    for access in survey.accesses().iter().filter(|access| !access.wrapper) {
        let Some(subject) = of_access(survey, access) else {
            continue;
        };
        let is_it = |other: &Subject| {
            (other.kind, &other.schema, &other.name)
                == (subject.kind, &subject.schema, &subject.name)
        };
        // Which database is not known: it is looked for in those that have it.
        if subject.database.is_some() || !known.iter().any(is_it) {
            known.insert(subject);
        }
    }
    known
}

/// What an access is for; `None` when only the run tells.
fn of_access(survey: &Survey<'_>, access: &Access) -> Option<Subject> {
    let kind = SubjectKind::of(access.target.kind);
    let (database, schema) = match kind {
        SubjectKind::Bucket | SubjectKind::EdgeFunction => (None, String::new()),
        SubjectKind::Relation | SubjectKind::Routine => {
            let database = survey.database_of(access);
            let schema = match &access.target.schema {
                SchemaRef::Named(schema) => schema.clone(),
                SchemaRef::Default => survey.default_schema(database).to_owned(),
                SchemaRef::Unknown => return None,
            };
            (database, schema)
        }
    };
    Some(Subject {
        kind,
        database,
        schema,
        name: access.target.name.clone()?,
        column: None,
    })
}

/// What a name may mean: `name`, `schema.name`, each with `.column`, and with `database:` or the
/// kind in front (`routine:name`).
///
/// Where more than one is meant, all of them; one in the default schema counts before others.
pub fn named(survey: &Survey<'_>, name: &str) -> Vec<Subject> {
    let found = all_named(survey, name);
    let in_default: Vec<Subject> = found
        .iter()
        .filter(|subject| {
            subject.schema.is_empty() || subject.schema == survey.default_schema(subject.database)
        })
        .cloned()
        .collect();
    if in_default.is_empty() {
        found
    } else {
        in_default
    }
}

/// What a name may mean in any schema, as [`named()`] reads it.
pub fn all_named(survey: &Survey<'_>, name: &str) -> Vec<Subject> {
    let known = known(survey);
    let known = known.iter();
    known
        .filter_map(|subject| meant(survey, subject, name))
        .collect()
}

fn meant(survey: &Survey<'_>, subject: &Subject, name: &str) -> Option<Subject> {
    let mut rest = name;
    if let Some((kind, after)) = rest.split_once(':')
        && SubjectKind::ALL.iter().any(|known| known.as_str() == kind)
    {
        if kind != subject.kind.as_str() {
            return None;
        }
        rest = after;
    }
    let databases = &survey.databases;
    if let Some((database, after)) = rest.split_once(':')
        && databases.iter().any(|known| known.name == database)
    {
        if subject.database.map(|index| databases[index].name.as_str()) != Some(database) {
            return None;
        }
        rest = after;
    }
    let after_schema = rest.strip_prefix(subject.schema.as_str());
    let after_schema = after_schema.and_then(|rest| rest.strip_prefix('.'));
    [Some(rest), after_schema]
        .into_iter()
        .flatten()
        .find_map(|rest| {
            let rest = rest.strip_prefix(subject.name.as_str())?;
            match (rest, subject.kind) {
                ("", _) => Some(subject.clone()),
                ("()", SubjectKind::Routine) => Some(subject.clone()),
                (rest, SubjectKind::Relation) => {
                    let column = rest.strip_prefix('.').filter(|column| !column.is_empty())?;
                    Some(Subject {
                        column: Some(column.to_owned()),
                        ..subject.clone()
                    })
                }
                (_, SubjectKind::Routine | SubjectKind::Bucket | SubjectKind::EdgeFunction) => None,
            }
        })
}

/// The known name that is most like one that means nothing, when one is like it at all.
pub fn nearest(survey: &Survey<'_>, name: &str) -> Option<String> {
    const LEAST: f64 = 0.8;
    let wanted = name.to_lowercase();
    let mut best: Option<(f64, String)> = None;
    for subject in known(survey) {
        let label = subject.label(survey);
        let likeness = strsim::jaro_winkler(&subject.name.to_lowercase(), &wanted)
            .max(strsim::jaro_winkler(&label.to_lowercase(), &wanted));
        // Of two that are as like, the one that takes less to name.
        let is_better = best.as_ref().is_none_or(|(most, known)| {
            likeness > *most || (likeness == *most && label.len() < known.len())
        });
        if likeness >= LEAST && is_better {
            best = Some((likeness, label));
        }
    }
    best.map(|(_, label)| label)
}

/// The column of a relation that is most like a name that is none of its columns.
pub fn nearest_column<'a>(relation: &'a Relation, name: &str) -> Option<&'a str> {
    let columns = relation.columns.iter();
    columns
        .map(|column| {
            (
                strsim::jaro_winkler(&column.name, name),
                column.name.as_str(),
            )
        })
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}
