//! `drizzle(…, { casing })`: how clients name columns.

use super::{
    naming::Casing,
    program::{self, Program},
    value::Expression,
};
use crate::schema::source::SchemaFile;

/// The casings that the clients made in a file set, in the order of the calls.
pub fn casings(file: &SchemaFile) -> Vec<Casing> {
    let text = &file.text;
    if !(text.contains("casing") && text.contains("drizzle-orm")) {
        return Vec::new();
    }
    let parsed = program::parse(&[file], &[]);
    let program = Program::new(&parsed);
    let Some(module) = parsed.first() else {
        return Vec::new();
    };
    let mut casings = Vec::new();
    let mut waiting = vec![module.tree.root_node()];
    while let Some(node) = waiting.pop() {
        let children = program::children(node);
        waiting.extend(children.into_iter().rev());
        let function = node.child_by_field_name("function");
        let function = function.filter(|_| node.kind() == "call_expression");
        let is_client = function.is_some_and(|name| program.text_of(0, name) == "drizzle");
        let arguments = node.child_by_field_name("arguments");
        for argument in arguments
            .filter(|_| is_client)
            .into_iter()
            .flat_map(program::children)
        {
            let argument = Expression {
                file: 0,
                node: argument,
                scope: None,
            };
            casings.extend(casing(&program, &argument));
        }
    }
    casings
}

fn casing<'t>(program: &Program<'t>, options: &Expression<'t>) -> Option<Casing> {
    let (entries, _) = program.entries(options);
    let (_, value) = entries.iter().rfind(|(key, _)| key == "casing")?;
    Casing::of(&program.string(value)?)
}
