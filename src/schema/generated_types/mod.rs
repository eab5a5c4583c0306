//! What `supabase gen types typescript` writes, as a catalog.
//!
//! Such a file knows the types of TypeScript but not those of Postgres, and it has columns and
//! arguments by name, not by position. A foreign key stands once for the table it references and
//! once for each view through which PostgREST sees it, the table first.

mod column;

mod conflict;

mod mending;

mod node;

mod openapi;

mod relation;

mod routine;

mod shape;

mod value;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use memchr::memmem;
use tree_sitter::{Node, Tree};

use self::{
    conflict::without_conflicts,
    mending::{closed, with_separators},
    node::{children, first_child, flattened},
    shape::{Object, Shapes},
    value::one_line,
};
use super::{
    catalog::{Catalog, Facet, Origin},
    source::SchemaFile,
};
use crate::{
    notice::{Notice, NoticeKind},
    source::Dialect,
    syntax::{self, parse},
};

/// Whether a file has the marks of generated types; decided without parsing it.
pub fn is_generated_types(text: &str) -> bool {
    has_member(text, "Tables") && (has_member(text, "Row") || has_member(text, "Views"))
        || openapi::is_openapi(text)
}

/// What the types of a file say of a database.
///
/// A type that another file defines, and what does not parse, are told by notices; the relations
/// they may be part of are open, and the catalog does not claim to be complete.
pub fn read(file: &SchemaFile) -> (Catalog, Vec<Notice>) {
    let (text, conflicts) = without_conflicts(&file.text);
    let text = with_separators(text);
    let (catalog, notices) = read_text(file, &text, &conflicts);
    if !catalog.relations.is_empty() || notices.is_empty() {
        return (catalog, notices);
    }
    // A file that breaks off leaves no declaration whole.
    read_text(file, &closed(&text), &conflicts)
}

fn read_text(file: &SchemaFile, text: &str, conflicts: &[u32]) -> (Catalog, Vec<Notice>) {
    let parsed = parse::parse(Dialect::TypeScript, text);
    let Some(script) = parsed.scripts.first() else {
        return Default::default();
    };
    let mut reader = Reader {
        path: &file.path,
        shapes: Shapes::new(text, &script.tree),
        unknown: match memmem::find(text.as_bytes(), b"unknown | null") {
            Some(_) => Unknown::NotNull,
            None => Unknown::Nullable,
        },
        catalog: Catalog::default(),
        notices: Vec::new(),
    };
    for &line in conflicts {
        let message = "a merge is not finished here; its near side was read";
        reader.notice(line, NoticeKind::SyntaxError, message.to_owned());
    }
    for span in syntax::error_spans(&script.tree) {
        let line = file.lines.position(&file.text, span.start).line;
        let message = "part of the file does not parse; the rest of it was read";
        reader.notice(line, NoticeKind::SyntaxError, message.to_owned());
    }
    match reader.root() {
        Some(root) => reader.database(&root, &script.tree),
        None => reader.definitions(),
    }
    reader.catalog.sort();
    (reader.catalog, reader.notices)
}

/// A file being read, and what it said so far.
#[derive(Debug)]
struct Reader<'t> {
    path: &'t str,
    shapes: Shapes<'t>,
    unknown: Unknown,
    catalog: Catalog,
    notices: Vec<Notice>,
}

/// What `unknown` says of null: newer generators leave out the `| null` after it.
#[derive(Clone, Copy, Debug)]
enum Unknown {
    Nullable,
    NotNull,
}

/// A declared type that has the shape of a database.
struct Root<'t> {
    name: &'t str,
    nodes: Vec<Node<'t>>,
}

impl<'t> Reader<'t> {
    /// The type that is the database: an exported one, `Database` if it is called so.
    fn root(&mut self) -> Option<Root<'t>> {
        let declared: Vec<_> = self.shapes.declared.clone().into_iter().collect();
        let candidates = declared
            .into_iter()
            .filter(|(_, nodes)| self.is_database(nodes));
        let best = candidates.min_by_key(|(name, nodes)| {
            let is_exported = nodes.iter().any(|&node| is_exported(node));
            let start = nodes.first().map(Node::start_byte);
            (!is_exported, *name != "Database", start)
        });
        best.map(|(name, nodes)| Root {
            name,
            nodes: nodes.to_vec(),
        })
    }

    /// Whether one of the members has tables, views or functions.
    fn is_database(&mut self, nodes: &[Node<'t>]) -> bool {
        let object = self.shapes.object(nodes);
        object.members.values().any(|schema| {
            let schema = self.shapes.object(&schema.types);
            ["Tables", "Views", "Functions"].iter().any(|name| {
                let part = self.shapes.object(schema.types(name));
                schema.members.contains_key(*name) && part.unknown.is_empty()
                    || !part.members.is_empty()
            })
        })
    }

    fn database(&mut self, root: &Root<'t>, tree: &'t Tree) {
        let schemas = self.shapes.object(&root.nodes);
        let mut facets = vec![
            Facet::Relations,
            Facet::Routines,
            Facet::Enums,
            Facet::ForeignKeys,
        ];
        if self.note_unknown(&schemas, root.name) {
            facets.clear();
        }
        for (name, member) in &schemas.members {
            // Settings of the client stand beside the schemas.
            if name.starts_with("__") {
                continue;
            }
            let object = self.shapes.object(&member.types);
            self.schema(name, &object, &mut facets);
        }
        if root.nodes.iter().any(Node::has_error) {
            facets.retain(|facet| *facet != Facet::Relations);
        }
        if !schemas.unknown.is_empty() {
            for relation in &mut self.catalog.relations {
                relation.open = true;
            }
        }
        self.catalog.facets.extend(facets);
        self.constants(tree);
    }

    /// Reads a schema, and takes what it does not wholly tell from the facets.
    fn schema(&mut self, name: &str, schema: &Object<'t>, facets: &mut Vec<Facet>) {
        if name != "public" {
            self.catalog.schemas.insert(name.to_owned());
        }
        if self.note_unknown(schema, name) {
            facets.clear();
        }
        let mut part = |reader: &mut Self, part: &str, facet: Facet| {
            let object = reader.shapes.object(schema.types(part));
            let is_unknown = reader.note_unknown(&object, &format!("{name}.{part}"));
            let is_missing = part != "Views" && !schema.members.contains_key(part);
            if is_unknown || is_missing {
                facets.retain(|known| *known != facet);
            }
            object
        };
        let tables = part(self, "Tables", Facet::Relations);
        let views = part(self, "Views", Facet::Relations);
        let functions = part(self, "Functions", Facet::Routines);
        let enums = part(self, "Enums", Facet::Enums);
        let composites = self.shapes.object(schema.types("CompositeTypes"));
        self.relations(name, &tables, &views, &functions);
        self.routines(name, &functions);
        self.enums(name, &enums);
        self.composites(name, &composites);
        let has_keys = tables.members.values().next().is_none_or(|table| {
            let table = self.shapes.object(&table.types);
            table.members.contains_key("Relationships")
        });
        if !has_keys {
            facets.retain(|facet| *facet != Facet::ForeignKeys);
        }
    }

    fn enums(&mut self, schema: &str, enums: &Object<'t>) {
        for (name, member) in &enums.members {
            let labels = member.types.last().map_or_else(Vec::new, |&node| {
                let labels = flattened(node).into_iter();
                labels
                    .filter_map(|label| self.shapes.string(label))
                    .collect()
            });
            let labels = labels.into_iter().map(Cow::into_owned).collect();
            self.catalog
                .enums
                .insert(format!("{schema}.{name}"), labels);
        }
    }

    fn composites(&mut self, schema: &str, composites: &Object<'t>) {
        for (name, member) in &composites.members {
            let attributes = self.shapes.object(&member.types);
            let attributes = self.columns(&attributes);
            self.catalog
                .composites
                .insert(format!("{schema}.{name}"), attributes);
        }
    }

    /// Takes the order of the labels from `export const Constants = { … } as const`.
    fn constants(&mut self, tree: &'t Tree) {
        let Some(constants) = constants(&self.shapes, tree) else {
            return;
        };
        for (schema, parts) in pairs(&self.shapes, constants) {
            let enums = pairs(&self.shapes, parts).into_iter();
            for (_, enums) in enums.filter(|(part, _)| part == "Enums") {
                for (name, labels) in pairs(&self.shapes, enums) {
                    let Some(known) = self.catalog.enums.get_mut(&format!("{schema}.{name}"))
                    else {
                        continue;
                    };
                    let labels = children(labels).into_iter();
                    let labels = labels.filter_map(|label| self.shapes.string(label));
                    let labels: Vec<String> = labels.map(Cow::into_owned).collect();
                    let is_same = labels.len() == known.len()
                        && labels.iter().all(|label| known.contains(label));
                    if is_same {
                        *known = labels;
                    }
                }
            }
        }
    }

    /// Tells what an object is made of besides; whether there is such a thing.
    fn note_unknown(&mut self, object: &Object<'t>, place: &str) -> bool {
        for &node in &object.unknown {
            let mut written = one_line(self.shapes.text_of(node));
            if let Some((end, _)) = written.char_indices().nth(60) {
                written.truncate(end);
                written.push('…');
            }
            let message = format!("what `{written}` is of {place} is not known from this file");
            self.notice(line(node), NoticeKind::Schema, message);
        }
        !object.unknown.is_empty()
    }

    fn notice(&mut self, line: u32, kind: NoticeKind, message: String) {
        let notice = Notice {
            path: self.path.to_owned(),
            line: Some(line),
            kind,
            message,
        };
        // One line is often several errors.
        if self.notices.last() != Some(&notice) {
            self.notices.push(notice);
        }
    }

    fn origin(&self, node: Node<'_>) -> Option<Origin> {
        Some(Origin {
            file: self.path.to_owned(),
            line: line(node),
        })
    }
}

/// Whether the text has a member of this name with an object for its type.
fn has_member(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, name).any(|at| {
        let rest = text[at + name.len()..].trim_start_matches(['"', '\'', '?', ' ']);
        let is_start =
            at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'{');
        is_start && rest.starts_with(':')
    })
}

fn is_exported(node: Node<'_>) -> bool {
    let mut outer = node.parent();
    while let Some(parent) = outer {
        if matches!(parent.kind(), "export_statement" | "ambient_declaration") {
            return true;
        }
        outer = parent.parent();
    }
    false
}

/// The object that the constant `Constants` is.
fn constants<'t>(shapes: &Shapes<'t>, tree: &'t Tree) -> Option<Node<'t>> {
    let statements = children(tree.root_node()).into_iter();
    let declarations = statements
        .filter(|statement| statement.kind() == "export_statement")
        .filter_map(|statement| statement.child_by_field_name("declaration"))
        .filter(|declaration| declaration.kind() == "lexical_declaration")
        .filter_map(first_child);
    let mut named = declarations.filter(|declarator| {
        let name = declarator.child_by_field_name("name");
        name.is_some_and(|name| shapes.text_of(name) == "Constants")
    });
    let value = named.next()?.child_by_field_name("value")?;
    match value.kind() {
        "as_expression" => first_child(value),
        _ => Some(value),
    }
}

/// The keys and values of an object literal.
fn pairs<'t>(shapes: &Shapes<'t>, object: Node<'t>) -> Vec<(Cow<'t, str>, Node<'t>)> {
    let pairs = children(object).into_iter().filter_map(|pair| {
        let key = pair.child_by_field_name("key")?;
        let name = shapes.string(key);
        let name = name.unwrap_or_else(|| Cow::Borrowed(shapes.text_of(key)));
        Some((name, pair.child_by_field_name("value")?))
    });
    pairs.collect()
}

/// The line that a node starts in, 1-based.
fn line(node: Node<'_>) -> u32 {
    u32::try_from(node.start_position().row + 1).expect("no file over 4 GiB is loaded")
}
