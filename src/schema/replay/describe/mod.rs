//! The state to the catalog that is told to others.

mod only;

mod relation;

mod routine;

pub(super) use self::only::{Item, only_in};
use super::{
    session::Session,
    state::{
        ObjectId, State as Objects,
        object::{Definition, Kind, Object, Privileges, Provenance},
        relation::RelationKind,
        types::TypeKind,
    },
};
use crate::schema::{
    catalog::{Catalog, CronJob, Domain, Facet, Grant, Origin, Publication, State},
    source::SchemaFile,
};

/// What a session holds; with a second one, what is only there as shadows.
pub(super) fn catalog(
    strict: &Session,
    intended: Option<&Session>,
    files: &[&SchemaFile],
) -> Catalog {
    let session = intended.unwrap_or(strict);
    let describe = Describe {
        session,
        strict,
        files,
    };
    let mut catalog = describe.all();
    if intended.is_some() {
        // What the lenient database lost by a statement that Postgres rejects is still there.
        let only_strict = Describe {
            session: strict,
            strict,
            files,
        };
        for relation in only_strict.all().relations {
            if catalog.relation(&relation.schema, &relation.name).is_none() {
                catalog.relations.push(relation);
            }
        }
        catalog.sort();
    }
    catalog
}

/// Ends a session's temporary relations.
pub(super) fn drop_temporary(session: &mut Session) {
    let Some(schema) = session.state.schema("pg_temp") else {
        return;
    };
    let children: Vec<_> = session.state.children(schema).map(|(id, _)| id).collect();
    for id in children {
        session.state.remove(id);
    }
}

/// One database being told.
struct Describe<'a> {
    session: &'a Session,
    /// The database that Postgres would have.
    strict: &'a Session,
    files: &'a [&'a SchemaFile],
}

impl<'a> Describe<'a> {
    fn objects(&self) -> &'a Objects {
        &self.session.state
    }

    fn all(&self) -> Catalog {
        let mut catalog = Catalog {
            facets: FACETS.iter().copied().collect(),
            ..Catalog::default()
        };
        for (id, object) in self.objects().objects() {
            self.add(&mut catalog, id, object);
        }
        for (name, job) in &self.session.cron_jobs {
            let job = CronJob {
                schedule: job.schedule.clone(),
                command: job.command.clone(),
                origin: self.origin(Some(job.definition)),
            };
            catalog.cron_jobs.insert(name.clone(), job);
        }
        catalog.sort();
        catalog
    }

    fn add(&self, catalog: &mut Catalog, id: ObjectId, object: &'a Object) {
        match object.provenance {
            // What a migration moves there is Postgres' own to whoever looks.
            Provenance::Migration if self.schema_of(object) == "pg_catalog" => {}
            Provenance::Migration => self.add_own(catalog, id, object),
            Provenance::Platform if is_supabase(self.schema_of(object)) => {
                if let Kind::Relation(relation) = &object.kind
                    && relation.kind != RelationKind::Composite
                    && self.is_extended(id)
                {
                    catalog.platform.push(self.relation(id, object, relation));
                }
            }
            // It says something once a migration put a table into it.
            Provenance::Platform if is_publishing(object) => self.add_own(catalog, id, object),
            Provenance::Platform | Provenance::Extension(_) => {}
        }
    }

    fn add_own(&self, catalog: &mut Catalog, id: ObjectId, object: &'a Object) {
        let name = || format!("{}.{}", self.schema_of(object), object.name);
        match &object.kind {
            Kind::Schema => {
                catalog.schemas.insert(object.name.to_string());
            }
            Kind::Relation(relation) if relation.temporary => {}
            Kind::Relation(relation) if relation.kind == RelationKind::Composite => {
                let columns = relation.live_columns();
                let columns = columns.map(|(_, column)| self.column(column, State::Created));
                catalog.composites.insert(name(), columns.collect());
            }
            Kind::Relation(relation) if relation.is_partition => {
                catalog.partitions.push(self.relation(id, object, relation));
            }
            Kind::Relation(relation) => {
                catalog.relations.push(self.relation(id, object, relation));
            }
            Kind::Sequence(sequence) if !sequence.identity && !sequence.temporary => {
                catalog.sequences.insert(name());
            }
            Kind::Type(data_type) => self.add_type(catalog, id, object, &data_type.kind),
            Kind::Routine(routine) => catalog.routines.push(self.routine(object, routine)),
            Kind::Extension => {
                // The schema is the first thing that an extension needs.
                let schema = object.depends.first();
                let schema = schema.and_then(|need| self.objects().object(need.on));
                let schema = schema.map_or_else(String::new, |schema| schema.name.to_string());
                catalog.extensions.insert(object.name.to_string(), schema);
            }
            Kind::Publication(publication) => {
                let tables = publication.tables.iter();
                let tables = tables.filter(|&&id| self.objects().object(id).is_some());
                let publication = Publication {
                    all_tables: publication.all_tables,
                    tables: tables.map(|&id| self.session.qualified(id)).collect(),
                };
                let name = object.name.to_string();
                catalog.publications.insert(name, publication);
            }
            Kind::Sequence(_)
            | Kind::Index(_)
            | Kind::Operator(_)
            | Kind::Cast(_)
            | Kind::Constraint(_)
            | Kind::Trigger(_)
            | Kind::Policy(_)
            | Kind::Rule
            | Kind::Role
            | Kind::Other(_) => {}
        }
    }

    fn add_type(&self, catalog: &mut Catalog, id: ObjectId, object: &'a Object, kind: &TypeKind) {
        let name = format!("{}.{}", self.schema_of(object), object.name);
        match kind {
            TypeKind::Enum(labels) => {
                let labels = labels.iter().map(|label| label.name.clone());
                catalog.enums.insert(name, labels.collect());
            }
            TypeKind::Domain(domain) => {
                let checks = self.objects().children(id);
                let checks = checks.filter(|(_, child)| matches!(child.kind, Kind::Constraint(_)));
                let domain = Domain {
                    data_type: self.type_name(domain.base.as_ref()),
                    nullable: !domain.not_null,
                    has_default: domain.default.is_some(),
                    checks: checks.map(|(_, check)| check.name.to_string()).collect(),
                    origin: self.origin(object.definition),
                };
                catalog.domains.insert(name, domain);
            }
            TypeKind::Base
            | TypeKind::Shell
            | TypeKind::Composite(_)
            | TypeKind::Range { .. }
            | TypeKind::Multirange { .. }
            | TypeKind::Pseudo => {}
        }
    }

    /// Whether a migration hung something on a relation of the platform, or added a column.
    fn is_extended(&self, id: ObjectId) -> bool {
        let mut children = self.objects().children(id);
        children.any(|(_, child)| child.provenance == Provenance::Migration)
    }

    fn schema_of(&self, object: &Object) -> &'a str {
        let parent = object.parent.and_then(|id| self.objects().object(id));
        parent.map_or("", |parent| parent.name.as_str())
    }

    fn origin(&self, definition: Option<Definition>) -> Option<Origin> {
        let definition = definition?;
        let file = self.files.get(definition.file as usize)?;
        Some(Origin {
            file: file.path.clone(),
            line: file.lines.position(&file.text, definition.span.start).line,
        })
    }

    /// The statement that made an object, where that is a statement of its own.
    fn statement(&self, definition: Option<Definition>) -> Option<String> {
        let definition = definition?;
        let file = self.files.get(definition.file as usize)?;
        let text = file.text.get(definition.span.range())?;
        let is_create = text
            .get(..6)
            .is_some_and(|word| word.eq_ignore_ascii_case("create"));
        is_create.then(|| text.to_owned())
    }
}

/// What a replay knows: everything but what only a server can tell.
const FACETS: [Facet; 14] = [
    Facet::Relations,
    Facet::ColumnSources,
    Facet::ColumnTypes,
    Facet::Defaults,
    Facet::Constraints,
    Facet::ForeignKeys,
    Facet::Indexes,
    Facet::RowSecurity,
    Facet::Policies,
    Facet::Triggers,
    Facet::Routines,
    Facet::Enums,
    Facet::Grants,
    Facet::Publications,
];

/// Whether a schema of the platform is Supabase's and not Postgres' own.
fn is_supabase(schema: &str) -> bool {
    !matches!(schema, "pg_catalog" | "information_schema" | "pg_temp" | "")
}

fn is_publishing(object: &Object) -> bool {
    match &object.kind {
        Kind::Publication(publication) => publication.all_tables || !publication.tables.is_empty(),
        _ => false,
    }
}

fn grants(privileges: &[Privileges]) -> Vec<Grant> {
    let grants = privileges.iter().map(|granted| Grant {
        role: granted.role.to_string(),
        privileges: granted.privileges.iter().map(ToString::to_string).collect(),
        columns: granted.columns.iter().map(ToString::to_string).collect(),
    });
    grants.collect()
}
