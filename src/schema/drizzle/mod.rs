//! Tables that TypeScript declares with `pgTable` and its like, as `drizzle-kit` makes them.
//!
//! Nothing is run: what a constant, a function of one `return` or an import within the files comes
//! to is known, and anything else is told by a notice.

pub mod client;

mod column;

pub mod config;

mod extras;

mod index;

mod key;

mod made;

pub mod naming;

mod paths;

mod policy;

mod program;

mod table;

mod text;

mod types;

mod value;

mod view;

#[cfg(test)]
mod tests;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use self::{
    key::settle,
    naming::Casing,
    program::Program,
    table::{Maker, Table},
    value::{Chain, Expression},
};
use super::{
    catalog::{Catalog, Facet, Origin, relation::Relation},
    source::SchemaFile,
};
use crate::notice::{Notice, NoticeKind};

/// What the files of one Drizzle schema say.
#[derive(Clone, Debug, Default)]
pub struct DrizzleSchema {
    pub catalog: Catalog,
    pub names: DrizzleNames,
    pub notices: Vec<Notice>,
}

/// What code calls the relations and enums; each by its file and the constant there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DrizzleNames {
    pub relations: BTreeMap<(String, String), RelationNames>,
    /// Schema and name.
    pub enums: BTreeMap<(String, String), (String, String)>,
}

/// The relation that a constant is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RelationNames {
    pub schema: String,
    pub relation: String,
    /// The columns by their keys.
    pub columns: BTreeMap<String, String>,
}

/// Reads the schema that files export.
///
/// `entries` are those that the configuration names; of the others, those are read that the
/// entries import from.
pub fn read(entries: &[&SchemaFile], others: &[&SchemaFile], casing: Casing) -> DrizzleSchema {
    let parsed = program::parse(entries, others);
    let reader = Reader {
        program: Program::new(&parsed),
        casing,
        tables: RefCell::default(),
        notices: RefCell::default(),
    };
    let mut schema = DrizzleSchema::default();
    let paths: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut read = BTreeSet::new();
    for (index, module) in reader.program.files.iter().enumerate() {
        if !paths.contains(module.path) {
            continue;
        }
        for (file, local) in reader.program.exports(index, &mut seen) {
            let node = reader.program.files[file].declared.get(local);
            if let Some(&node) = node.filter(|node| read.insert((file, node.start_byte()))) {
                let scope = None;
                reader.constant(local, &Expression { file, node, scope }, &mut schema);
            }
        }
    }
    finish(&mut schema.catalog);
    schema.notices = reader.notices.into_inner();
    schema.notices.sort();
    schema.notices.dedup();
    schema
}

fn finish(catalog: &mut Catalog) {
    let schemas = catalog.relations.iter().map(|relation| &relation.schema);
    let schemas: BTreeSet<String> = schemas
        .filter(|schema| *schema != "public")
        .cloned()
        .collect();
    catalog.schemas.extend(schemas);
    let known = [
        Facet::Relations,
        Facet::ColumnTypes,
        Facet::Defaults,
        Facet::Constraints,
        Facet::ForeignKeys,
        Facet::Indexes,
        Facet::RowSecurity,
        Facet::Policies,
        Facet::Enums,
    ];
    catalog.facets.extend(known);
    catalog.sort();
}

/// The tables asked for so far, by file and first byte; `None` for what is none.
type Tables<'t> = BTreeMap<(usize, usize), Option<Rc<Table<'t>>>>;

/// The program, and what was found out about it.
#[derive(Debug)]
struct Reader<'t> {
    program: Program<'t>,
    casing: Casing,
    tables: RefCell<Tables<'t>>,
    notices: RefCell<Vec<Notice>>,
}

impl<'t> Reader<'t> {
    /// Puts what an exported constant is into the schema, if it is part of it.
    fn constant(&self, name: &str, value: &Expression<'t>, schema: &mut DrizzleSchema) {
        let Some(chain) = self.program.chain(value) else {
            return;
        };
        let Some(maker) = self.maker(&chain.base) else {
            return;
        };
        let key = (
            self.program.files[value.file].path.to_owned(),
            name.to_owned(),
        );
        match maker {
            Maker::Table { .. } => {
                let Some(table) = self.table(value) else {
                    let message = format!("the name of the table `{name}` is not known");
                    return self.notice(value, NoticeKind::Schema, message);
                };
                schema.catalog.sequences.extend(table.serials());
                schema.names.relations.insert(key, table.names());
                schema.catalog.relations.push(self.relation(&table, value));
            }
            Maker::View { schema: of, kind } => {
                if let Some((relation, names)) = self.view(of, kind, value, &chain) {
                    schema.names.relations.insert(key, names);
                    schema.catalog.relations.push(relation);
                }
            }
            Maker::Enum(of) => self.enumeration(of, key, value, &chain, schema),
            Maker::Sequence(of) => {
                let name = chain.arguments.first();
                let name = name.and_then(|name| self.program.string(name));
                let name = name.map(|name| format!("{of}.{name}"));
                schema.catalog.sequences.extend(name);
            }
            Maker::Schema(name) => {
                schema.catalog.schemas.insert(name);
            }
            Maker::Policy => self.linked_policy(&chain, &mut schema.catalog),
        }
    }

    fn enumeration(
        &self,
        of: String,
        key: (String, String),
        value: &Expression<'t>,
        chain: &Chain<'t>,
        schema: &mut DrizzleSchema,
    ) {
        let name = chain.arguments.first();
        let Some(name) = name.and_then(|name| self.program.string(name)) else {
            return;
        };
        let labels = chain.arguments.get(1);
        let labels = labels.and_then(|labels| self.program.strings(labels));
        if labels.is_none() {
            let message = format!("the labels of the enum `{name}` are not known");
            self.notice(value, NoticeKind::Schema, message);
        }
        let full = format!("{of}.{name}");
        schema
            .catalog
            .enums
            .insert(full, labels.unwrap_or_default());
        schema.names.enums.insert(key, (of, name));
    }

    /// Schema and name of the enum that a call makes.
    fn enum_name(&self, value: &Expression<'t>) -> Option<(String, String)> {
        let chain = self.program.chain(value)?;
        match self.maker(&chain.base)? {
            Maker::Enum(schema) => Some((schema, self.program.string(chain.arguments.first()?)?)),
            Maker::Table { .. }
            | Maker::View { .. }
            | Maker::Sequence(_)
            | Maker::Schema(_)
            | Maker::Policy => None,
        }
    }

    fn relation(&self, table: &Table<'t>, value: &Expression<'t>) -> Relation {
        let mut relation = Relation {
            schema: table.schema.clone(),
            name: table.name.clone(),
            columns: table
                .columns
                .iter()
                .map(|declared| declared.column.clone())
                .collect(),
            open: table.open,
            row_security: table.row_security,
            origin: self.origin(value),
            ..Relation::default()
        };
        self.column_constraints(table, &mut relation);
        self.extras(table, &mut relation);
        settle(table, &mut relation);
        relation
    }

    fn notice(&self, at: &Expression<'t>, kind: NoticeKind, message: String) {
        let origin = self.origin(at).unwrap_or_default();
        self.notices.borrow_mut().push(Notice {
            path: origin.file,
            line: Some(origin.line),
            kind,
            message,
        });
    }

    fn origin(&self, at: &Expression<'t>) -> Option<Origin> {
        let row = at.node.start_position().row;
        Some(Origin {
            file: self.program.files[at.file].path.to_owned(),
            line: u32::try_from(row + 1).expect("no file over 4 GiB is loaded"),
        })
    }
}
