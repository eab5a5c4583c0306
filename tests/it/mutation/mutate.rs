//! A catalog with one thing renamed or dropped, and all that hangs on it in step.

use tabletrace::schema::catalog::{
    Catalog,
    relation::{ColumnSource, Relation, RelationKind},
    routine::{Argument, Routine},
};

use super::uses::Named;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Change {
    Rename,
    Drop,
}

impl Change {
    pub(super) const ALL: [Self; 2] = [Self::Rename, Self::Drop];

    /// What becomes of a name.
    fn of(self, name: &str) -> Option<String> {
        match self {
            Self::Rename => Some(format!("{name}_{:x}", name.len())),
            Self::Drop => None,
        }
    }
}

/// Makes the change in a catalog.
pub(super) fn apply(catalog: &mut Catalog, named: &Named, change: Change) {
    match named {
        Named::Relation(schema, name) => relation(catalog, (schema, name), change),
        Named::Column(schema, of, name) => column(catalog, (schema, of), name, change),
        Named::Routine(schema, name) => match change.of(name) {
            Some(new) => {
                for routine in overloads(catalog, schema, name) {
                    routine.name.clone_from(&new);
                }
            }
            None => {
                let is_it = |one: &Routine| one.schema == *schema && one.name == *name;
                catalog.routines.retain(|routine| !is_it(routine));
            }
        },
        Named::Argument(schema, routine, name) => {
            for routine in overloads(catalog, schema, routine) {
                argument(&mut routine.arguments, name, change);
            }
        }
    }
    catalog.sort();
}

/// The statement that makes the change in a database; none changes an argument alone.
pub(super) fn sql(catalog: &Catalog, named: &Named, change: Change) -> Option<String> {
    let (schema, of) = match named {
        Named::Relation(schema, of) | Named::Column(schema, of, _) | Named::Routine(schema, of) => {
            (schema, of)
        }
        Named::Argument(..) => return None,
    };
    let kind = match (named, catalog.relation(schema, of)) {
        (Named::Routine(..), _) => "function",
        (_, Some(relation)) if relation.kind == RelationKind::View => "view",
        (_, _) => "table",
    };
    Some(match (named, change.of(named.last())) {
        (Named::Column(_, _, name), Some(new)) => {
            format!("alter {kind} {schema}.{of} rename column {name} to {new};")
        }
        (Named::Column(..), None) if kind == "view" => return None,
        (Named::Column(_, _, name), None) => {
            format!("alter table {schema}.{of} drop column {name} cascade;")
        }
        (_, Some(new)) => format!("alter {kind} {schema}.{of} rename to {new};"),
        (_, None) => format!("drop {kind} {schema}.{of} cascade;"),
    })
}

impl Named {
    /// The name that is changed.
    fn last(&self) -> &str {
        match self {
            Self::Relation(_, name)
            | Self::Column(_, _, name)
            | Self::Routine(_, name)
            | Self::Argument(_, _, name) => name,
        }
    }
}

fn overloads<'a>(
    catalog: &'a mut Catalog,
    schema: &str,
    name: &str,
) -> impl Iterator<Item = &'a mut Routine> {
    let routines = catalog.routines.iter_mut();
    routines.filter(move |routine| routine.schema == schema && routine.name == name)
}

fn argument(arguments: &mut Vec<Argument>, name: &str, change: Change) {
    match change.of(name) {
        Some(new) => {
            for argument in arguments.iter_mut().filter(|one| one.name == name) {
                argument.name.clone_from(&new);
            }
        }
        None => arguments.retain(|argument| argument.name != name),
    }
}

fn relation(catalog: &mut Catalog, key: (&str, &str), change: Change) {
    let Some(new) = change.of(key.1) else {
        catalog.relations.retain(|relation| relation.key() != key);
        for relation in relations(catalog) {
            relation.constraints.retain(|constraint| {
                let reference = constraint.references.as_ref();
                reference.is_none_or(|to| (&*to.schema, &*to.relation) != key)
            });
            for source in sources(relation) {
                source.take_if(|source| (&*source.schema, &*source.relation) == key);
            }
        }
        return;
    };
    let qualified = |name: &str| format!("{}.{name}", key.0);
    for relation in relations(catalog) {
        if relation.key() == key {
            relation.name.clone_from(&new);
        }
        for reference in relation
            .constraints
            .iter_mut()
            .filter_map(|one| one.references.as_mut())
        {
            if (&*reference.schema, &*reference.relation) == key {
                reference.relation.clone_from(&new);
            }
        }
        for source in sources(relation).flatten() {
            if (&*source.schema, &*source.relation) == key {
                source.relation.clone_from(&new);
            }
        }
        for read in relation
            .reads
            .iter_mut()
            .filter(|read| **read == qualified(key.1))
        {
            *read = qualified(&new);
        }
    }
    let types = catalog.routines.iter_mut().flat_map(|routine| {
        let arguments = routine.arguments.iter_mut();
        arguments
            .filter_map(|one| one.data_type.as_mut())
            .chain(routine.returns.as_mut())
    });
    for text in types {
        let (set, row) = match text.strip_prefix("SETOF ") {
            Some(row) => ("SETOF ", row),
            None => ("", &**text),
        };
        if row == qualified(key.1) {
            *text = format!("{set}{}", qualified(&new));
        } else if key.0 == "public" && row == key.1 {
            *text = format!("{set}{new}");
        }
    }
}

fn column(catalog: &mut Catalog, key: (&str, &str), name: &str, change: Change) {
    let new = change.of(name);
    for relation in relations(catalog) {
        for source in sources(relation) {
            let is_it = |source: &ColumnSource| {
                (&*source.schema, &*source.relation, &*source.column) == (key.0, key.1, name)
            };
            if !source.as_ref().is_some_and(is_it) {
                continue;
            }
            match (&new, &mut *source) {
                (Some(new), Some(source)) => source.column.clone_from(new),
                (Some(_) | None, _) => *source = None,
            }
        }
        relation.constraints.retain_mut(|constraint| {
            let to = constraint.references.as_mut();
            to.is_none_or(|to| {
                (&*to.schema, &*to.relation) != key || replaced(&mut to.columns, name, &new)
            })
        });
        if relation.key() == key {
            own_column(relation, name, &new);
        }
    }
}

fn own_column(relation: &mut Relation, name: &str, new: &Option<String>) {
    match new {
        Some(new) => {
            let columns = relation.columns.iter_mut();
            for column in columns.filter(|column| column.name == name) {
                column.name.clone_from(new);
            }
        }
        None => relation.columns.retain(|column| column.name != name),
    }
    let constraints = &mut relation.constraints;
    constraints.retain_mut(|constraint| replaced(&mut constraint.columns, name, new));
    relation.indexes.retain_mut(|index| {
        let mut found = index
            .columns
            .iter_mut()
            .flatten()
            .filter(|column| *column == name);
        match (found.next(), new) {
            (None, _) => true,
            (Some(column), Some(new)) => {
                column.clone_from(new);
                true
            }
            (Some(_), None) => false,
        }
    });
}

/// Replaces a name in a list; false when it is in there and is dropped.
fn replaced(names: &mut [String], name: &str, new: &Option<String>) -> bool {
    let mut found = names.iter_mut().filter(|other| *other == name);
    match (found.next(), new) {
        (None, _) => true,
        (Some(found), Some(new)) => {
            found.clone_from(new);
            true
        }
        (Some(_), None) => false,
    }
}

fn relations(catalog: &mut Catalog) -> impl Iterator<Item = &mut Relation> {
    let all = [
        &mut catalog.relations,
        &mut catalog.partitions,
        &mut catalog.platform,
    ];
    all.into_iter().flatten()
}

fn sources(relation: &mut Relation) -> impl Iterator<Item = &mut Option<ColumnSource>> {
    relation.columns.iter_mut().map(|column| &mut column.source)
}
