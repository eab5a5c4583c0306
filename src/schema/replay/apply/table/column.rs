//! Definitions of columns.

use super::pending::{Check, Foreign, Key, KeyKind, Machinery, NewSequence, Pending};
use crate::{
    schema::replay::{
        failure::{Applied, Stop, missing, written},
        session::Session,
        state::{
            object::Class,
            relation::{Column, Generated},
            types::TypeRef,
        },
    },
    schema::statement::MissingKind,
    source::Span,
    sql::{
        name::{Name, TypeName, Word},
        statement::{
            ObjectKind,
            table::{ColumnConstraint, ColumnConstraintKind, ColumnDefinition},
        },
    },
};

/// A column as defined, without what needs the whole table; that is added to `pending`.
///
/// # Errors
///
/// 42704 for an unknown type, 42601 for clauses that contradict each other.
pub(in crate::schema::replay) fn read<'a>(
    session: &Session,
    table: &str,
    definition: &'a ColumnDefinition,
    pending: &mut Pending<'a>,
) -> Applied<Column> {
    let mut column = Column::new(definition.name.text.clone(), None);
    column.definition = Some(session.definition);
    let serial = definition.data_type.as_ref().and_then(serial);
    match (&definition.data_type, serial) {
        (Some(written), Some(integer)) => {
            if written.array {
                return Err(
                    Stop::failed("0A000", "array of serial is not implemented").at(written.span)
                );
            }
            column.data_type = session.builtin(integer);
            column.not_null = true;
            pending.sequences.push(NewSequence {
                column: column.name.clone(),
                machinery: Machinery::Serial,
                name: None,
            });
        }
        (Some(written), None) => column.data_type = session.data_type(written)?,
        (None, _) => {}
    }
    if let Some(collation) = &definition.collation {
        check_collation(session, collation)?;
    }
    constrain(session, table, &mut column, definition, pending)?;
    Ok(column)
}

/// # Errors
///
/// 42704 for a name that is neither that of a collation made before nor likely to be a locale's.
fn check_collation(session: &Session, name: &Name) -> Applied {
    let text = name.name.as_str();
    let is_builtin = matches!(text, "C" | "POSIX" | "default" | "ucs_basic" | "unicode");
    // Which locales there are is the server's affair: `en_US.utf8`, `de-x-icu`.
    let is_locale = match text.as_bytes() {
        [_, _, b'_', country, ..] => country.is_ascii_uppercase(),
        _ => text.ends_with("-x-icu") || text.starts_with("C."),
    };
    let made = Class::Other(ObjectKind::Collation);
    if is_builtin || is_locale || session.find(made, name).is_some() {
        return Ok(());
    }
    let message = format!(
        "collation \"{}\" for encoding \"UTF8\" does not exist",
        written(name)
    );
    let stop = Stop::failed("42704", message)
        .at(name.span)
        .missing(missing(MissingKind::Other, name));
    session.tolerate(stop)
}

/// Takes the constraints of a definition into a column.
///
/// # Errors
///
/// 42601 for clauses that contradict each other.
pub(in crate::schema::replay) fn constrain<'a>(
    session: &Session,
    table: &str,
    column: &mut Column,
    definition: &'a ColumnDefinition,
    pending: &mut Pending<'a>,
) -> Applied {
    let is_serial = definition.data_type.as_ref().and_then(serial).is_some();
    let mut reader = Reader {
        session,
        table,
        nullable: is_serial.then_some(false),
        has_default: is_serial,
    };
    for constraint in &definition.constraints {
        reader.constraint(column, definition, constraint, pending)?;
    }
    let generated = column.generated.is_some();
    if generated && reader.has_default {
        let kind = match &column.generated {
            Some(Generated::Stored(_)) => "generation expression",
            Some(Generated::IdentityAlways | Generated::IdentityByDefault) | None => "identity",
        };
        return Err(reader
            .conflict(&format!("both default and {kind} specified"), column)
            .at(definition.span));
    }
    Ok(())
}

struct Reader<'s> {
    session: &'s Session,
    table: &'s str,
    /// What was said so far.
    nullable: Option<bool>,
    has_default: bool,
}

impl Reader<'_> {
    fn constraint<'a>(
        &mut self,
        column: &mut Column,
        definition: &'a ColumnDefinition,
        constraint: &'a ColumnConstraint,
        pending: &mut Pending<'a>,
    ) -> Applied {
        let span = constraint.span;
        match &constraint.kind {
            ColumnConstraintKind::NotNull => self.nullable(column, false, span)?,
            ColumnConstraintKind::Null => self.nullable(column, true, span)?,
            ColumnConstraintKind::Default(value) => {
                if self.has_default {
                    return Err(self
                        .conflict("multiple default values specified", column)
                        .at(span));
                }
                self.has_default = true;
                pending.defaults.push((column.name.clone(), value));
            }
            ColumnConstraintKind::Identity { always, sequence } => {
                self.identity(column, *always, span)?;
                pending.sequences.push(NewSequence {
                    column: column.name.clone(),
                    machinery: Machinery::Identity,
                    name: sequence.clone(),
                });
            }
            ColumnConstraintKind::Generated(value) => {
                if column.generated.is_some() {
                    return Err(self
                        .conflict("multiple generation clauses specified", column)
                        .at(span));
                }
                column.generated =
                    Some(Generated::Stored(self.session.slice(value.span).to_owned()));
                pending.defaults.push((column.name.clone(), value));
            }
            ColumnConstraintKind::Check(_)
            | ColumnConstraintKind::Unique
            | ColumnConstraintKind::PrimaryKey
            | ColumnConstraintKind::References(_) => {
                queue(&definition.name, constraint, pending);
            }
        }
        Ok(())
    }

    fn nullable(&mut self, column: &mut Column, nullable: bool, span: Span) -> Applied {
        if self.nullable.is_some_and(|known| known != nullable) {
            return Err(self
                .conflict("conflicting NULL/NOT NULL declarations", column)
                .at(span));
        }
        self.nullable = Some(nullable);
        column.not_null |= !nullable;
        Ok(())
    }

    fn identity(&mut self, column: &mut Column, always: bool, span: Span) -> Applied {
        if column.generated.is_some() {
            return Err(self
                .conflict("multiple identity specifications", column)
                .at(span));
        }
        column.generated = Some(if always {
            Generated::IdentityAlways
        } else {
            Generated::IdentityByDefault
        });
        if self.nullable == Some(true) {
            return Err(self
                .conflict("conflicting NULL/NOT NULL declarations", column)
                .at(span));
        }
        self.nullable = Some(false);
        column.not_null = true;
        Ok(())
    }

    fn conflict(&self, what: &str, column: &Column) -> Stop {
        let (name, table) = (&column.name, self.table);
        Stop::failed(
            "42601",
            format!("{what} for column \"{name}\" of table \"{table}\""),
        )
    }
}

/// Queues what becomes a constraint of the table.
fn queue<'a>(column: &'a Word, constraint: &'a ColumnConstraint, pending: &mut Pending<'a>) {
    let name = constraint.name.as_ref();
    let span = constraint.span;
    let words = || vec![column.clone()];
    match &constraint.kind {
        ColumnConstraintKind::Check(condition) => pending.checks.push(Check {
            name,
            condition,
            valid: true,
            span,
        }),
        ColumnConstraintKind::Unique => pending.keys.push(Key {
            name,
            kind: KeyKind::Unique(words()),
            include: &[],
            span,
        }),
        ColumnConstraintKind::PrimaryKey => pending.keys.push(Key {
            name,
            kind: KeyKind::Primary(words()),
            include: &[],
            span,
        }),
        ColumnConstraintKind::References(references) => pending.foreign_keys.push(Foreign {
            name,
            columns: words(),
            references,
            valid: true,
            span,
        }),
        ColumnConstraintKind::NotNull
        | ColumnConstraintKind::Null
        | ColumnConstraintKind::Default(_)
        | ColumnConstraintKind::Identity { .. }
        | ColumnConstraintKind::Generated(_) => {}
    }
}

/// # Errors
///
/// 22023 when it is an identity column of a type that is no integer.
pub(in crate::schema::replay) fn check_identity(session: &Session, column: &Column) -> Applied {
    match &column.generated {
        Some(Generated::IdentityAlways | Generated::IdentityByDefault) => {
            check_identity_type(session, column.data_type.as_ref())
        }
        Some(Generated::Stored(_)) | None => Ok(()),
    }
}

/// # Errors
///
/// 22023 when the type is no integer.
pub(in crate::schema::replay) fn check_identity_type(
    session: &Session,
    data_type: Option<&TypeRef>,
) -> Applied {
    let Some(data_type) = data_type else {
        return Ok(());
    };
    let integers = ["int2", "int4", "int8"].map(|name| session.builtin(name));
    if integers
        .iter()
        .flatten()
        .any(|integer| integer == data_type)
    {
        return Ok(());
    }
    Err(Stop::failed(
        "22023",
        "identity column type must be smallint, integer, or bigint",
    ))
}

/// The integer behind `serial` and its like.
pub(in crate::schema::replay) fn serial(data_type: &TypeName) -> Option<&'static str> {
    if data_type.name.schema.is_some() {
        return None;
    }
    match data_type.name.name.as_str() {
        "smallserial" | "serial2" => Some("int2"),
        "serial" | "serial4" => Some("int4"),
        "bigserial" | "serial8" => Some("int8"),
        _ => None,
    }
}
