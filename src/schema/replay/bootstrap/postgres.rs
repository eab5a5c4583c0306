//! The data files of `schema/postgres` to objects.

use std::str::Split;

use rustc_hash::FxHashMap;

use super::names::{LOOSE, NAMED, ROLES};
use crate::schema::{
    catalog::routine::{ArgumentMode, RoutineKind, Volatility},
    replay::state::{
        ObjectId, State,
        object::{Kind, Object, Provenance},
        relation::{Column, Relation, RelationKind, Rows},
        routine::{Argument, Operator, Returns, Routine},
        types::{Cast, CastContext, Domain, Type, TypeKind, TypeRef},
    },
};
use crate::sql::name::Identifier;

const TYPES: &str = include_str!("../../postgres/types.tsv");
const FUNCTIONS: &str = include_str!("../../postgres/functions.tsv");
const OPERATORS: &str = include_str!("../../postgres/operators.tsv");
const CASTS: &str = include_str!("../../postgres/casts.tsv");
const RELATIONS: &str = include_str!("../../postgres/relations.tsv");

/// The fields of the lines of a data file; operators begin with `#` as comments do, but before a tab.
fn rows(data: &str) -> impl Iterator<Item = Split<'_, char>> {
    let lines = data
        .lines()
        .filter(|line| *line != "#" && !line.starts_with("# "));
    lines.map(|line| line.split('\t'))
}

/// A database as `initdb` leaves it.
pub(super) fn state() -> State {
    let mut builder = Builder::default();
    for schema in ["pg_catalog", "information_schema", "public"] {
        builder.add(schema, None, Kind::Schema);
    }
    builder.types();
    builder.functions();
    builder.operators();
    builder.casts();
    builder.relations();
    builder.names();
    builder.state.commit();
    builder.state
}

#[derive(Default)]
struct Builder {
    state: State,
    /// By the name as the data files write it.
    types: FxHashMap<Identifier, ObjectId>,
}

impl Builder {
    fn add(&mut self, name: &str, parent: Option<ObjectId>, kind: Kind) -> ObjectId {
        let mut object = Object::new(name.into(), parent, kind);
        object.provenance = Provenance::Platform;
        self.state.add(object)
    }

    fn schema(&self, name: &str) -> Option<ObjectId> {
        self.state.schema(name)
    }

    /// The type of a name in the data files: `_int4` is `int4[]`.
    fn data_type(&self, name: &str) -> Option<TypeRef> {
        if let Some(&id) = self.types.get(name) {
            return Some(TypeRef::plain(id));
        }
        let (schema, array) = name.split_once('.').map_or(("", name), |(a, b)| (a, b));
        let element = array.strip_prefix('_')?;
        let id = if schema.is_empty() {
            self.types.get(element)
        } else {
            self.types.get(format!("{schema}.{element}").as_str())
        };
        id.map(|&id| TypeRef::array_of(id))
    }

    fn types(&mut self) {
        let catalog = self.schema("pg_catalog");
        let information = self.schema("information_schema");
        let mut built_on = Vec::new();
        for mut fields in rows(TYPES) {
            let mut next = || fields.next().unwrap_or_default();
            let (schema, name, kind, category) = (next(), next(), next(), next());
            let (preferred, element, _) = (next(), next(), next());
            // Arrays are no objects of their own here.
            if name.starts_with('_') {
                continue;
            }
            let object = Kind::Type(Type {
                kind: type_kind(kind),
                category: category.chars().next().unwrap_or('U'),
                preferred: preferred == "t",
            });
            let id = if schema == "pg_catalog" {
                let id = self.add(name, catalog, object);
                self.types.insert(name.into(), id);
                id
            } else {
                let id = self.add(name, information, object);
                self.types.insert(format!("{schema}.{name}").into(), id);
                id
            };
            built_on.push((id, element));
        }
        for (id, element) in built_on {
            let element = self.data_type(element);
            self.state.change(id, |object| set_element(object, element));
        }
    }

    fn functions(&mut self) {
        let catalog = self.schema("pg_catalog");
        for mut fields in rows(FUNCTIONS) {
            let mut next = || fields.next().unwrap_or_default();
            let (name, kind, arguments, result) = (next(), next(), next(), next());
            // Support functions of types and indexes, which no SQL can call.
            if arguments.split(',').any(|argument| argument == "internal") {
                continue;
            }
            let (set, volatility, _, columns) = (next(), next(), next(), next());
            let mut all = self.arguments(arguments);
            all.extend(self.outputs(columns));
            let routine = Routine {
                kind: routine_kind(kind),
                arguments: all,
                returns: Returns {
                    data_type: self.data_type(result),
                    set: set == "t",
                    nothing: false,
                },
                language: "internal".into(),
                volatility: volatility_of(volatility),
                security_definer: false,
                settings: Vec::new(),
                body: None,
                text: None,
            };
            self.add(name, catalog, Kind::Routine(routine));
        }
    }

    fn arguments(&self, list: &str) -> Vec<Argument> {
        let items = list.split(',').filter(|item| !item.is_empty());
        let arguments = items.map(|item| {
            let (mode, item) = match item.strip_prefix('*') {
                Some(item) => (ArgumentMode::Variadic, item),
                None => (ArgumentMode::In, item),
            };
            let (item, has_default) = match item.strip_suffix('=') {
                Some(item) => (item, true),
                None => (item, false),
            };
            let (name, data_type) = item.split_once(':').unwrap_or(("", item));
            Argument {
                name: name.into(),
                mode,
                data_type: self.data_type(data_type),
                has_default,
            }
        });
        arguments.collect()
    }

    fn outputs(&self, list: &str) -> Vec<Argument> {
        let items = list.split(',').filter(|item| !item.is_empty());
        let outputs = items.filter_map(|item| {
            let (name, data_type) = item.split_once(':')?;
            Some(Argument {
                name: name.into(),
                mode: ArgumentMode::Out,
                data_type: self.data_type(data_type),
                has_default: false,
            })
        });
        outputs.collect()
    }

    fn operators(&mut self) {
        let catalog = self.schema("pg_catalog");
        for mut fields in rows(OPERATORS) {
            let mut next = || fields.next().unwrap_or_default();
            let (name, left, right, result) = (next(), next(), next(), next());
            let (left, right) = (self.data_type(left), self.data_type(right));
            let (Some(right), Some(result)) = (right, self.data_type(result)) else {
                continue;
            };
            let operator = Operator {
                left,
                right,
                result,
                volatility: volatility_of(next()),
            };
            self.add(name, catalog, Kind::Operator(operator));
        }
    }

    fn casts(&mut self) {
        for mut fields in rows(CASTS) {
            let mut next = || fields.next().unwrap_or_default();
            let (source, target) = (self.data_type(next()), self.data_type(next()));
            let (Some(source), Some(target)) = (source, target) else {
                continue;
            };
            let context = match next() {
                "i" => CastContext::Implicit,
                "a" => CastContext::Assignment,
                _ => CastContext::Explicit,
            };
            let (_, volatility) = (next(), next());
            let cast = Cast {
                source,
                target,
                context,
                volatility: volatility_of(volatility),
            };
            self.add(&cast.name(), None, Kind::Cast(cast));
        }
    }

    fn relations(&mut self) {
        let mut current: Option<(&str, &str, Relation)> = None;
        for mut fields in rows(RELATIONS) {
            let mut next = || fields.next().unwrap_or_default();
            let (schema, name, kind) = (next(), next(), next());
            let (_, column, data_type) = (next(), next(), next());
            if current
                .as_ref()
                .is_none_or(|(old_schema, old, _)| (*old_schema, *old) != (schema, name))
            {
                self.relation(current.take());
                let kind = match kind {
                    "v" => RelationKind::View,
                    _ => RelationKind::Table,
                };
                current = Some((schema, name, Relation::new(kind, ObjectId(0))));
            }
            let column = Column::new(column.into(), self.data_type(data_type));
            if let Some((_, _, relation)) = &mut current {
                relation.columns.push(column);
            }
        }
        self.relation(current);
    }

    fn relation(&mut self, relation: Option<(&str, &str, Relation)>) {
        let Some((schema, name, mut relation)) = relation else {
            return;
        };
        let schema = self.schema(schema);
        let row = Type {
            kind: TypeKind::Shell,
            category: 'C',
            preferred: false,
        };
        let row_type = self.add(name, schema, Kind::Type(row));
        relation.row_type = row_type;
        relation.rows = Rows::Unknown;
        let id = self.add(name, schema, Kind::Relation(relation));
        self.state.change(row_type, |object| {
            if let Kind::Type(data_type) = &mut object.kind {
                data_type.kind = TypeKind::Composite(id);
            }
        });
    }

    fn names(&mut self) {
        for role in ROLES {
            self.add(role, None, Kind::Role);
        }
        for (kind, names) in LOOSE {
            for name in names {
                self.add(name, None, Kind::Other(kind));
            }
        }
        let catalog = self.schema("pg_catalog");
        for (kind, names) in NAMED {
            for name in names {
                self.add(name, catalog, Kind::Other(kind));
            }
        }
        self.add("plpgsql", None, Kind::Extension);
    }
}

fn type_kind(letter: &str) -> TypeKind {
    match letter {
        "d" => TypeKind::Domain(Domain {
            base: None,
            not_null: false,
            default: None,
        }),
        "p" => TypeKind::Pseudo,
        "r" => TypeKind::Range { subtype: None },
        "m" => TypeKind::Multirange { range: None },
        _ => TypeKind::Base,
    }
}

/// Tells a domain its base, a range its subtype, a multirange its range.
fn set_element(object: &mut Object, element: Option<TypeRef>) {
    let Kind::Type(data_type) = &mut object.kind else {
        return;
    };
    match &mut data_type.kind {
        TypeKind::Domain(domain) => domain.base = element,
        TypeKind::Range { subtype } => *subtype = element,
        TypeKind::Multirange { range } => *range = element.map(|range| range.id),
        TypeKind::Base
        | TypeKind::Shell
        | TypeKind::Enum(_)
        | TypeKind::Composite(_)
        | TypeKind::Pseudo => {}
    }
}

fn routine_kind(letter: &str) -> RoutineKind {
    match letter {
        "a" => RoutineKind::Aggregate,
        "w" => RoutineKind::Window,
        "p" => RoutineKind::Procedure,
        _ => RoutineKind::Function,
    }
}

fn volatility_of(letter: &str) -> Volatility {
    match letter {
        "v" => Volatility::Volatile,
        "s" => Volatility::Stable,
        _ => Volatility::Immutable,
    }
}
