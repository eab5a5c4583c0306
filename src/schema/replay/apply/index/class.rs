//! Operator classes: which access methods can index which types.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    schema::replay::{
        failure::{Applied, Stop, written},
        session::Session,
        state::{
            ObjectId,
            object::Class,
            types::{TypeKind, TypeRef},
        },
    },
    schema::statement::{Missing, MissingKind},
    sql::{name::Name, statement::ObjectKind},
};

const BUILT_IN: &str = include_str!("../../../postgres/operator_classes.tsv");
const EXTENSIONS: &str = include_str!("../../../platform/extensions.sql");

/// The access methods that every Postgres has.
const METHODS: [&str; 6] = ["btree", "hash", "gist", "gin", "spgist", "brin"];

/// What is known of operator classes, by access method.
#[derive(Debug, Default)]
struct Classes {
    /// The types that classes of Postgres itself are for.
    built_in: FxHashMap<(&'static str, &'static str), &'static str>,
    /// Types that need no class named, there.
    defaults: FxHashSet<(&'static str, &'static str)>,
    /// The extensions that bring classes for a method.
    methods: FxHashMap<&'static str, Vec<&'static str>>,
    /// The extensions that bring a class.
    brought: FxHashMap<(&'static str, &'static str), Vec<&'static str>>,
    /// The extensions that bring a default class for a type.
    brought_defaults: FxHashMap<(&'static str, &'static str), Vec<&'static str>>,
    /// Those types.
    types: FxHashSet<&'static str>,
}

fn classes() -> &'static Classes {
    static CLASSES: OnceLock<Classes> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let mut classes = Classes::default();
        for line in BUILT_IN.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            let (method, name, data_type, default) = (field(), field(), field(), field());
            classes.built_in.insert((method, name), data_type);
            if default == "t" {
                classes.defaults.insert((method, data_type));
            }
        }
        let mut extension = "";
        for line in EXTENSIONS.lines() {
            if let Some(head) = line.strip_prefix("-- extension: ") {
                extension = head.split(' ').next().unwrap_or_default();
            } else if let Some(class) = line.strip_prefix("create operator class ") {
                classes.take(extension, class);
            }
        }
        classes
    })
}

impl Classes {
    /// Takes in `name [default] for type x using method …`.
    fn take(&mut self, extension: &'static str, class: &'static str) {
        let Some((head, tail)) = class.split_once(" for type ") else {
            return;
        };
        let Some((data_type, method)) = tail.split_once(" using ") else {
            return;
        };
        let method = method.split([' ', ';']).next().unwrap_or_default();
        let (name, is_default) = match head.strip_suffix(" default") {
            Some(name) => (name, true),
            None => (head, false),
        };
        let brought = self.brought.entry((method, name)).or_default();
        brought.push(extension);
        let bringers = self.methods.entry(method).or_default();
        if !bringers.contains(&extension) {
            bringers.push(extension);
        }
        if is_default {
            let key = (method, stored_name(data_type));
            self.types.insert(key.1);
            self.brought_defaults
                .entry(key)
                .or_default()
                .push(extension);
        }
    }
}

/// The name in `pg_type` of a type as the text on extensions writes it.
fn stored_name(written: &'static str) -> &'static str {
    match written {
        "boolean" => "bool",
        "smallint" => "int2",
        "integer" => "int4",
        "bigint" => "int8",
        "real" => "float4",
        "double precision" => "float8",
        "character" => "bpchar",
        "character varying" => "varchar",
        "bit varying" => "varbit",
        "\"char\"" => "char",
        "time without time zone" => "time",
        "time with time zone" => "timetz",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        other => other,
    }
}

/// # Errors
///
/// 42704 when there is no such access method.
pub(super) fn check_method(session: &Session, method: &str) -> Applied {
    let class = Class::Other(ObjectKind::AccessMethod);
    if METHODS.contains(&method) || session.state.find(class, None, method).is_some() {
        return Ok(());
    }
    let bringers = classes().methods.get(method);
    if bringers.is_some_and(|extensions| any_installed(session, extensions)) {
        return Ok(());
    }
    let message = format!("access method \"{method}\" does not exist");
    Err(Stop::failed("42704", message).missing(missing(method)))
}

/// The extension that an operator class came with.
pub(super) fn bringer(session: &Session, method: &str, class: &Name) -> Option<ObjectId> {
    let key = (method, class.name.as_str());
    let known = classes();
    if known.built_in.contains_key(&key) {
        return None;
    }
    let mut extensions = known.brought.get(&key)?.iter();
    extensions.find_map(|name| session.state.find(Class::Extension, None, name))
}

fn any_installed(session: &Session, extensions: &[&str]) -> bool {
    let mut installed = extensions
        .iter()
        .filter_map(|name| session.state.find(Class::Extension, None, name));
    installed.next().is_some()
}

fn missing(name: &str) -> Missing {
    Missing {
        kind: MissingKind::Other,
        schema: None,
        relation: None,
        name: name.to_owned(),
    }
}

/// # Errors
///
/// 42704 when the access method has no operator class of the name.
pub(super) fn check_class(session: &Session, method: &str, class: &Name) -> Applied {
    let key = (method, class.name.as_str());
    let known = classes();
    let brought = known.brought.get(&key);
    let made = Class::Other(ObjectKind::OperatorClass);
    let exists = known.built_in.contains_key(&key)
        || session.find(made, class).is_some()
        || brought.is_some_and(|extensions| any_installed(session, extensions));
    if exists {
        return Ok(());
    }
    let name = written(class);
    let message =
        format!("operator class \"{name}\" does not exist for access method \"{method}\"");
    Err(Stop::failed("42704", message)
        .at(class.span)
        .missing(missing(&class.name)))
}

/// # Errors
///
/// 42804 when an operator class of Postgres itself is not for the type.
pub(super) fn check_fit(
    session: &Session,
    method: &str,
    class: &Name,
    data_type: &TypeRef,
) -> Applied {
    let wanted = classes().built_in.get(&(method, class.name.as_str()));
    let base = session.base_type(data_type);
    let (Some(&wanted), Some(base)) = (wanted, base) else {
        return Ok(());
    };
    let candidates = candidates(session, &base);
    let fits = candidates.is_empty() || candidates.iter().any(|name| name == wanted);
    if fits {
        return Ok(());
    }
    let message = format!(
        "operator class \"{}\" does not accept data type {}",
        written(class),
        session.format_unmodified(data_type)
    );
    Err(Stop::failed("42804", message).at(class.span))
}

/// # Errors
///
/// 42704 when the access method has no default operator class for the type.
pub(super) fn check_default(session: &Session, method: &str, data_type: &TypeRef) -> Applied {
    let Some(base) = session.base_type(data_type) else {
        return Ok(());
    };
    let candidates = candidates(session, &base);
    if candidates.is_empty() {
        return Ok(());
    }
    let known = classes();
    let fits = candidates.iter().any(|candidate| {
        let brought = known.brought_defaults.get(&(method, candidate.as_str()));
        known.defaults.contains(&(method, candidate.as_str()))
            || brought.is_some_and(|extensions| any_installed(session, extensions))
    });
    let is_known_method = METHODS.contains(&method) || known.methods.contains_key(method);
    if fits || !is_known_method {
        return Ok(());
    }
    let name = session.format_unmodified(data_type);
    let message =
        format!("data type {name} has no default operator class for access method \"{method}\"");
    Err(Stop::failed("42704", message).help(
        "You must specify an operator class for the index or define a default operator class for \
         the data type.",
    ))
}

/// The types whose default class would do; none when the type is not known well enough.
fn candidates(session: &Session, base: &TypeRef) -> Vec<String> {
    let Some(object) = session.state.object(base.id) else {
        return Vec::new();
    };
    let name = object.name.to_string();
    if base.array {
        return vec![
            format!("{name}[]"),
            format!("_{name}"),
            "anyarray".to_owned(),
        ];
    }
    let general = match session.type_kind(base.id) {
        Some(TypeKind::Enum(_)) => "anyenum",
        Some(TypeKind::Range { .. }) => "anyrange",
        Some(TypeKind::Multirange { .. }) => "anymultirange",
        Some(TypeKind::Composite(_)) => "record",
        Some(TypeKind::Base) => return base_candidates(session, base, name),
        Some(TypeKind::Shell | TypeKind::Domain(_) | TypeKind::Pseudo) | None => {
            return Vec::new();
        }
    };
    vec![name, general.to_owned()]
}

fn base_candidates(session: &Session, base: &TypeRef, name: String) -> Vec<String> {
    let also = match name.as_str() {
        "varchar" => Some("text"),
        "cidr" => Some("inet"),
        name if name.starts_with("reg") => Some("oid"),
        _ => None,
    };
    if !session.is_pinned(base.id) && !classes().types.contains(name.as_str()) {
        return Vec::new();
    }
    std::iter::once(name)
        .chain(also.map(str::to_owned))
        .collect()
}
