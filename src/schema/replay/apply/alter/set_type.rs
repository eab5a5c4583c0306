//! `ALTER COLUMN … TYPE`

use super::{change_column, column, column_of, drop_column::check_partition_key, held};
use crate::schema::quoting::quoted;
use crate::{
    schema::replay::{
        analyze,
        apply::{
            dependency,
            expression::{self, Purpose},
            index,
            table::{column::check_identity_type, foreign_key, relation},
        },
        failure::{Applied, Stop},
        session::Session,
        state::{
            ColumnNumber, Dependent, ObjectId,
            object::{Kind, Part},
            relation::{Column, Generated, RelationKind},
            types::TypeRef,
        },
    },
    sql::{
        expression::Expression,
        name::{TypeName, Word},
    },
};

/// Checks what Postgres checks before any action of the statement takes place.
///
/// # Errors
///
/// 42703 for the column, 42704 for the type, 42804 when values cannot be turned into it.
pub(super) fn prepare(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    written: &TypeName,
    using: Option<&Expression>,
) -> Applied {
    // The expression is read before the column is looked for.
    if let Some(using) = using {
        let scope = expression::scope_of(session, id);
        expression::analyse(session, using, &scope, Purpose::Using, None)?;
    }
    let number = column_of(session, id, word)?;
    let Some(held) = column(session, id, number) else {
        return Ok(());
    };
    if held.inherited > 0 {
        let message = format!("cannot alter inherited column \"{}\"", word.text);
        return Err(Stop::failed("42P16", message).at(word.span));
    }
    let (old, name) = (held.data_type.clone(), held.name.clone());
    forbid_in_use(session, id).map_err(|stop| stop.at(word.span))?;
    check_partition_key(session, id, number, word, "alter")?;
    let Some(new) = session.data_type(written)? else {
        return Ok(());
    };
    let changed = Column::new(name, Some(new.clone()));
    relation::check_column_type(session, &changed).map_err(|stop| stop.at(written.span))?;
    relation::forbid_itself(session, id, &changed).map_err(|stop| stop.at(written.span))?;
    match using {
        Some(using) => check_using(session, id, word, &new, using),
        None => check_cast(session, word, old.as_ref(), &new),
    }
}

/// # Errors
///
/// 0A000 when columns hold values of the composite type whose attribute is altered.
fn forbid_in_use(session: &Session, id: ObjectId) -> Applied {
    let Some(relation) = held(session, id) else {
        return Ok(());
    };
    if relation.kind != RelationKind::Composite {
        return Ok(());
    }
    for dependent in session.state.dependents(relation.row_type, None) {
        if let Part::Column(number) = dependent.part
            && let Some(user) = column(session, dependent.id, number)
        {
            let message = format!(
                "cannot alter type \"{}\" because column \"{}.{}\" uses it",
                session.name_of(id),
                session.name_of(dependent.id),
                user.name
            );
            return Err(Stop::failed("0A000", message));
        }
    }
    Ok(())
}

fn check_using(
    session: &Session,
    id: ObjectId,
    word: &Word,
    new: &TypeRef,
    using: &Expression,
) -> Applied {
    let scope = expression::scope_of(session, id);
    let typed = expression::analyse(session, using, &scope, Purpose::Using, Some(new))?;
    let given = typed.and_then(|typed| typed.data_type);
    if analyze::is_assignable(session, given.as_ref(), Some(new)) {
        return Ok(());
    }
    let message = format!(
        "result of USING clause for column \"{}\" cannot be cast automatically to type {}",
        word.text,
        session.format_unmodified(new)
    );
    Err(Stop::failed("42804", message)
        .at(using.span)
        .help("You might need to add an explicit cast."))
}

fn check_cast(session: &Session, word: &Word, old: Option<&TypeRef>, new: &TypeRef) -> Applied {
    if analyze::is_assignable(session, old, Some(new)) {
        return Ok(());
    }
    let message = format!(
        "column \"{}\" cannot be cast automatically to type {}",
        word.text,
        session.format_unmodified(new)
    );
    let name = quoted(&word.text);
    Err(Stop::failed("42804", message).at(word.span).help(format!(
        "You might need to specify \"USING {name}::{}\".",
        session.format_type(new)
    )))
}

/// Gives a column another type, here and in all that inherit.
///
/// # Errors
///
/// 0A000 when something that needs the column cannot follow, 42804 for its default.
pub(super) fn set(session: &mut Session, id: ObjectId, word: &Word, written: &TypeName) -> Applied {
    // An action before this one may have dropped it.
    column_of(session, id, word)?;
    let new = session.data_type(written)?;
    for id in session.state.family(id) {
        let found = held(session, id).and_then(|relation| relation.column(&word.text));
        if let Some((number, _)) = found {
            set_one(session, id, number, word, new.clone())?;
        }
    }
    Ok(())
}

fn set_one(
    session: &mut Session,
    id: ObjectId,
    number: ColumnNumber,
    word: &Word,
    new: Option<TypeRef>,
) -> Applied {
    let dependents = session.state.dependents(id, Some(number));
    check_default(session, id, number, word, new.as_ref())?;
    for dependent in &dependents {
        check_follows(session, id, number, dependent, word)?;
    }
    let need = dependency::of_type(session, new.as_ref(), number);
    session.state.change(id, |object| {
        object
            .depends
            .retain(|known| known.part != Part::Column(number) || known.column.is_some());
        object.depends.extend(need);
    });
    change_column(session, id, number, |column| column.data_type = new.clone());
    for dependent in dependents {
        rebuild(session, &dependent, new.as_ref())?;
    }
    Ok(())
}

/// # Errors
///
/// 42804 when the default is of no use for the type, 22023 when it is no type for an identity.
fn check_default(
    session: &Session,
    id: ObjectId,
    number: ColumnNumber,
    word: &Word,
    new: Option<&TypeRef>,
) -> Applied {
    let Some(held) = column(session, id, number) else {
        return Ok(());
    };
    match &held.generated {
        Some(Generated::IdentityAlways | Generated::IdentityByDefault) => {
            return check_identity_type(session, new).map_err(|stop| stop.at(word.span));
        }
        Some(Generated::Stored(_)) | None => {}
    }
    let is_generated = held.generated.is_some();
    let has_default = held.default.is_some() && !is_generated;
    let given = held.default_type.as_ref().or(held.data_type.as_ref());
    if !has_default || analyze::is_assignable(session, given, new) {
        return Ok(());
    }
    let message = format!(
        "default for column \"{}\" cannot be cast automatically to type {}",
        word.text,
        new.map_or(String::new(), |new| session.format_unmodified(new))
    );
    Err(Stop::failed("42804", message).at(word.span))
}

/// # Errors
///
/// 0A000 when what needs the column cannot follow its type.
fn check_follows(
    session: &Session,
    id: ObjectId,
    number: ColumnNumber,
    dependent: &Dependent,
    word: &Word,
) -> Applied {
    let Some(object) = session.state.object(dependent.id) else {
        return Ok(());
    };
    let user = match &object.kind {
        Kind::Relation(relation) => match relation.kind {
            RelationKind::View | RelationKind::MaterializedView => "by a view or rule",
            RelationKind::Table | RelationKind::ForeignTable | RelationKind::Composite => {
                let is_generated = dependent.id == id && is_other(dependent.part, number);
                if !is_generated {
                    return Ok(());
                }
                "by a generated column"
            }
        },
        Kind::Rule => "by a view or rule",
        Kind::Trigger(_) => "in a trigger definition",
        Kind::Policy(_) => "in a policy definition",
        Kind::Routine(_) => "by a function or procedure",
        Kind::Publication(_) => "by a publication WHERE clause",
        Kind::Schema
        | Kind::Index(_)
        | Kind::Sequence(_)
        | Kind::Type(_)
        | Kind::Operator(_)
        | Kind::Cast(_)
        | Kind::Constraint(_)
        | Kind::Extension
        | Kind::Role
        | Kind::Other(_) => return Ok(()),
    };
    let message = format!("cannot alter type of a column used {user}");
    Err(Stop::failed("0A000", message).at(word.span))
}

fn is_other(part: Part, number: ColumnNumber) -> bool {
    match part {
        Part::Column(other) | Part::Default(other) => other != number,
        Part::Whole => false,
    }
}

/// Makes an index or foreign key anew, as far as that can fail.
fn rebuild(session: &Session, dependent: &Dependent, new: Option<&TypeRef>) -> Applied {
    let Some(object) = session.state.object(dependent.id) else {
        return Ok(());
    };
    match &object.kind {
        Kind::Constraint(constraint) => foreign_key::check_again(session, object, constraint)
            .and_then(|()| match constraint.index {
                Some(index) => check_index(session, index, new),
                None => Ok(()),
            }),
        Kind::Index(_) => check_index(session, dependent.id, new),
        _ => Ok(()),
    }
}

fn check_index(session: &Session, id: ObjectId, new: Option<&TypeRef>) -> Applied {
    match (session.state.object(id).map(|object| &object.kind), new) {
        (Some(Kind::Index(held)), Some(new)) if held.method == "btree" => {
            index::check_type(session, &held.method, new)
        }
        _ => Ok(()),
    }
}
