//! The older form: `definitions` that `openapi-typescript` made of PostgREST's own description.
//!
//! Comments say what the types do not: the type in Postgres, keys, defaults.

use std::borrow::Cow;

use memchr::memmem;
use tree_sitter::Node;

use super::{Reader, node::flattened, shape::Object, value::value};
use crate::schema::catalog::{
    Facet,
    constraint::{Constraint, ConstraintKind, Reference},
    relation::{Column, Relation},
    routine::{Argument, Routine},
};

/// Whether the text has the marks of such a file.
pub(super) fn is_openapi(text: &str) -> bool {
    let has = |needle: &str| memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    has("interface definitions {") && (has("<pk/>") || has("\"rowFilter.") || has("/rpc/"))
}

/// What the comment on a property says.
#[derive(Debug, Default)]
struct Remarks<'t> {
    format: Option<&'t str>,
    is_primary: bool,
    has_default: bool,
    /// Relation and column.
    references: Option<(&'t str, &'t str)>,
}

impl<'t> Reader<'t> {
    /// Reads the form without a `Database` type, if it is one.
    pub(super) fn definitions(&mut self) {
        let mut named = |name| match self.shapes.declared.get(name).cloned() {
            Some(nodes) => self.shapes.object(&nodes),
            None => Default::default(),
        };
        let (definitions, paths) = (named("definitions"), named("paths"));
        if definitions.members.is_empty() {
            return;
        }
        for (name, member) in &definitions.members {
            let object = self.shapes.object(&member.types);
            let mut relation = self.definition(&object);
            relation.name = name.to_string();
            relation.origin = self.origin(member.node);
            self.catalog.relations.push(relation);
        }
        for (path, member) in &paths.members {
            if let Some(name) = path.strip_prefix("/rpc/") {
                let routine = self.procedure(name, member.types.as_slice());
                self.catalog.routines.push(Routine {
                    origin: self.origin(member.node),
                    ..routine
                });
            }
        }
        let known = [
            Facet::Relations,
            Facet::ColumnTypes,
            Facet::ForeignKeys,
            Facet::Routines,
        ];
        self.catalog.facets.extend(known);
    }

    fn definition(&mut self, row: &Object<'t>) -> Relation {
        let mut relation = Relation {
            schema: "public".to_owned(),
            ..Relation::default()
        };
        let mut primary = Vec::new();
        for (name, member) in &row.members {
            let remarks = remarks(member.comment.map(|node| self.shapes.text_of(node)));
            let value = member.types.last().map(|&node| value(&self.shapes, node));
            let data_type = remarks.format.map(|format| {
                let format = format.strip_prefix("public.").unwrap_or(format);
                format.to_owned()
            });
            if let (Some(format), Some(&node)) = (remarks.format, member.types.last()) {
                self.labels(format, node);
            }
            if remarks.is_primary {
                primary.push(name.to_string());
            }
            relation.constraints.extend(foreign_key(name, &remarks));
            relation.columns.push(Column {
                name: name.to_string(),
                nullable: member.optional,
                has_default: remarks.has_default,
                typescript: match data_type {
                    Some(_) => None,
                    None => value.and_then(|value| value.typescript),
                },
                data_type,
                origin: self.origin(member.node),
                ..Column::default()
            });
        }
        if !primary.is_empty() {
            relation.constraints.push(Constraint {
                kind: ConstraintKind::PrimaryKey,
                columns: primary,
                ..Constraint::default()
            });
        }
        relation
    }

    /// The labels of an enum, which stand wherever it is used.
    fn labels(&mut self, format: &str, node: Node<'t>) {
        let parts = flattened(node).into_iter();
        let labels: Vec<String> = parts
            .filter_map(|part| self.shapes.string(part))
            .map(Cow::into_owned)
            .collect();
        if !labels.is_empty() && format.contains('.') {
            self.catalog.enums.insert(format.to_owned(), labels);
        }
    }

    fn procedure(&mut self, name: &str, path: &[Node<'t>]) -> Routine {
        let mut object = self.shapes.object(path);
        for key in ["post", "parameters", "body", "args"] {
            object = self.shapes.object(object.types(key));
        }
        let arguments = object.members.iter().map(|(name, member)| {
            let remarks = remarks(member.comment.map(|node| self.shapes.text_of(node)));
            Argument {
                name: name.to_string(),
                data_type: remarks.format.map(str::to_owned),
                has_default: member.optional,
                ..Argument::default()
            }
        });
        Routine {
            schema: "public".to_owned(),
            name: name.to_owned(),
            arguments: arguments.collect(),
            ..Routine::default()
        }
    }
}

fn remarks(comment: Option<&str>) -> Remarks<'_> {
    let Some(comment) = comment else {
        return Remarks::default();
    };
    let mut remarks = Remarks {
        is_primary: comment.contains("<pk/>"),
        ..Remarks::default()
    };
    for line in comment.lines() {
        let line = line.trim_start_matches(['/', '*', ' ', '\t']);
        let line = line.trim_end_matches(['/', '*', ' ', '\t', '\r']);
        if let Some(format) = line
            .strip_prefix("Format: ")
            .or_else(|| line.strip_prefix("@format "))
        {
            remarks.format = Some(format);
        }
        remarks.has_default |= line.starts_with("@default ");
        if let Some((_, key)) = line.split_once("<fk table='") {
            remarks.references = key
                .split_once("' column='")
                .and_then(|(table, rest)| Some((table, rest.split_once('\'')?.0)));
        }
    }
    remarks
}

fn foreign_key(column: &str, remarks: &Remarks<'_>) -> Option<Constraint> {
    let (relation, far) = remarks.references?;
    Some(Constraint {
        kind: ConstraintKind::ForeignKey,
        columns: vec![column.to_owned()],
        references: Some(Reference {
            schema: "public".to_owned(),
            relation: relation.to_owned(),
            columns: vec![far.to_owned()],
            ..Reference::default()
        }),
        ..Constraint::default()
    })
}
