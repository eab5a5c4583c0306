//! Functions, procedures and aggregates.

use squawk_parser::SyntaxKind;

use super::{
    bodies, expressions, literals, names, objects, options, tree::Node, type_definitions, types,
};
use crate::sql::{
    name::{Identifier, Name, TypeName},
    statement::{
        Body, ObjectAction,
        routine::{
            AlterRoutine, AlterRoutineAction, CreateRoutine, Parameter, ParameterMode, Returns,
            RoutineKind, RoutineReference, RoutineReferenceKind, Volatility,
        },
    },
};

/// What `CREATE FUNCTION` and `CREATE PROCEDURE` say.
pub fn create(node: Node<'_>) -> CreateRoutine {
    let kind = if node.kind() == SyntaxKind::CREATE_PROCEDURE {
        RoutineKind::Procedure
    } else {
        RoutineKind::Function
    };
    let mut routine = CreateRoutine {
        name: name(node),
        kind,
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        parameters: parameters(node),
        returns: node.child(SyntaxKind::RET_TYPE).map(returns),
        language: None,
        volatility: None,
        security_definer: false,
        settings: Vec::new(),
        body: None,
        state_type: None,
        final_function: None,
    };
    let mut definition = None;
    if let Some(list) = node.child(SyntaxKind::FUNC_OPTION_LIST) {
        for option in list.children() {
            match option.kind() {
                SyntaxKind::LANGUAGE_FUNC_OPTION => routine.language = Some(language(option)),
                SyntaxKind::AS_FUNC_OPTION => definition = Some(option),
                _ => fill_option(&mut routine, option),
            }
        }
    }
    routine.body = match definition {
        Some(definition) => body(definition, routine.language.as_deref()),
        None => node.children().find_map(bodies::standard),
    };
    routine
}

fn fill_option(routine: &mut CreateRoutine, option: Node<'_>) {
    match option.kind() {
        SyntaxKind::SECURITY_DEFINER_FUNC_OPTION => routine.security_definer = true,
        SyntaxKind::SECURITY_INVOKER_FUNC_OPTION => routine.security_definer = false,
        SyntaxKind::SET_FUNC_OPTION => routine.settings.extend(setting(option)),
        _ => {
            if let Some(volatility) = volatility(option) {
                routine.volatility = Some(volatility);
            }
        }
    }
}

fn setting(option: Node<'_>) -> Option<(Identifier, Vec<String>)> {
    let set = option.child(SyntaxKind::SET_CONFIG_PARAM)?;
    let name = set.child(SyntaxKind::CONFIG_PARAMETER_REF)?;
    Some((options::setting_name(name), options::setting_values(set)))
}

/// The setting of `RESET`, or `all`.
fn reset(option: Node<'_>) -> Identifier {
    let name = option.child(SyntaxKind::CONFIG_PARAMETER_REF);
    name.map_or_else(|| "all".into(), options::setting_name)
}

fn volatility(option: Node<'_>) -> Option<Volatility> {
    match option.kind() {
        SyntaxKind::IMMUTABLE => Some(Volatility::Immutable),
        SyntaxKind::STABLE => Some(Volatility::Stable),
        SyntaxKind::VOLATILE => Some(Volatility::Volatile),
        _ => None,
    }
}

/// The name after `LANGUAGE`, which may be a string.
pub fn language(option: Node<'_>) -> Identifier {
    match literals::string_in(option) {
        Some(name) => Identifier::new(name.to_ascii_lowercase()),
        None => names::word_in(option, SyntaxKind::LANGUAGE_REF)
            .map(|word| word.text)
            .unwrap_or_default(),
    }
}

fn body(definition: Node<'_>, language: Option<&str>) -> Option<Body> {
    let target = definition.child_of(&[SyntaxKind::AS_DEFINITION, SyntaxKind::AS_OBJ_FILE])?;
    let literal = target.child(SyntaxKind::LITERAL)?;
    Some(match language {
        Some("plpgsql") => bodies::procedural(literal),
        Some("sql") => bodies::sql(literal),
        Some(_) | None => Body::Opaque(literals::string(literal)),
    })
}

fn name(node: Node<'_>) -> Name {
    let name = node.child_of(&[
        SyntaxKind::FUNCTION_NAME,
        SyntaxKind::PROCEDURE_NAME,
        SyntaxKind::AGGREGATE_NAME,
    ]);
    name.map(names::name).unwrap_or_default()
}

/// The parameters of the list among a node's children, also those after `ORDER BY`.
fn parameters(node: Node<'_>) -> Vec<Parameter> {
    let Some(list) = node.child(SyntaxKind::PARAM_LIST) else {
        return Vec::new();
    };
    let ordered = list.child(SyntaxKind::AGGREGATE_ORDER_BY);
    let ordered = ordered.into_iter().flat_map(|by| by.all(SyntaxKind::PARAM));
    list.all(SyntaxKind::PARAM)
        .chain(ordered)
        .map(parameter)
        .collect()
}

fn parameter(node: Node<'_>) -> Parameter {
    let mode = node.children().find_map(|child| match child.kind() {
        SyntaxKind::PARAM_OUT => Some(ParameterMode::Out),
        SyntaxKind::PARAM_IN_OUT => Some(ParameterMode::InOut),
        SyntaxKind::PARAM_VARIADIC => Some(ParameterMode::Variadic),
        SyntaxKind::PARAM_IN => Some(ParameterMode::In),
        _ => None,
    });
    Parameter {
        name: names::word_in(node, SyntaxKind::PARAM_NAME),
        mode: mode.unwrap_or_default(),
        data_type: types::of(node),
        default: node
            .child(SyntaxKind::PARAM_DEFAULT)
            .and_then(expressions::child),
    }
}

fn returns(node: Node<'_>) -> Returns {
    let Some(list) = node.child(SyntaxKind::RETURN_TABLE_ARG_LIST) else {
        return Returns::Type(types::of(node));
    };
    let columns = list.all(SyntaxKind::RETURN_TABLE_COLUMN);
    Returns::Table(
        columns
            .filter_map(|column| {
                let name = names::word_in(column, SyntaxKind::COLUMN_NAME)?;
                Some((name, types::of(column)))
            })
            .collect(),
    )
}

/// What `CREATE AGGREGATE` says.
pub fn create_aggregate(node: Node<'_>) -> CreateRoutine {
    let mut parameters = parameters(node);
    // The old form names the type among the options.
    if !node.has(SyntaxKind::PARAM_LIST)
        && let Some(data_type) = type_definitions::option_type(node, "basetype")
        && !data_type.name.name.eq_ignore_ascii_case("any")
    {
        parameters.push(Parameter {
            name: None,
            mode: ParameterMode::In,
            data_type,
            default: None,
        });
    }
    let state = ["stype", "stype1"];
    let state = state
        .into_iter()
        .find_map(|name| type_definitions::option_type(node, name));
    CreateRoutine {
        name: name(node),
        kind: RoutineKind::Aggregate,
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        parameters,
        returns: None,
        language: None,
        volatility: None,
        security_definer: false,
        settings: Vec::new(),
        body: None,
        state_type: state,
        final_function: type_definitions::option_type(node, "finalfunc")
            .map(|function: TypeName| function.name),
    }
}

/// What `ALTER FUNCTION` and the like say.
pub fn alter(node: Node<'_>, kind: RoutineReferenceKind) -> AlterRoutine {
    objects::check_action(
        node,
        &[
            SyntaxKind::FUNCTION_SIG,
            SyntaxKind::PROCEDURE_SIG,
            SyntaxKind::ROUTINE_SIG,
            SyntaxKind::AGGREGATE,
        ],
    );
    let routine = references(node).into_iter().next();
    let action = match objects::action(node) {
        ObjectAction::Rename(name) => AlterRoutineAction::Rename(name),
        ObjectAction::Owner(role) => AlterRoutineAction::Owner(role),
        ObjectAction::Schema(schema) => AlterRoutineAction::Schema(schema),
        ObjectAction::Other => node
            .child(SyntaxKind::FUNC_OPTION_LIST)
            .map_or(AlterRoutineAction::Other, change),
    };
    AlterRoutine {
        kind,
        routine: routine.unwrap_or(RoutineReference {
            name: Name::default(),
            arguments: None,
        }),
        action,
    }
}

fn change(list: Node<'_>) -> AlterRoutineAction {
    let mut changed_volatility = None;
    let mut security_definer = None;
    let mut settings = Vec::new();
    for option in list.children() {
        match option.kind() {
            SyntaxKind::SECURITY_DEFINER_FUNC_OPTION => security_definer = Some(true),
            SyntaxKind::SECURITY_INVOKER_FUNC_OPTION => security_definer = Some(false),
            SyntaxKind::SET_FUNC_OPTION => settings.extend(setting(option)),
            SyntaxKind::RESET_FUNC_OPTION => settings.push((reset(option), Vec::new())),
            _ => changed_volatility = volatility(option).or(changed_volatility),
        }
    }
    AlterRoutineAction::Change {
        volatility: changed_volatility,
        security_definer,
        settings,
    }
}

/// The routines that a node names, directly or in a list.
pub fn references(node: Node<'_>) -> Vec<RoutineReference> {
    let list = node.child_of(&[
        SyntaxKind::FUNCTION_SIG_LIST,
        SyntaxKind::PROCEDURE_SIG_LIST,
        SyntaxKind::ROUTINE_SIG_LIST,
    ]);
    let references = list.unwrap_or(node).children().filter(|child| {
        matches!(
            child.kind(),
            SyntaxKind::FUNCTION_SIG
                | SyntaxKind::PROCEDURE_SIG
                | SyntaxKind::ROUTINE_SIG
                | SyntaxKind::AGGREGATE
        )
    });
    references.map(reference).collect()
}

fn reference(node: Node<'_>) -> RoutineReference {
    let name = node.child_of(&[
        SyntaxKind::FUNCTION_NAME_REF,
        SyntaxKind::PROCEDURE_NAME_REF,
        SyntaxKind::ROUTINE_NAME_REF,
        SyntaxKind::PATH_REF,
    ]);
    let arguments = node.child(SyntaxKind::PARAM_LIST).map(|_| {
        let inputs = parameters(node)
            .into_iter()
            .filter(|parameter| parameter.mode != ParameterMode::Out);
        inputs.map(|parameter| parameter.data_type).collect()
    });
    RoutineReference {
        name: name.map(names::name).unwrap_or_default(),
        arguments,
    }
}
