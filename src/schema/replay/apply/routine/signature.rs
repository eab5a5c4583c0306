//! The arguments and the result of a routine.

use crate::{
    schema::{
        catalog::routine::ArgumentMode,
        replay::{
            analyze::{self, scope::Scope},
            apply::{dependency, table::relation},
            failure::{Applied, Stop, missing, undefined_column_of, written},
            session::{Mode, Session},
            state::{
                object::{Dependency, Part},
                routine::{Argument, Returns},
                types::{TypeKind, TypeRef},
            },
        },
        statement::MissingKind,
    },
    sql::{
        expression::Expression,
        name::{Identifier, Name, TypeLike, TypeName, Word},
        statement::routine::{self as model, CreateRoutine, Parameter, ParameterMode, RoutineKind},
    },
};

/// What a routine takes and gives.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) arguments: Vec<Argument>,
    pub(super) returns: Returns,
    /// Types, and what defaults use.
    pub(super) depends: Vec<Dependency>,
}

/// The signature that a statement declares.
///
/// # Errors
///
/// 42704 for unknown types, 42P13 where parameters and result do not go together.
pub(super) fn read(session: &Session, create: &CreateRoutine) -> Applied<Signature> {
    let mut depends = Vec::new();
    let mut arguments = parameters(session, create, &mut depends)?;
    if let Some(model::Returns::Table(columns)) = &create.returns {
        table_columns(session, columns, &mut arguments)?;
    }
    are_distinct(&arguments)?;
    let returns = if create.kind == RoutineKind::Aggregate {
        super::aggregate::result(session, create, &arguments)?
    } else {
        returns(session, create, &arguments)?
    };
    is_determined(session, &arguments, &returns)?;
    let types = arguments.iter().map(|argument| &argument.data_type);
    for data_type in types.chain([&returns.data_type]) {
        depends.extend(dependency::of_typed(
            session,
            data_type.as_ref(),
            Part::Whole,
        ));
    }
    Ok(Signature {
        arguments,
        returns,
        depends,
    })
}

fn parameters(
    session: &Session,
    create: &CreateRoutine,
    depends: &mut Vec<Dependency>,
) -> Applied<Vec<Argument>> {
    let mut arguments = Vec::with_capacity(create.parameters.len());
    let mut variadic = false;
    let mut defaults = false;
    for parameter in &create.parameters {
        let data_type = parameter_type(session, create, parameter)?;
        let mode = mode(parameter.mode);
        if variadic && mode.is_input() {
            let message = "VARIADIC parameter must be the last input parameter";
            return Err(Stop::failed("42P13", message));
        }
        if mode == ArgumentMode::Variadic {
            is_array(session, data_type.as_ref())?;
            variadic = true;
        }
        match &parameter.default {
            Some(default) => {
                if !mode.is_input() {
                    let message = "only input parameters can have default values";
                    return Err(Stop::failed("42P13", message));
                }
                defaults = true;
                depends.extend(default_needs(session, default, data_type.as_ref())?);
            }
            None if defaults && mode.is_input() => {
                let message =
                    "input parameters after one with a default value must also have defaults";
                return Err(Stop::failed("42P13", message));
            }
            None => {}
        }
        arguments.push(Argument {
            name: name(parameter.name.as_ref()),
            mode,
            data_type,
            has_default: parameter.default.is_some(),
        });
    }
    Ok(arguments)
}

fn name(word: Option<&Word>) -> Identifier {
    word.map_or_else(Identifier::default, |word| word.text.clone())
}

fn mode(mode: ParameterMode) -> ArgumentMode {
    match mode {
        ParameterMode::In => ArgumentMode::In,
        ParameterMode::Out => ArgumentMode::Out,
        ParameterMode::InOut => ArgumentMode::InOut,
        ParameterMode::Variadic => ArgumentMode::Variadic,
    }
}

fn parameter_type(
    session: &Session,
    create: &CreateRoutine,
    parameter: &Parameter,
) -> Applied<Option<TypeRef>> {
    let data_type = &parameter.data_type;
    if data_type.set_of {
        let message = match create.kind {
            RoutineKind::Function => "functions cannot accept set arguments",
            RoutineKind::Procedure => "procedures cannot accept set arguments",
            RoutineKind::Aggregate => "aggregates cannot accept set arguments",
        };
        return Err(Stop::failed("42P13", message).at(data_type.span));
    }
    named_type(session, data_type).map_err(|stop| unquoted(stop, data_type))
}

/// The failure for a parameter or a column of the result, where Postgres does not quote the type.
fn unquoted(stop: Stop, data_type: &TypeName) -> Stop {
    if !misses_type(&stop) {
        return stop;
    }
    let array = if data_type.array { "[]" } else { "" };
    let name = &data_type.name;
    Stop::failed(
        "42704",
        format!("type {}{array} does not exist", written(name)),
    )
    .at(name.span)
    .missing(missing(MissingKind::Type, name))
}

fn misses_type(stop: &Stop) -> bool {
    match stop {
        Stop::Failed(failure) => {
            let missing = failure.error.missing.as_ref();
            missing.is_some_and(|missing| missing.kind == MissingKind::Type)
        }
        Stop::Opaque(_) => false,
    }
}

/// The type that a signature names, without what stands in parentheses, which is forgotten.
fn named_type(session: &Session, name: &TypeName) -> Applied<Option<TypeRef>> {
    let found = match &name.like {
        Some(like) => type_like(session, &name.name, like, name.array),
        None => session.data_type(name),
    };
    let found = match found {
        Ok(found) => found,
        Err(stop) => {
            session.tolerate(stop)?;
            None
        }
    };
    Ok(found.map(|found| TypeRef {
        modifier: None,
        ..found
    }))
}

/// The type of a column, `relation.column%TYPE`.
pub(super) fn type_like(
    session: &Session,
    name: &Name,
    like: &TypeLike,
    array: bool,
) -> Applied<Option<TypeRef>> {
    let id = session
        .relation(name)
        .map_err(|_| relation::undefined(session, name))?;
    let Some(relation) = session
        .state
        .object(id)
        .and_then(|object| object.relation())
    else {
        return Ok(None);
    };
    let found = match like {
        TypeLike::Row => Some(TypeRef::plain(relation.row_type)),
        TypeLike::Column(column) => match relation.column(column) {
            Some((_, column)) => column.data_type.clone(),
            None if relation.open => None,
            None => {
                let word = Word {
                    text: column.clone(),
                    span: name.span,
                };
                let schema = name.schema.as_deref();
                return Err(undefined_column_of(&word, schema, &name.name));
            }
        },
    };
    Ok(found.map(|found| TypeRef {
        array: found.array || array,
        ..found
    }))
}

fn is_array(session: &Session, data_type: Option<&TypeRef>) -> Applied {
    let fits = data_type.is_none_or(|data_type| {
        data_type.array
            || pseudo_name(session, data_type)
                .is_some_and(|name| matches!(name, "any" | "anyarray" | "anycompatiblearray"))
    });
    if fits {
        Ok(())
    } else {
        let message = "VARIADIC parameter must be an array";
        Err(Stop::failed("42P13", message))
    }
}

/// The name of a pseudo-type.
pub(super) fn pseudo_name<'a>(session: &'a Session, data_type: &TypeRef) -> Option<&'a str> {
    match session.type_kind(data_type.id)? {
        TypeKind::Pseudo if !data_type.array => session
            .state
            .object(data_type.id)
            .map(|object| object.name.as_str()),
        TypeKind::Pseudo
        | TypeKind::Base
        | TypeKind::Shell
        | TypeKind::Enum(_)
        | TypeKind::Domain(_)
        | TypeKind::Composite(_)
        | TypeKind::Range { .. }
        | TypeKind::Multirange { .. } => None,
    }
}

fn default_needs(
    session: &Session,
    default: &Expression,
    target: Option<&TypeRef>,
) -> Applied<Vec<Dependency>> {
    let scope = Scope::default();
    let typed = match target {
        Some(to) => analyze::expression_as(session, default, &scope, to),
        None => analyze::expression(session, default, &scope),
    };
    let typed = match typed {
        Ok(typed) => typed,
        Err(Stop::Opaque(_)) => return Ok(Vec::new()),
        Err(stop) => {
            session.tolerate(stop)?;
            return Ok(Vec::new());
        }
    };
    if typed.has_subquery {
        let message = "cannot use subquery in DEFAULT expression";
        return Err(Stop::failed("0A000", message).at(default.span));
    }
    if session.mode == Mode::Strict
        && let (Some(from), Some(to)) = (&typed.data_type, target)
        && !analyze::is_assignable(session, Some(from), Some(to))
    {
        let (to, from) = (session.format_type(to), session.format_type(from));
        let message = format!("argument of DEFAULT must be type {to}, not type {from}");
        return Err(Stop::failed("42804", message).at(default.span));
    }
    if let Some(to) = target {
        analyze::expression_as(session, default, &Scope::default(), to)?;
    }
    Ok(dependency::of_uses(session, &typed.uses, Part::Whole))
}

fn table_columns(
    session: &Session,
    columns: &[(Word, TypeName)],
    arguments: &mut Vec<Argument>,
) -> Applied {
    let clashes = arguments.iter().any(|argument| argument.mode.is_output());
    if clashes {
        let message = "OUT and INOUT arguments aren't allowed in TABLE functions";
        return Err(Stop::failed("42601", message));
    }
    for (word, data_type) in columns {
        arguments.push(Argument {
            name: word.text.clone(),
            mode: ArgumentMode::Table,
            data_type: named_type(session, data_type).map_err(|stop| unquoted(stop, data_type))?,
            has_default: false,
        });
    }
    Ok(())
}

/// No two inputs and no two outputs share a name.
fn are_distinct(arguments: &[Argument]) -> Applied {
    for is_of in [ArgumentMode::is_input, ArgumentMode::is_output] {
        let named = arguments
            .iter()
            .filter(|argument| is_of(argument.mode) && !argument.name.is_empty());
        let mut names: Vec<&Identifier> = named.map(|argument| &argument.name).collect();
        names.sort();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let message = format!("parameter name \"{}\" used more than once", pair[0]);
            return Err(Stop::failed("42P13", message));
        }
    }
    Ok(())
}

fn returns(session: &Session, create: &CreateRoutine, arguments: &[Argument]) -> Applied<Returns> {
    let nothing = create.kind == RoutineKind::Procedure;
    let outputs: Vec<_> = arguments
        .iter()
        .filter(|argument| argument.mode.is_output())
        .collect();
    let row = match outputs.as_slice() {
        [] => None,
        [one] if !nothing => Some(one.data_type.clone()),
        _ => Some(session.builtin("record")),
    };
    let (declared, set) = match &create.returns {
        Some(model::Returns::Type(name)) => (Some(named_type(session, name)?), name.set_of),
        Some(model::Returns::Table(_)) => (None, true),
        None => (None, false),
    };
    let data_type = match (declared, row) {
        (Some(declared), Some(row)) => {
            agrees(session, declared.as_ref(), row.as_ref())?;
            row
        }
        (Some(declared), None) => declared,
        (None, Some(row)) => row,
        (None, None) if nothing => session.builtin("void"),
        (None, None) => {
            let message = "function result type must be specified";
            return Err(Stop::failed("42P13", message));
        }
    };
    Ok(Returns {
        data_type,
        set,
        nothing,
    })
}

fn agrees(session: &Session, declared: Option<&TypeRef>, row: Option<&TypeRef>) -> Applied {
    match (declared, row) {
        (Some(declared), Some(row)) if declared != row => {
            let row = session.format_type(row);
            let message = format!("function result type must be {row} because of OUT parameters");
            Err(Stop::failed("42P13", message))
        }
        _ => Ok(()),
    }
}

/// A polymorphic result is determined by an argument.
fn is_determined(session: &Session, arguments: &[Argument], returns: &Returns) -> Applied {
    let is_polymorphic = |data_type: &Option<TypeRef>| {
        data_type
            .as_ref()
            .and_then(|data_type| pseudo_name(session, data_type))
            .filter(|name| name.starts_with("any") && *name != "any")
    };
    let inputs = arguments.iter().filter(|argument| argument.mode.is_input());
    let mut inputs = inputs.filter_map(|argument| is_polymorphic(&argument.data_type));
    let outputs = arguments
        .iter()
        .filter(|argument| argument.mode.is_output());
    let outputs = outputs.map(|argument| &argument.data_type);
    let mut results = outputs
        .chain([&returns.data_type])
        .filter_map(is_polymorphic);
    match results.next() {
        Some(_) if inputs.next().is_none() => {
            Err(Stop::failed("42P13", "cannot determine result data type"))
        }
        Some(_) | None => Ok(()),
    }
}
