//! Who may do what, and what runs by itself: triggers, row security, policies, grants.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{columns, literal, parenthesised, qualified};
use crate::schema::{
    catalog::{
        Catalog, Grant, State,
        relation::{Relation, RelationKind},
        routine::{Routine, RoutineKind},
        trigger::{Policy, PolicyCommand, Trigger, TriggerEvent, TriggerTiming},
    },
    quoting::quoted,
};

pub(super) fn write(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    for relation in &catalog.relations {
        if relation.state != State::Assumed {
            write_relation(relation, out)?;
        }
    }
    for relation in &catalog.platform {
        if !relation.policies.is_empty() || !relation.triggers.is_empty() {
            let name = qualified(&relation.schema, &relation.name);
            writeln!(out, "-- on the platform's {name}")?;
            write_relation(relation, out)?;
        }
    }
    for routine in &catalog.routines {
        grants(
            &routine.grants,
            &routine_reference(routine),
            &["EXECUTE"],
            out,
        )?;
    }
    publications(catalog, out)
}

fn write_relation(relation: &Relation, out: &mut impl Write) -> io::Result<()> {
    let name = qualified(&relation.schema, &relation.name);
    let mut any = false;
    if relation.row_security {
        writeln!(out, "alter table {name} enable row level security;")?;
        any = true;
    }
    if relation.force_row_security {
        writeln!(out, "alter table {name} force row level security;")?;
    }
    for policy in &relation.policies {
        writeln!(out, "{}", policy_words(policy, &name))?;
        any = true;
    }
    for trigger in &relation.triggers {
        writeln!(out, "{}", trigger_words(trigger, &name))?;
        if !trigger.enabled {
            let trigger = quoted(&trigger.name);
            writeln!(out, "alter table {name} disable trigger {trigger};")?;
        }
        any = true;
    }
    let on = format!("table {name}");
    grants(&relation.grants, &on, &ALL_ON_TABLES, out)?;
    any |= !relation.grants.is_empty();
    if any { writeln!(out) } else { Ok(()) }
}

fn policy_words(policy: &Policy, table: &str) -> String {
    let name = quoted(&policy.name);
    let kind = if policy.permissive {
        ""
    } else {
        " as restrictive"
    };
    let command = match policy.command {
        PolicyCommand::All => "all",
        PolicyCommand::Select => "select",
        PolicyCommand::Insert => "insert",
        PolicyCommand::Update => "update",
        PolicyCommand::Delete => "delete",
    };
    let mut words = format!("create policy {name} on {table}{kind} for {command}");
    let roles: Vec<_> = policy.roles.iter().map(|role| role_words(role)).collect();
    if !roles.is_empty() {
        words += &format!(" to {}", roles.join(", "));
    }
    if let Some(condition) = &policy.using_expression {
        words += &format!(" using {}", parenthesised(condition));
    }
    if let Some(condition) = &policy.with_check {
        words += &format!(" with check {}", parenthesised(condition));
    }
    words + ";"
}

fn role_words(role: &str) -> String {
    match role {
        "public" => role.to_owned(),
        role => quoted(role).into_owned(),
    }
}

fn trigger_words(trigger: &Trigger, table: &str) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
    };
    let events = trigger.events.iter().map(|event| match event {
        TriggerEvent::Insert => "insert".to_owned(),
        TriggerEvent::Delete => "delete".to_owned(),
        TriggerEvent::Truncate => "truncate".to_owned(),
        TriggerEvent::Update if trigger.update_columns.is_empty() => "update".to_owned(),
        TriggerEvent::Update => format!("update of {}", columns(&trigger.update_columns)),
    });
    let events: Vec<String> = events.collect();
    let level = if trigger.for_each_row {
        "row"
    } else {
        "statement"
    };
    let condition = match &trigger.condition {
        Some(condition) => format!(" when {}", parenthesised(condition)),
        None => String::new(),
    };
    format!(
        "create trigger {} {timing} {} on {table} for each {level}{condition} execute function {}();",
        quoted(&trigger.name),
        events.join(" or "),
        super::qualified_key(&trigger.function)
    )
}

/// All that can be granted on a table.
const ALL_ON_TABLES: [&str; 7] = [
    "DELETE",
    "INSERT",
    "REFERENCES",
    "SELECT",
    "TRIGGER",
    "TRUNCATE",
    "UPDATE",
];

/// One statement for all roles with the same privileges.
fn grants(grants: &[Grant], on: &str, all: &[&str], out: &mut impl Write) -> io::Result<()> {
    let mut by_privileges: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for grant in grants {
        let roles = by_privileges.entry(privileges(grant, all)).or_default();
        roles.push(role_words(&grant.role));
    }
    for (privileges, roles) in by_privileges {
        writeln!(out, "grant {privileges} on {on} to {};", roles.join(", "))?;
    }
    Ok(())
}

fn privileges(grant: &Grant, all: &[&str]) -> String {
    if grant.columns.is_empty() && grant.privileges.iter().eq(all) {
        return "all".to_owned();
    }
    let list = if grant.columns.is_empty() {
        String::new()
    } else {
        format!(" ({})", columns(&grant.columns))
    };
    let privileges = grant.privileges.iter();
    let privileges = privileges.map(|privilege| format!("{}{list}", privilege.to_lowercase()));
    let privileges: Vec<String> = privileges.collect();
    privileges.join(", ")
}

fn routine_reference(routine: &Routine) -> String {
    let word = match routine.kind {
        RoutineKind::Procedure => "procedure",
        RoutineKind::Function | RoutineKind::Aggregate | RoutineKind::Window => "function",
    };
    let arguments = routine.arguments.iter();
    let arguments = arguments.filter(|argument| argument.mode.is_input());
    let types = arguments.map(|argument| argument.data_type.as_deref().unwrap_or("text"));
    let types: Vec<&str> = types.collect();
    let name = qualified(&routine.schema, &routine.name);
    format!("{word} {name}({})", types.join(", "))
}

fn publications(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    for (name, publication) in &catalog.publications {
        let name = quoted(name);
        if publication.all_tables {
            writeln!(out, "create publication {name} for all tables;")?;
        } else if publication.tables.is_empty() {
            writeln!(out, "create publication {name};")?;
        } else {
            let tables = publication.tables.iter();
            let tables: Vec<String> = tables.map(|table| super::qualified_key(table)).collect();
            writeln!(
                out,
                "create publication {name} for table {};",
                tables.join(", ")
            )?;
        }
    }
    Ok(())
}

pub(super) fn write_comments(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    for relation in &catalog.relations {
        let name = qualified(&relation.schema, &relation.name);
        let kind = match relation.kind {
            RelationKind::Table | RelationKind::ForeignTable => "table",
            RelationKind::View => "view",
            RelationKind::MaterializedView => "materialized view",
        };
        if let Some(comment) = &relation.comment {
            writeln!(out, "comment on {kind} {name} is {};", literal(comment))?;
        }
        for column in &relation.columns {
            if let Some(comment) = &column.comment {
                let column = quoted(&column.name);
                let comment = literal(comment);
                writeln!(out, "comment on column {name}.{column} is {comment};")?;
            }
        }
    }
    for routine in &catalog.routines {
        if let Some(comment) = &routine.comment {
            let reference = routine_reference(routine);
            writeln!(out, "comment on {reference} is {};", literal(comment))?;
        }
    }
    Ok(())
}
