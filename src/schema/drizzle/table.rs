//! Calls that make tables, views, enums and the rest.

use std::rc::Rc;

use super::{
    Reader, RelationNames,
    column::Declared,
    naming::cut,
    value::{Expression, PG_CORE, Value},
};
use crate::schema::catalog::relation::RelationKind;

/// What a function makes when it is called.
#[derive(Clone, Debug)]
pub(super) enum Maker<'t> {
    Table {
        schema: String,
        /// Of `pgTableCreator`: what makes the name of the table from the one given.
        rename: Option<Expression<'t>>,
        row_security: bool,
    },
    View {
        schema: String,
        kind: RelationKind,
    },
    Enum(String),
    Sequence(String),
    /// `pgSchema` itself, with the name it is called with.
    Schema(String),
    Policy,
}

/// A table as its declaration has it.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub schema: String,
    pub name: String,
    pub columns: Vec<Declared<'t>>,
    /// Whether there may be more columns.
    pub open: bool,
    pub row_security: bool,
    /// What makes constraints, indexes and policies.
    pub extras: Option<Expression<'t>>,
}

impl<'t> Table<'t> {
    /// The column of a key.
    pub fn column(&self, key: &str) -> Option<&Declared<'t>> {
        self.columns.iter().find(|declared| declared.key == key)
    }

    pub fn names(&self) -> RelationNames {
        let columns = self.columns.iter();
        let columns = columns.map(|declared| (declared.key.clone(), declared.column.name.clone()));
        RelationNames {
            schema: self.schema.clone(),
            relation: self.name.clone(),
            columns: columns.collect(),
        }
    }

    /// The sequences of its serial columns, but for those whose names Postgres would have to cut.
    pub fn serials(&self) -> impl Iterator<Item = String> {
        let serial = self.columns.iter().filter(|declared| declared.serial);
        let names = serial.map(|declared| format!("{}_{}_seq", self.name, declared.column.name));
        names
            .filter(|name| cut(name.clone()) == *name)
            .map(|name| format!("{}.{name}", self.schema))
    }
}

impl<'t> Reader<'t> {
    /// What the base of a call makes.
    pub(super) fn maker(&self, base: &Expression<'t>) -> Option<Maker<'t>> {
        match self.program.value(base) {
            Value::Library { module, name } if module == PG_CORE => self.library_maker(base, name),
            Value::Expression(value) => match value.node.kind() {
                "member_expression" => self.member_maker(&value),
                "call_expression" => {
                    let chain = self.program.chain(&value)?;
                    let rename = chain.arguments.first().cloned();
                    self.is_pg(&chain.base, "pgTableCreator")
                        .then_some(Maker::Table {
                            schema: "public".to_owned(),
                            rename,
                            row_security: false,
                        })
                }
                _ => None,
            },
            Value::Library { .. }
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Own
            | Value::Nothing
            | Value::Unknown => None,
        }
    }

    fn library_maker(&self, base: &Expression<'t>, name: &str) -> Option<Maker<'t>> {
        let schema = "public".to_owned();
        match name {
            "pgTable" => Some(Maker::Table {
                schema,
                rename: None,
                row_security: false,
            }),
            "pgView" => Some(Maker::View {
                schema,
                kind: RelationKind::View,
            }),
            "pgMaterializedView" => Some(Maker::View {
                schema,
                kind: RelationKind::MaterializedView,
            }),
            "pgEnum" => Some(Maker::Enum(schema)),
            "pgSequence" => Some(Maker::Sequence(schema)),
            "pgPolicy" => Some(Maker::Policy),
            "pgSchema" => {
                let call = base.node.parent()?;
                let chain = self.program.chain(&base.at(call))?;
                let name = self.program.string(chain.arguments.first()?)?;
                Some(Maker::Schema(name))
            }
            _ => None,
        }
    }

    /// `billing.table`, `pgTable.withRLS`
    fn member_maker(&self, member: &Expression<'t>) -> Option<Maker<'t>> {
        let object = member.at(member.node.child_by_field_name("object")?);
        let property = member.at(member.node.child_by_field_name("property")?);
        let property = self.program.text(&property);
        if property == "withRLS" && self.is_pg(&object, "pgTable") {
            return Some(Maker::Table {
                schema: "public".to_owned(),
                rename: None,
                row_security: true,
            });
        }
        let Value::Expression(object) = self.program.value(&object) else {
            return None;
        };
        let chain = self.program.chain(&object)?;
        if !self.is_pg(&chain.base, "pgSchema") {
            return None;
        }
        let schema = self.program.string(chain.arguments.first()?)?;
        match property {
            "table" => Some(Maker::Table {
                schema,
                rename: None,
                row_security: false,
            }),
            "view" => Some(Maker::View {
                schema,
                kind: RelationKind::View,
            }),
            "materializedView" => Some(Maker::View {
                schema,
                kind: RelationKind::MaterializedView,
            }),
            "enum" => Some(Maker::Enum(schema)),
            "sequence" => Some(Maker::Sequence(schema)),
            _ => None,
        }
    }

    /// The table that an expression comes to.
    pub(super) fn table(&self, expression: &Expression<'t>) -> Option<Rc<Table<'t>>> {
        let Value::Expression(value) = self.program.value(expression) else {
            return None;
        };
        let key = (value.file, value.node.start_byte());
        if let Some(known) = self.tables.borrow().get(&key) {
            return known.clone();
        }
        let table = self.declared_table(&value).map(Rc::new);
        self.tables.borrow_mut().insert(key, table.clone());
        table
    }

    fn declared_table(&self, value: &Expression<'t>) -> Option<Table<'t>> {
        let chain = self.program.chain(value)?;
        let Maker::Table {
            schema,
            rename,
            row_security,
        } = self.maker(&chain.base)?
        else {
            return None;
        };
        let [given, object, extras @ ..] = chain.arguments.as_slice() else {
            return None;
        };
        let name = match rename {
            Some(rename) => {
                let argument = [Value::Expression(given.clone())].into_iter();
                let Value::Expression(function) = self.program.value(&rename) else {
                    return None;
                };
                let called = self.program.called(&function, argument);
                self.program.string(&self.program.returned(&called)?)?
            }
            None => self.program.string(given)?,
        };
        let (columns, open) = self.columns(&name, object);
        let enabled = chain.links.iter().any(|link| link.name == "enableRLS");
        Some(Table {
            schema,
            name: cut(name),
            columns,
            open,
            row_security: row_security || enabled,
            extras: extras.first().cloned(),
        })
    }
}
