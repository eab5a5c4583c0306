//! Prisma's schema files, as the catalog that `prisma migrate` makes of them.
//!
//! What Prisma leaves to SQL (checks, policies, triggers, functions) is not known from here, and a
//! relation that is only read, a `view`, is there as its fields say.

mod join_table;

mod model;

pub mod names;

mod relation;

mod syntax;

mod token;

mod types;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::{
    names::{EnumNames, PrismaNames},
    syntax::{Attribute, Block, Expression},
};
use super::{
    catalog::{Catalog, Facet, Origin},
    source::SchemaFile,
};
use crate::notice::{Notice, NoticeKind};

/// What the files of one Prisma schema say.
#[derive(Clone, Debug, Default)]
pub struct PrismaSchema {
    /// `provider` of the `datasource`, as it is written.
    pub provider: Option<String>,
    /// Empty unless the provider is a Postgres.
    pub catalog: Catalog,
    pub names: PrismaNames,
    pub notices: Vec<Notice>,
}

/// Reads all files of one schema: `schema.prisma`, or those of its folder.
pub fn read(files: &[&SchemaFile]) -> PrismaSchema {
    let mut notices = Vec::new();
    let mut blocks = Vec::new();
    for file in files {
        let (found, unread) = syntax::blocks(&file.text);
        blocks.extend(found.into_iter().map(|block| (file.path.as_str(), block)));
        notices.extend(unread.into_iter().map(|unread| Notice {
            path: file.path.clone(),
            line: Some(unread.line),
            kind: NoticeKind::SyntaxError,
            message: "this is not Prisma's language; the rest of the file was read".to_owned(),
        }));
    }
    let mut reader = Reader::new(&blocks);
    reader.notices = notices;
    if reader.is_postgres() {
        reader.read();
    }
    PrismaSchema {
        provider: reader.provider.map(str::to_owned),
        catalog: reader.catalog,
        names: reader.names,
        notices: reader.notices,
    }
}

/// The blocks of all files, and what was made of them so far.
#[derive(Debug)]
struct Reader<'b, 't> {
    /// With the paths of their files.
    blocks: &'b [(&'t str, Block<'t>)],
    provider: Option<&'b str>,
    /// Models and views by their names in the schema.
    models: BTreeMap<&'t str, &'b Block<'t>>,
    enums: BTreeMap<&'t str, &'b Block<'t>>,
    catalog: Catalog,
    names: PrismaNames,
    notices: Vec<Notice>,
}

impl<'b, 't> Reader<'b, 't> {
    fn new(blocks: &'b [(&'t str, Block<'t>)]) -> Self {
        let of = |keywords: &[&str]| {
            let blocks = blocks.iter().map(|(_, block)| block);
            let blocks = blocks.filter(|block| keywords.contains(&block.keyword));
            blocks.map(|block| (block.name, block)).collect()
        };
        let mut reader = Self {
            blocks,
            provider: None,
            models: of(&["model", "view"]),
            enums: of(&["enum"]),
            catalog: Catalog::default(),
            names: PrismaNames::default(),
            notices: Vec::new(),
        };
        reader.provider = reader.setting("provider").and_then(Expression::text);
        reader
    }

    /// A setting of the `datasource`.
    fn setting(&self, name: &str) -> Option<&'b Expression<'t>> {
        let sources = self.blocks.iter().map(|(_, block)| block);
        let mut settings = sources
            .filter(|block| block.keyword == "datasource")
            .flat_map(|block| &block.settings);
        let setting = settings.find(|(key, _)| *key == name);
        setting.map(|(_, value)| value)
    }

    /// Whether the schema is for a Postgres; says so when it is for another database.
    fn is_postgres(&mut self) -> bool {
        match self.provider {
            Some("postgresql" | "postgres" | "cockroachdb") => true,
            Some(other) => {
                let source = self.blocks.iter();
                let mut source = source.filter(|(_, block)| block.keyword == "datasource");
                let place = source.next().map(|(path, block)| (*path, block.line));
                let message = format!("the Prisma schema is for {other}, not for Postgres");
                self.notice(place, NoticeKind::Schema, message);
                false
            }
            None => !self.models.is_empty(),
        }
    }

    fn read(&mut self) {
        for (path, block) in self.blocks {
            match block.keyword {
                "model" | "view" => self.model(path, block),
                "enum" => self.enumeration(block),
                _ => {}
            }
        }
        self.join_tables();
        self.extensions();
        let schemas = self
            .catalog
            .relations
            .iter()
            .map(|relation| &relation.schema);
        let schemas = schemas.filter(|schema| *schema != "public").cloned();
        self.catalog.schemas = schemas.collect();
        let known = [
            Facet::Relations,
            Facet::ColumnTypes,
            Facet::Defaults,
            Facet::Constraints,
            Facet::ForeignKeys,
            Facet::Indexes,
            Facet::Enums,
        ];
        self.catalog.facets.extend(known);
        self.catalog.sort();
    }

    fn enumeration(&mut self, block: &Block<'t>) {
        let schema = schema_of(block);
        let name = mapped(&block.attributes).unwrap_or(block.name);
        let values = block.fields.iter().map(|value| {
            let label = mapped(&value.attributes).unwrap_or(value.name);
            (value.name.to_owned(), label.to_owned())
        });
        let values: Vec<_> = values.collect();
        let labels = values.iter().map(|(_, label)| label.clone()).collect();
        self.catalog
            .enums
            .insert(format!("{schema}.{name}"), labels);
        let names = EnumNames {
            schema: schema.to_owned(),
            name: name.to_owned(),
            labels: values.into_iter().collect(),
        };
        self.names.enums.insert(block.name.to_owned(), names);
    }

    /// `extensions = [pgcrypto, uuidOssp(map: "uuid-ossp")]`
    fn extensions(&mut self) {
        let Some(Expression::List(items)) = self.setting("extensions") else {
            return;
        };
        for item in items {
            let (name, arguments) = match item {
                Expression::Word(name) => (*name, &[][..]),
                Expression::Call(name, arguments) => (*name, arguments.as_slice()),
                Expression::Text(_) | Expression::List(_) | Expression::Other => continue,
            };
            let argument = |name| {
                let mut named = arguments.iter();
                let argument = named.find(|argument| argument.name == Some(name))?;
                argument.value.text()
            };
            let name = argument("map").unwrap_or(name).to_owned();
            let schema = argument("schema").unwrap_or("public").to_owned();
            self.catalog.extensions.insert(name, schema);
        }
    }

    fn notice(&mut self, place: Option<(&str, u32)>, kind: NoticeKind, message: String) {
        self.notices.push(Notice {
            path: place.map_or(String::new(), |(path, _)| path.to_owned()),
            line: place.map(|(_, line)| line),
            kind,
            message,
        });
    }
}

/// The schema that `@@schema` gives a model or enum.
fn schema_of<'b>(block: &'b Block<'_>) -> &'b str {
    attribute(&block.attributes, "schema")
        .and_then(|schema| schema.text("", Some(0)))
        .unwrap_or("public")
}

/// The name that `@map` or `@@map` gives.
fn mapped<'b>(attributes: &'b [Attribute<'_>]) -> Option<&'b str> {
    attribute(attributes, "map")?.text("name", Some(0))
}

fn attribute<'b, 't>(attributes: &'b [Attribute<'t>], name: &str) -> Option<&'b Attribute<'t>> {
    attributes.iter().find(|attribute| attribute.name == name)
}

fn origin(path: &str, line: u32) -> Option<Origin> {
    Some(Origin {
        file: path.to_owned(),
        line,
    })
}
