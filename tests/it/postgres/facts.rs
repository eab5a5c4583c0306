//! A catalog as lines, each a fact of its own, so that two can be held against each other.

use tabletrace::schema::catalog::{
    Catalog,
    constraint::Constraint,
    relation::{Column, Index, Relation},
    routine::Routine,
    trigger::{Policy, Trigger},
};

/// What a catalog says, sorted; without owners, grants, and the wording of expressions.
pub(super) fn facts(catalog: &Catalog) -> Vec<String> {
    let mut facts = Vec::new();
    let mut add = |fact: String| facts.push(fact);
    for schema in &catalog.schemas {
        add(format!("schema {schema}"));
    }
    let lists = [&catalog.relations, &catalog.partitions, &catalog.platform];
    for relation in lists.into_iter().flatten() {
        of_relation(relation, &mut add);
    }
    for routine in &catalog.routines {
        add(of_routine(routine));
    }
    for (name, labels) in &catalog.enums {
        add(format!("enum {name} {labels:?}"));
    }
    for (name, domain) in &catalog.domains {
        add(format!(
            "domain {name} {}{}{} checks {:?}",
            known(&domain.data_type),
            if domain.nullable { "" } else { " not null" },
            if domain.has_default { " default" } else { "" },
            domain.checks,
        ));
    }
    for (name, columns) in &catalog.composites {
        let columns: Vec<String> = columns
            .iter()
            .map(|column| format!("{} {}", column.name, known(&column.data_type)))
            .collect();
        add(format!("composite {name} ({})", columns.join(", ")));
    }
    for name in &catalog.sequences {
        add(format!("sequence {name}"));
    }
    for (name, schema) in &catalog.extensions {
        add(format!("extension {name} in {schema}"));
    }
    for (name, publication) in &catalog.publications {
        let all = if publication.all_tables { " all" } else { "" };
        add(format!("publication {name}{all} {:?}", publication.tables));
    }
    facts.sort();
    facts
}

fn of_relation(relation: &Relation, add: &mut impl FnMut(String)) {
    let Relation {
        schema,
        name,
        kind,
        row_security,
        force_row_security,
        partition_of,
        security_invoker,
        reads,
        updatable,
        comment,
        ..
    } = relation;
    let name = format!("{schema}.{name}");
    add(format!("relation {name} {kind:?}"));
    for (flag, word) in [
        (*row_security, "row security"),
        (*force_row_security, "force row security"),
        (*security_invoker, "security_invoker"),
        (*updatable, "updatable"),
        (relation.open, "open"),
    ] {
        if flag {
            add(format!("relation {name} {word}"));
        }
    }
    if let Some(parent) = partition_of {
        add(format!("relation {name} partition of {parent}"));
    }
    for read in reads {
        add(format!("relation {name} reads {read}"));
    }
    if let Some(comment) = comment {
        add(format!("relation {name} comment {comment:?}"));
    }
    for (index, column) in relation.columns.iter().enumerate() {
        add(format!(
            "column {name} {:02} {}",
            index + 1,
            of_column(column)
        ));
    }
    for constraint in &relation.constraints {
        add(format!("constraint {name} {}", of_constraint(constraint)));
    }
    for index in &relation.indexes {
        add(format!("index {name} {}", of_index(index)));
    }
    for policy in &relation.policies {
        add(format!("policy {name} {}", of_policy(policy)));
    }
    for trigger in &relation.triggers {
        add(format!("trigger {name} {}", of_trigger(trigger)));
    }
}

fn of_column(column: &Column) -> String {
    let mut fact = format!("{} {}", column.name, known(&column.data_type));
    if !column.nullable {
        fact.push_str(" not null");
    }
    if column.has_default {
        fact.push_str(" default");
    }
    if let Some(generated) = column.generated {
        fact.push_str(&format!(" {generated:?}"));
    }
    if let Some(comment) = &column.comment {
        fact.push_str(&format!(" comment {comment:?}"));
    }
    fact
}

fn of_constraint(constraint: &Constraint) -> String {
    let Constraint {
        name,
        kind,
        columns,
        references,
        ..
    } = constraint;
    let mut fact = format!("{name} {kind:?} ({})", columns.join(", "));
    if let Some(reference) = references {
        fact.push_str(&format!(
            " references {}.{} ({}) {:?} {:?}",
            reference.schema,
            reference.relation,
            reference.columns.join(", "),
            reference.on_delete,
            reference.on_update,
        ));
    }
    fact
}

fn of_index(index: &Index) -> String {
    let columns: Vec<&str> = index
        .columns
        .iter()
        .map(|column| column.as_deref().unwrap_or("<expression>"))
        .collect();
    format!(
        "{} {} ({}){}{}{}",
        index.name,
        index.method,
        columns.join(", "),
        if index.unique { " unique" } else { "" },
        if index.constraint { " constraint" } else { "" },
        if index.partial { " partial" } else { "" },
    )
}

fn of_policy(policy: &Policy) -> String {
    format!(
        "{:?} {} {:?} to {}{}{}",
        policy.name,
        if policy.permissive {
            "permissive"
        } else {
            "restrictive"
        },
        policy.command,
        policy.roles.join(", "),
        if policy.using_expression.is_some() {
            " using"
        } else {
            ""
        },
        if policy.with_check.is_some() {
            " check"
        } else {
            ""
        },
    )
}

fn of_trigger(trigger: &Trigger) -> String {
    format!(
        "{} {:?} {:?} of {:?} {} {} {}",
        trigger.name,
        trigger.timing,
        trigger.events,
        trigger.update_columns,
        if trigger.for_each_row {
            "row"
        } else {
            "statement"
        },
        if trigger.enabled {
            "enabled"
        } else {
            "disabled"
        },
        trigger.function,
    )
}

fn of_routine(routine: &Routine) -> String {
    let arguments: Vec<String> = routine
        .arguments
        .iter()
        .map(|argument| {
            format!(
                "{:?} {} {}{}",
                argument.mode,
                argument.name,
                known(&argument.data_type),
                if argument.has_default { " default" } else { "" },
            )
        })
        .collect();
    format!(
        "routine {}.{}({}) {:?} returns {} {} {:?}{}{}",
        routine.schema,
        routine.name,
        arguments.join(", "),
        routine.kind,
        known(&routine.returns),
        known(&routine.language),
        routine.volatility,
        if routine.security_definer {
            " definer"
        } else {
            ""
        },
        if routine.sets_search_path {
            " search_path"
        } else {
            ""
        },
    )
}

fn known(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("?")
}
