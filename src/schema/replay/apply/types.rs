//! Types.

use super::dependency;
use crate::{
    schema::replay::{
        failure::{Applied, Stop, undefined_schema},
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Dependency, Kind, Object, Part, Strength},
            relation::{Column, Relation, RelationKind},
            types::{Label, Type, TypeKind, TypeRef},
        },
    },
    sql::{
        name::{Identifier, Name, TypeName, Word},
        statement::types::{CreateType, CreateTypeKind},
    },
};

/// `CREATE TYPE`
///
/// # Errors
///
/// What Postgres says: the name is taken, the schema or a type is missing.
pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateType) -> Applied {
    let schema = session.creation_schema(&create.name)?;
    match &create.kind {
        CreateTypeKind::Enum(labels) => {
            let kind = TypeKind::Enum(distinct_labels(labels)?);
            define(session, schema, &create.name, kind).map(drop)
        }
        CreateTypeKind::Composite(attributes) => {
            composite(session, schema, &create.name, attributes)
        }
        CreateTypeKind::Range { subtype } => range(session, schema, &create.name, subtype.as_ref()),
        CreateTypeKind::Base => base(session, schema, &create.name),
        CreateTypeKind::Shell => define(session, schema, &create.name, TypeKind::Shell).map(drop),
    }
}

/// Makes a type that nothing else comes with.
///
/// # Errors
///
/// 42710 when the name is taken.
pub(super) fn define(
    session: &mut Session,
    schema: ObjectId,
    name: &Name,
    kind: TypeKind,
) -> Applied<ObjectId> {
    is_free(session, schema, name)?;
    Ok(add(session, schema, name.name.clone(), kind))
}

/// Whether a schema has no type of this name, nor a relation with rows of this name.
///
/// # Errors
///
/// 42710 when there is one.
pub(super) fn is_free(session: &Session, schema: ObjectId, name: &Name) -> Applied {
    match session.state.find(Class::Type, Some(schema), &name.name) {
        Some(_) => Err(
            Stop::failed("42710", format!("type \"{}\" already exists", name.name)).at(name.span),
        ),
        None => Ok(()),
    }
}

fn add(session: &mut Session, schema: ObjectId, name: Identifier, kind: TypeKind) -> ObjectId {
    let category = category(&kind);
    let data_type = Type {
        kind,
        category,
        preferred: false,
    };
    session.create(Object::new(name, Some(schema), Kind::Type(data_type)))
}

/// `pg_type.typcategory` of a type that is not a domain.
fn category(kind: &TypeKind) -> char {
    match kind {
        TypeKind::Base | TypeKind::Domain(_) => 'U',
        TypeKind::Shell | TypeKind::Pseudo => 'P',
        TypeKind::Enum(_) => 'E',
        TypeKind::Composite(_) => 'C',
        TypeKind::Range { .. } | TypeKind::Multirange { .. } => 'R',
    }
}

fn distinct_labels(labels: &[String]) -> Applied<Vec<Label>> {
    let mut sorted: Vec<&String> = labels.iter().collect();
    sorted.sort();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Stop::failed(
            "23505",
            "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"",
        ));
    }
    let labels = labels.iter().map(|name| Label {
        name: name.clone(),
        added_in: None,
    });
    Ok(labels.collect())
}

/// A composite type is a relation without rows, and the type of the rows it would have.
fn composite(
    session: &mut Session,
    schema: ObjectId,
    name: &Name,
    attributes: &[(Word, TypeName)],
) -> Applied {
    is_free(session, schema, name)?;
    if session
        .state
        .find(Class::Relation, Some(schema), &name.name)
        .is_some()
    {
        let message = format!("relation \"{}\" already exists", name.name);
        return Err(Stop::failed("42P07", message).at(name.span));
    }
    let mut columns: Vec<Column> = Vec::with_capacity(attributes.len());
    let mut depends = Vec::new();
    for (index, (word, data_type)) in attributes.iter().enumerate() {
        if attributes[..index]
            .iter()
            .any(|(other, _)| other.text == word.text)
        {
            let message = format!("column \"{}\" specified more than once", word.text);
            return Err(Stop::failed("42701", message));
        }
        let data_type = session.data_type(data_type)?;
        let part = Part::Column(ColumnNumber(index as u16 + 1));
        depends.extend(dependency::of_typed(session, data_type.as_ref(), part));
        let mut column = Column::new(word.text.clone(), data_type);
        column.definition = Some(session.definition);
        columns.push(column);
    }
    // The type and the relation name each other: the type is filled in last.
    let row_type = add(session, schema, name.name.clone(), TypeKind::Shell);
    let mut relation = Relation::new(RelationKind::Composite, row_type);
    relation.columns = columns;
    let mut object = Object::new(name.name.clone(), Some(schema), Kind::Relation(relation));
    object.depends = depends;
    let relation = session.create(object);
    session.state.change(row_type, |object| {
        if let Kind::Type(data_type) = &mut object.kind {
            data_type.kind = TypeKind::Composite(relation);
            data_type.category = category(&data_type.kind);
        }
        object.depends.push(internal(relation));
    });
    Ok(())
}

fn internal(on: ObjectId) -> Dependency {
    Dependency {
        strength: Strength::Internal,
        ..Dependency::on(on)
    }
}

fn range(
    session: &mut Session,
    schema: ObjectId,
    name: &Name,
    subtype: Option<&TypeName>,
) -> Applied {
    let shell = shell(session, schema, name);
    if shell.is_none() {
        is_free(session, schema, name)?;
    }
    let Some(subtype) = subtype else {
        return Err(Stop::failed(
            "42601",
            "type attribute \"subtype\" is required",
        ));
    };
    let subtype = session.data_type(subtype)?;
    let depends = dependency::of_typed(session, subtype.as_ref(), Part::Whole);
    let kind = TypeKind::Range {
        subtype: subtype.clone(),
    };
    let range = match shell {
        Some(id) => fill(session, id, kind),
        None => add(session, schema, name.name.clone(), kind),
    };
    session
        .state
        .change(range, |object| object.depends.extend(depends));
    let multirange = Name {
        name: multirange_name(&name.name),
        ..name.clone()
    };
    is_free(session, schema, &multirange)?;
    let multirange = add(
        session,
        schema,
        multirange.name,
        TypeKind::Multirange { range: Some(range) },
    );
    session
        .state
        .change(multirange, |object| object.depends.push(internal(range)));
    constructors(session, schema, name, range, subtype);
    Ok(())
}

/// The functions that make a range of its bounds.
fn constructors(
    session: &mut Session,
    schema: ObjectId,
    name: &Name,
    range: ObjectId,
    subtype: Option<TypeRef>,
) {
    let bounds = vec![subtype.clone(), subtype];
    let kinds = bounds.iter().cloned().chain([session.builtin("text")]);
    for types in [bounds.clone(), kinds.collect()] {
        let routine = super::routine::internal(types, Some(TypeRef::plain(range)));
        let mut object = Object::new(name.name.clone(), Some(schema), Kind::Routine(routine));
        object.depends.push(internal(range));
        session.create(object);
    }
}

/// The name of a range's multirange: `multi` before the first `range` in it, or else a word after it.
fn multirange_name(name: &str) -> Identifier {
    match name.find("range") {
        Some(start) => format!("{}multi{}", &name[..start], &name[start..]).into(),
        None => format!("{name}_multirange").into(),
    }
}

fn base(session: &mut Session, schema: ObjectId, name: &Name) -> Applied {
    match shell(session, schema, name) {
        Some(id) => {
            fill(session, id, TypeKind::Base);
            Ok(())
        }
        None => {
            is_free(session, schema, name)?;
            let message = format!("type \"{}\" does not exist", name.name);
            Err(Stop::failed("42710", message).at(name.span).help(
                "Create the type as a shell type, then create its I/O functions, then do a full \
                 CREATE TYPE.",
            ))
        }
    }
}

/// The type of this name that was so far only declared.
fn shell(session: &Session, schema: ObjectId, name: &Name) -> Option<ObjectId> {
    let id = session.state.find(Class::Type, Some(schema), &name.name)?;
    matches!(session.type_kind(id)?, TypeKind::Shell).then_some(id)
}

fn fill(session: &mut Session, id: ObjectId, kind: TypeKind) -> ObjectId {
    session.state.change(id, |object| {
        if let Kind::Type(data_type) = &mut object.kind {
            data_type.category = category(&kind);
            data_type.kind = kind;
        }
    });
    id
}

/// `RENAME TO` of a type of any kind.
///
/// # Errors
///
/// 42710 when the name is taken, 42809 for the rows of a table.
pub(super) fn rename(session: &mut Session, id: ObjectId, to: &Word) -> Applied {
    let relation = own_relation(session, id)?;
    let name = Name {
        schema: None,
        name: to.text.clone(),
        span: to.span,
    };
    if let Some(schema) = session.state.object(id).and_then(|object| object.parent) {
        is_free(session, schema, &name)?;
    }
    for id in [Some(id), relation].into_iter().flatten() {
        session
            .state
            .change(id, |object| object.name = to.text.clone());
    }
    Ok(())
}

/// `SET SCHEMA` of a type of any kind.
///
/// # Errors
///
/// 3F000 for an unknown schema, 42710 when the name is taken there.
pub(super) fn set_schema(session: &mut Session, id: ObjectId, schema: &Word) -> Applied {
    let relation = own_relation(session, id)?;
    let Some(to) = session.state.schema(&schema.text) else {
        return Err(undefined_schema(&schema.text, schema.span));
    };
    let object = session.state.object(id);
    if object.is_some_and(|object| object.parent == Some(to)) {
        return Ok(());
    }
    let name = object.map_or_else(Identifier::default, |object| object.name.clone());
    if session.state.find(Class::Type, Some(to), &name).is_some() {
        let message = format!(
            "type \"{name}\" already exists in schema \"{}\"",
            schema.text
        );
        return Err(Stop::failed("42710", message));
    }
    for id in [Some(id), relation].into_iter().flatten() {
        session.state.change(id, |object| object.parent = Some(to));
    }
    Ok(())
}

/// The relation that is one with a composite type.
///
/// # Errors
///
/// 42809 when the type only is that of a table's rows.
fn own_relation(session: &Session, id: ObjectId) -> Applied<Option<ObjectId>> {
    let Some(TypeKind::Composite(relation)) = session.type_kind(id) else {
        return Ok(None);
    };
    let found = session.state.object(*relation);
    match found.and_then(Object::relation).map(|found| found.kind) {
        Some(RelationKind::Composite) | None => Ok(Some(*relation)),
        Some(
            RelationKind::Table
            | RelationKind::View
            | RelationKind::MaterializedView
            | RelationKind::ForeignTable,
        ) => {
            let name = session.format_type(&TypeRef::plain(id));
            let message = format!("{name} is a table's row type");
            Err(Stop::failed("42809", message).help("Use ALTER TABLE instead."))
        }
    }
}
