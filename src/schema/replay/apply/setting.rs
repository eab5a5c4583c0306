//! `SET` and `RESET`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop},
            session::Session,
            state::object::Class,
        },
        statement::{Missing, MissingKind},
    },
    sql::{name::Identifier, statement::Statement},
};

const SETTINGS: &str = include_str!("../../postgres/settings.tsv");

/// Words of the grammar that are set without being in `pg_settings`.
const WORDS: [&str; 8] = [
    "time zone",
    "names",
    "schema",
    "session authorization",
    "session_authorization",
    "role",
    "seed",
    "transaction",
];

/// What is known of a setting.
#[derive(Clone, Copy, Debug)]
struct Setting {
    name: &'static str,
    kind: &'static str,
    context: &'static str,
    values: &'static str,
}

fn settings() -> &'static FxHashMap<String, Setting> {
    static KNOWN: OnceLock<FxHashMap<String, Setting>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let lines = SETTINGS.lines().filter(|line| !line.starts_with('#'));
        let settings = lines.map(|line| {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            let setting = Setting {
                name: field(),
                kind: field(),
                context: field(),
                values: field(),
            };
            (setting.name.to_ascii_lowercase(), setting)
        });
        settings.collect()
    })
}

pub(in crate::schema::replay) fn apply(session: &mut Session, statement: &Statement) -> Applied {
    match statement {
        // Outside of a transaction it has no effect but a warning.
        Statement::Set { local: true, .. } if !session.in_transaction_block => Ok(()),
        Statement::Set {
            local,
            name,
            values,
        } => {
            if *local {
                session.keep_settings();
            }
            set(session, name, values)
        }
        Statement::Reset(Some(name)) => set(session, name, &[]),
        Statement::Reset(None) => {
            session.settings.clear();
            session.search_path.clone_from(&session.initial_path);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Gives a setting a value; no values are its default.
///
/// # Errors
///
/// 42704 when there is no such setting, 22023 for values it cannot have, 55P02 when a session
/// cannot change it.
pub(in crate::schema::replay) fn set(
    session: &mut Session,
    name: &Identifier,
    values: &[String],
) -> Applied {
    match name.as_str() {
        "search_path" | "schema" => {
            session.search_path = if values.is_empty() {
                session.initial_path.clone()
            } else {
                values.iter().map(Identifier::from).collect()
            };
        }
        "role" | "session authorization" | "session_authorization" => {
            check_role(session, values)?;
        }
        _ => check(name, values)?,
    }
    match values {
        [] => session.settings.remove(name),
        values => session.settings.insert(name.clone(), values.join(", ")),
    };
    Ok(())
}

fn check_role(session: &Session, values: &[String]) -> Applied {
    let [role] = values else { return Ok(()) };
    let role = role.as_str();
    if matches!(role, "none" | "default") || session.state.find(Class::Role, None, role).is_some() {
        return Ok(());
    }
    let stop = Stop::failed("22023", format!("role \"{role}\" does not exist")).missing(Missing {
        kind: MissingKind::Role,
        schema: None,
        relation: None,
        name: role.to_owned(),
    });
    session.tolerate(stop)
}

fn check(name: &str, values: &[String]) -> Applied {
    // Any name with a dot may be some extension's.
    if name.contains('.') || WORDS.contains(&name) {
        return Ok(());
    }
    let Some(setting) = settings().get(name) else {
        let message = format!("unrecognized configuration parameter \"{name}\"");
        return Err(Stop::failed("42704", message));
    };
    let when = match setting.context {
        "internal" => "",
        "postmaster" => " without restarting the server",
        "sighup" => " now",
        "backend" | "superuser-backend" => {
            let message = format!(
                "parameter \"{}\" cannot be set after connection start",
                setting.name
            );
            return Err(Stop::failed("55P02", message));
        }
        _ => return check_value(setting, values),
    };
    let message = format!("parameter \"{}\" cannot be changed{when}", setting.name);
    Err(Stop::failed("55P02", message))
}

fn check_value(setting: &Setting, values: &[String]) -> Applied {
    let [value] = values else { return Ok(()) };
    let lower = value.to_ascii_lowercase();
    let is_valid = match setting.kind {
        "bool" => is_boolean(&lower),
        // Some enums take the words of a boolean too.
        "enum" => setting.values.split(',').any(|known| known == lower) || is_boolean(&lower),
        "integer" | "real" => {
            let first = lower.trim_start().trim_start_matches(['-', '+']);
            first.starts_with(|character: char| character.is_ascii_digit() || character == '.')
        }
        _ => true,
    };
    if is_valid {
        return Ok(());
    }
    let name = setting.name;
    let message = if setting.kind == "bool" {
        format!("parameter \"{name}\" requires a Boolean value")
    } else {
        format!("invalid value for parameter \"{name}\": \"{value}\"")
    };
    Err(Stop::failed("22023", message))
}

/// Whether Postgres reads a text as a boolean: the words, or as much of them as is not ambiguous.
fn is_boolean(value: &str) -> bool {
    let is_start = |word: &str, least: usize| value.len() >= least && word.starts_with(value);
    is_start("true", 1)
        || is_start("false", 1)
        || is_start("yes", 1)
        || is_start("no", 1)
        || is_start("on", 2)
        || is_start("off", 2)
        || matches!(value, "1" | "0")
}
