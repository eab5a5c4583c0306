//! Functions: each overload with its arguments and its result.

use tree_sitter::Node;

use super::{
    Reader,
    node::{first_child, flattened, unwrapped},
    shape::Object,
    value::{postgres_type, value},
};
use crate::schema::{
    catalog::routine::{Argument, Routine},
    quoting::type_name,
};

impl<'t> Reader<'t> {
    pub(super) fn routines(&mut self, schema: &str, functions: &Object<'t>) {
        for (name, member) in &functions.members {
            let Some(&node) = member.types.last() else {
                continue;
            };
            for overload in flattened(node) {
                let object = self.shapes.object(&[overload]);
                if !object.members.contains_key("Returns") {
                    continue;
                }
                let mut routine = Routine {
                    schema: schema.to_owned(),
                    name: name.to_string(),
                    origin: self.origin(member.node),
                    ..Routine::default()
                };
                self.result(schema, &object, &mut routine);
                // A generator of its time wrote overloads of one result as a union of arguments.
                for arguments in object
                    .types("Args")
                    .iter()
                    .flat_map(|&node| flattened(node))
                {
                    let arguments = self.shapes.object(&[arguments]);
                    self.catalog.routines.push(Routine {
                        arguments: self.arguments(&arguments),
                        ..routine.clone()
                    });
                }
            }
        }
    }

    fn arguments(&self, arguments: &Object<'t>) -> Vec<Argument> {
        let members = arguments.members.iter().map(|(name, member)| {
            let value = match member.types.last() {
                Some(&node) => value(&self.shapes, node),
                None => Default::default(),
            };
            Argument {
                name: name.to_string(),
                data_type: value.data_type,
                has_default: member.optional,
                typescript: value.typescript,
                ..Argument::default()
            }
        });
        members.collect()
    }

    /// Puts down what a function returns.
    fn result(&mut self, schema: &str, function: &Object<'t>, routine: &mut Routine) {
        let Some(&node) = function.types("Returns").last() else {
            return;
        };
        let setof = self.shapes.object(function.types("SetofOptions"));
        let row = setof.types("to").last();
        if let Some(row) = row.and_then(|&row| self.shapes.string(row)) {
            let row = type_name(schema, &row);
            let is_set = self.is_true(setof.types("isSetofReturn"));
            routine.returns = Some(if is_set { format!("SETOF {row}") } else { row });
            return;
        }
        let node = unwrapped(node);
        if self.shapes.text_of(node) == "undefined" {
            routine.returns = Some("void".to_owned());
            return;
        }
        let many = node.kind() == "array_type";
        let row = if many { first_child(node) } else { Some(node) };
        let Some(row) = row.map(unwrapped) else {
            return;
        };
        match row.kind() {
            "object_type" => {
                let row = self.shapes.object(&[row]);
                routine.columns = self.columns(&row);
                routine.typescript = Some(if many { "object[]" } else { "object" }.to_owned());
            }
            // What PostgREST would refuse to call returns `{ error: true } & "…"`.
            "intersection_type" if is_refused(self, row) => {}
            _ => self.plain_result(node, routine),
        }
    }

    fn plain_result(&self, node: Node<'t>, routine: &mut Routine) {
        // An array may also be a set.
        if node.kind() != "array_type" {
            routine.returns = postgres_type(&self.shapes, node, 0);
        }
        if routine.returns.is_none() {
            let value = value(&self.shapes, node);
            routine.typescript = value.typescript.or(value.data_type);
        }
    }
}

fn is_refused(reader: &mut Reader<'_>, node: Node<'_>) -> bool {
    reader.shapes.text_of(node).contains("error: true")
}
