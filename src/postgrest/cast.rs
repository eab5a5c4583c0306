//! The types that a select list can cast to.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use super::{Served, suggest};
use crate::schema::catalog::{Catalog, Facet};

/// Words of the grammar that mean a type of another name.
const ALIASES: [(&str, &str); 6] = [
    ("char", "bpchar"),
    ("dec", "numeric"),
    ("decimal", "numeric"),
    ("float", "float8"),
    ("int", "int4"),
    ("nchar", "bpchar"),
];

const CAST_TABLE: &str = include_str!("../schema/postgres/casts.tsv");

const BUILTIN: &str = include_str!("../schema/postgres/types.tsv");

const EXTENSIONS: &str = include_str!("../schema/platform/extensions.sql");

/// Whether there is no type that a cast could mean.
///
/// Postgres folds the name: PostgREST does not quote it.
pub(super) fn is_unknown(served: &Served<'_>, name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    let bare = folded.trim_end_matches("[]");
    let is_told = served.tells(Facet::ColumnTypes) && served.tells(Facet::Enums);
    is_told && !known().contains(bare) && !own(served).any(|own| own == bare)
}

/// The type that may have been meant.
pub(super) fn help(served: &Served<'_>, name: &str) -> Option<String> {
    suggest::did_you_mean(name, own(served).chain(known().iter().copied()))
}

/// Whether Postgres has no cast from one type to another: `find_coercion_pathway`.
///
/// The first is as `format_type` prints it, the second as a select list names it. Types that are not
/// known can be cast.
pub(super) fn is_impossible(catalog: &Catalog, from: &str, to: &str) -> bool {
    let to = to.to_ascii_lowercase();
    match (class(catalog, from, 0), class(catalog, &to, 0)) {
        (Some(from), Some(to)) => !is_possible(&from, &to),
        (Some(_) | None, _) => false,
    }
}

/// A type as far as casts tell it apart.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Class {
    /// Text, which anything can be cast from and to.
    Text,
    /// One of Postgres' own, by its name in `pg_type`.
    Builtin(&'static str),
    /// By its whole name.
    Enum(String),
    Array(Box<Class>),
}

fn is_possible(from: &Class, to: &Class) -> bool {
    match (from, to) {
        (Class::Text, _) | (_, Class::Text) => true,
        (Class::Array(from), Class::Array(to)) => is_possible(from, to),
        (Class::Builtin(from), Class::Builtin(to)) => from == to || casts().contains(&(from, to)),
        (Class::Enum(from), Class::Enum(to)) => from == to,
        (Class::Array(_) | Class::Builtin(_) | Class::Enum(_), _) => false,
    }
}

/// How many domains may stand on one another.
const DEEPEST: u32 = 8;

fn class(catalog: &Catalog, name: &str, depth: u32) -> Option<Class> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(element) = name.strip_suffix("[]") {
        return Some(Class::Array(Box::new(class(catalog, element, depth + 1)?)));
    }
    let bare = without_modifier(name);
    let alias = ALIASES.iter().find(|(word, _)| *word == bare);
    let bare = alias.map_or(bare.as_str(), |(_, name)| name);
    if let Some((name, category)) = builtin().get(bare) {
        return match *category {
            "S" => Some(Class::Text),
            // Pseudo-types and what is only there for the server itself.
            "P" | "X" | "Z" | "A" => None,
            _ => Some(Class::Builtin(name)),
        };
    }
    let key = if bare.contains('.') {
        bare.to_owned()
    } else {
        format!("public.{bare}")
    };
    if let Some(domain) = catalog.domains.get(&key) {
        return class(catalog, domain.data_type.as_deref()?, depth + 1);
    }
    catalog.enums.contains_key(&key).then_some(Class::Enum(key))
}

/// `timestamp(3) with time zone` without what is in parentheses.
fn without_modifier(name: &str) -> String {
    match (name.find('('), name.rfind(')')) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &name[..start], &name[end + 1..])
        }
        _ => name.to_owned(),
    }
}

/// Postgres' own types with their category, by their names in `pg_type` and by those that
/// `format_type` prints.
fn builtin() -> &'static BTreeMap<&'static str, (&'static str, &'static str)> {
    static TYPES: OnceLock<BTreeMap<&str, (&str, &str)>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let mut types = BTreeMap::new();
        for line in BUILTIN.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            if let ["pg_catalog", name, _, category, _, _, format] = fields.as_slice() {
                types.insert(*name, (*name, *category));
                types.insert(*format, (*name, *category));
            }
        }
        types
    })
}

/// Source and target of each cast that Postgres has of its own.
fn casts() -> &'static BTreeSet<(&'static str, &'static str)> {
    static CASTS: OnceLock<BTreeSet<(&str, &str)>> = OnceLock::new();
    CASTS.get_or_init(|| {
        let lines = CAST_TABLE.lines().filter(|line| !line.starts_with('#'));
        let casts = lines.filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?, fields.next()?))
        });
        casts.collect()
    })
}

/// Types of the catalog, by their names alone.
fn own<'a>(served: &Served<'a>) -> impl Iterator<Item = &'a str> {
    let catalog = served.catalog();
    let enums = catalog.enums.keys();
    let types = enums
        .chain(catalog.domains.keys())
        .chain(catalog.composites.keys());
    let bare = types.map(|name| name.split_once('.').map_or(name.as_str(), |(_, bare)| bare));
    bare.chain(
        catalog
            .relations
            .iter()
            .map(|relation| relation.name.as_str()),
    )
}

/// Types of Postgres and of any extension.
fn known() -> &'static BTreeSet<&'static str> {
    static KNOWN: OnceLock<BTreeSet<&str>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = ALIASES
            .iter()
            .map(|(word, _)| *word)
            .collect::<BTreeSet<_>>();
        for line in BUILTIN.lines().filter(|line| !line.starts_with('#')) {
            known.extend(line.split('\t').nth(1));
            known.extend(line.rsplit('\t').next());
        }
        let created = EXTENSIONS.lines();
        let created = created.filter_map(|line| line.strip_prefix("create type "));
        known.extend(created.filter_map(|rest| rest.split([' ', ';']).next()));
        known
    })
}
