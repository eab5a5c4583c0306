//! Extensions, and what they bring.

use super::apply;
use crate::{
    schema::{
        replay::{
            bootstrap::{self, Section},
            failure::{Applied, Stop, undefined_schema},
            session::{Mode, Session},
            state::{
                Mark, ObjectId,
                object::{Class, Dependency, Kind, Object, Provenance, Strength},
                types::TypeKind,
            },
        },
        statement::{Missing, MissingKind},
    },
    source::Span,
    sql::{
        name::{Identifier, Word},
        statement::Statement,
    },
};

/// `CREATE EXTENSION`
///
/// An extension that is not known is made, and brings nothing.
///
/// # Errors
///
/// 42710 when it exists, 3F000 when the schema does not, 42704 when another must be there before.
pub(in crate::schema::replay) fn create(session: &mut Session, statement: &Statement) -> Applied {
    let Statement::CreateExtension {
        name,
        if_not_exists,
        schema,
        cascade,
    } = statement
    else {
        return Ok(());
    };
    if find(session, &name.text).is_some() {
        if *if_not_exists {
            return Ok(());
        }
        let message = format!("extension \"{}\" already exists", name.text);
        return Err(Stop::failed("42710", message).at(name.span));
    }
    let install = Install {
        span: name.span,
        schema: schema.as_ref(),
        others: if *cascade {
            Others::Install
        } else {
            Others::Expect
        },
    };
    install.extension(session, &name.text).map(drop)
}

/// What is done about extensions that another needs.
#[derive(Clone, Copy)]
enum Others {
    Install,
    Expect,
}

struct Install<'a> {
    span: Span,
    schema: Option<&'a Word>,
    others: Others,
}

impl Install<'_> {
    fn extension(&self, session: &mut Session, name: &str) -> Applied<ObjectId> {
        let section = bootstrap::extension(name);
        let schema = self.target(session, section)?;
        let mut depends = vec![Dependency::on(schema)];
        for other in section.map_or(&[][..], |section| &section.requires) {
            let id = self.required(session, other)?;
            depends.push(Dependency::on(id));
        }
        let mut object = Object::new(name.into(), None, Kind::Extension);
        object.depends = depends;
        let id = session.create(object);
        if let Some(section) = section {
            let mark = session.state.mark();
            run(session, section, schema);
            adopt(session, id, mark);
        }
        Ok(id)
    }

    /// The schema that the objects of the extension go into.
    fn target(&self, session: &mut Session, section: Option<&Section>) -> Applied<ObjectId> {
        if let Some(fixed) = section.and_then(|section| section.schema) {
            let known = session.state.schema(fixed);
            return Ok(known
                .unwrap_or_else(|| session.create(Object::new(fixed.into(), None, Kind::Schema))));
        }
        let Some(word) = self.schema else {
            let path = session.search_path.iter();
            let mut path = path.filter_map(|schema| session.state.schema(schema));
            return path
                .next()
                .ok_or_else(|| Stop::failed("3F000", "no schema has been selected to create in"));
        };
        match (session.state.schema(&word.text), session.mode) {
            (Some(id), _) => Ok(id),
            (None, Mode::Strict) => Err(undefined_schema(&word.text, word.span)),
            (None, Mode::Lenient) => {
                Ok(session.create(Object::new(word.text.clone(), None, Kind::Schema)))
            }
        }
    }

    fn required(&self, session: &mut Session, name: &str) -> Applied<ObjectId> {
        if let Some(id) = find(session, name) {
            return Ok(id);
        }
        match (self.others, session.mode) {
            (Others::Install, _) | (Others::Expect, Mode::Lenient) => self.extension(session, name),
            (Others::Expect, Mode::Strict) => {
                let message = format!("required extension \"{name}\" is not installed");
                Err(Stop::failed("42704", message)
                    .at(self.span)
                    .help("Use CREATE EXTENSION ... CASCADE to install required extensions too.")
                    .missing(missing(name)))
            }
        }
    }
}

fn find(session: &Session, name: &str) -> Option<ObjectId> {
    session.state.find(Class::Extension, None, name)
}

fn missing(name: &str) -> Missing {
    Missing {
        kind: MissingKind::Extension,
        schema: None,
        relation: None,
        name: name.to_owned(),
    }
}

/// Runs the script of an extension, whose statements succeed or are left out.
fn run(session: &mut Session, section: &Section, schema: ObjectId) {
    let schema = session
        .state
        .object(schema)
        .map(|schema| schema.name.clone());
    let before = session.clone_settings();
    let text = std::mem::replace(&mut session.text, section.text.into());
    let required = section.requires.iter().filter_map(|name| {
        let id = schema_of(session, find(session, name)?)?;
        session.state.object(id).map(|schema| schema.name.clone())
    });
    session.search_path = schema.into_iter().chain(required).collect();
    let setting = Identifier::from("check_function_bodies");
    session.settings.insert(setting, "off".to_owned());
    for item in section.statements() {
        let mark = session.state.mark();
        if apply(session, &item.statement).is_err() {
            session.state.roll_back(mark);
        }
        complete_types(session, mark);
    }
    session.text = text;
    session.restore_settings(before);
}

/// Makes base types of shells: what fills them in is left out of the script.
fn complete_types(session: &mut Session, mark: Mark) {
    for id in session.state.added_since(mark) {
        let object = session.state.object(id);
        let is_shell = object.is_some_and(|object| match &object.kind {
            Kind::Type(data_type) => matches!(data_type.kind, TypeKind::Shell),
            _ => false,
        });
        if is_shell {
            session.state.change(id, |object| {
                let category = if object.name == "citext" { 'S' } else { 'U' };
                if let Kind::Type(data_type) = &mut object.kind {
                    data_type.kind = TypeKind::Base;
                    data_type.category = category;
                }
            });
        }
    }
}

/// Makes what was added since `mark` the extension's.
fn adopt(session: &mut Session, extension: ObjectId, mark: Mark) {
    let member = Dependency {
        strength: Strength::Internal,
        ..Dependency::on(extension)
    };
    for id in session.state.added_since(mark) {
        session.state.change(id, |object| {
            object.provenance = Provenance::Extension(extension);
            object.depends.push(member);
        });
    }
}

/// The schema of an extension: the first thing that it needs.
pub(in crate::schema::replay) fn schema_of(
    session: &Session,
    extension: ObjectId,
) -> Option<ObjectId> {
    let object = session.state.object(extension)?;
    object.depends.first().map(|need| need.on)
}

/// `ALTER EXTENSION … SET SCHEMA`
///
/// # Errors
///
/// 42704 when there is no such extension, 3F000 when there is no such schema.
pub(super) fn set_schema(session: &mut Session, name: &Word, schema: &Word) -> Applied {
    let id = expect(session, name)?;
    let Some(to) = session.state.schema(&schema.text) else {
        return Err(undefined_schema(&schema.text, schema.span));
    };
    let is_fixed = bootstrap::extension(&name.text)
        .is_some_and(|section| section.schema.is_some() || section.platform.is_some());
    if is_fixed {
        let message = format!("extension \"{}\" does not support SET SCHEMA", name.text);
        return Err(Stop::failed("0A000", message).at(name.span));
    }
    let Some(from) = schema_of(session, id) else {
        return Ok(());
    };
    let members = session.state.dependents(id, None).into_iter();
    let mut members: Vec<ObjectId> = members.map(|member| member.id).collect();
    members.dedup();
    for member in members {
        let is_there = session
            .state
            .object(member)
            .is_some_and(|object| object.parent == Some(from));
        if is_there {
            session
                .state
                .change(member, |object| object.parent = Some(to));
        }
    }
    session
        .state
        .change(id, |object| object.depends[0] = Dependency::on(to));
    Ok(())
}

/// The extension of this name.
///
/// # Errors
///
/// 42704 when there is none.
pub(super) fn expect(session: &Session, name: &Word) -> Applied<ObjectId> {
    find(session, &name.text).ok_or_else(|| {
        let message = format!("extension \"{}\" does not exist", name.text);
        Stop::failed("42704", message)
            .at(name.span)
            .missing(missing(&name.text))
    })
}
