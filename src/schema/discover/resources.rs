//! Buckets and edge functions: what of a Supabase project is not in the catalog.

use std::collections::BTreeSet;

use memchr::memmem;
use toml::{Table, Value};

use super::paths;
use crate::{
    schema::{Resources, source::SchemaFile},
    sql::{
        self, Item,
        expression::{Expression, ExpressionKind},
        procedural::StepKind,
        query::{Change, ChangeKind, Insert, Query, QueryBody},
        statement::{Body, Statement},
    },
};

/// What the configuration and the SQL below a database's root declare.
///
/// SQL is read wherever it is: seeds and scripts make buckets as well as migrations do.
pub(super) fn declared(root: &str, files: &[SchemaFile]) -> Resources {
    let mut resources = Resources::default();
    let config = paths::join(&paths::join(root, "supabase"), "config.toml");
    for file in files
        .iter()
        .filter(|file| paths::is_within(root, &file.path))
    {
        if file.path == config {
            configured(&file.text, &mut resources);
        } else if file.path.ends_with(".sql") {
            inserted(&file.text, &mut resources);
        }
    }
    resources
}

/// `[storage.buckets.NAME]` and `[functions.NAME]`.
fn configured(text: &str, resources: &mut Resources) {
    let Ok(table) = text.parse::<Table>() else {
        return;
    };
    let names = |value: Option<&Value>| {
        let table = value.and_then(Value::as_table);
        let names = table
            .into_iter()
            .flatten()
            .filter(|(_, value)| value.is_table());
        names.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>()
    };
    let buckets = table
        .get("storage")
        .and_then(|storage| storage.get("buckets"));
    resources.buckets.extend(names(buckets));
    resources
        .edge_functions
        .extend(names(table.get("functions")));
}

/// `insert into storage.buckets`, at the top, in `DO` blocks and in functions.
fn inserted(text: &str, resources: &mut Resources) {
    if memmem::find(text.as_bytes(), b"buckets").is_none() {
        return;
    }
    let mut read = 0;
    for Item { statement, .. } in sql::parse(text).statements {
        read += in_statement(&statement, resources);
    }
    // What is put together at run time, or stands where it is not looked for.
    resources.buckets_open |= read < mentions(text);
}

/// How often a text inserts into the buckets, by its words.
fn mentions(text: &str) -> usize {
    let text = text.to_ascii_lowercase().replace('"', "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let needles = ["insert into storage.buckets", "storage.create_bucket("];
    let counts = needles.map(|needle| text.matches(needle).count());
    counts.into_iter().sum()
}

/// Takes the buckets that a statement inserts; how many such inserts there are in it.
fn in_statement(statement: &Statement, resources: &mut Resources) -> usize {
    let body = match statement {
        Statement::Change(change) => return in_change(change, resources),
        Statement::Do(body) => Some(body),
        Statement::CreateRoutine(routine) => routine.body.as_ref(),
        _ => None,
    };
    match body {
        Some(Body::Procedural(block)) => {
            let steps = block.steps().into_iter();
            let changes = steps.filter_map(|step| match &step.kind {
                StepKind::Sql { statement, .. } => match &**statement {
                    Statement::Change(change) => Some(change),
                    _ => None,
                },
                _ => None,
            });
            changes.map(|change| in_change(change, resources)).sum()
        }
        Some(Body::Sql(items)) => {
            let changes = items.iter().filter_map(|item| match &item.statement {
                Statement::Change(change) => Some(change),
                _ => None,
            });
            changes.map(|change| in_change(change, resources)).sum()
        }
        Some(Body::Expression(_) | Body::Opaque(_)) | None => 0,
    }
}

fn in_change(change: &Change, resources: &mut Resources) -> usize {
    let is_buckets =
        change.target.schema.as_deref() == Some("storage") && change.target.name == "buckets";
    let ChangeKind::Insert(insert) = &change.kind else {
        return 0;
    };
    if !is_buckets {
        return 0;
    }
    match ids(insert) {
        Some(ids) => resources.buckets.extend(ids),
        None => resources.buckets_open = true,
    }
    1
}

/// The ids that are inserted, `None` when one of them is no literal.
fn ids(insert: &Insert) -> Option<Vec<String>> {
    // `id` is the first column of the table.
    let at = match insert.columns.as_slice() {
        [] => 0,
        columns => columns.iter().position(|column| column.text == "id")?,
    };
    let Query { body, .. } = insert.source.as_ref()?;
    match body {
        QueryBody::Values(values) if values.rows.len() == values.count => values
            .rows
            .iter()
            .map(|row| literal(row.get(at)?))
            .collect(),
        QueryBody::Select(select) if select.from.is_empty() => {
            Some(vec![literal(&select.targets.get(at)?.value)?])
        }
        QueryBody::Values(_) | QueryBody::Select(_) | QueryBody::Set(..) | QueryBody::Table(_) => {
            None
        }
    }
}

fn literal(value: &Expression) -> Option<String> {
    match &value.kind {
        ExpressionKind::String(text) => Some(text.clone()),
        ExpressionKind::Cast(value, _) => literal(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str], is_open: bool) {
        let mut resources = Resources::default();
        inserted(text, &mut resources);
        assert_eq!(Vec::from_iter(&resources.buckets), expected, "{text}");
        assert_eq!(resources.buckets_open, is_open, "{text}");
    }

    #[test]
    fn inserts_declare_buckets() {
        check(
            "insert into storage.buckets (id, name) values ('a', 'A'), ('b'::text, 'B') \
             on conflict do nothing;",
            &["a", "b"],
            false,
        );
        check(
            "INSERT INTO \"storage\".\"buckets\"(\"name\", \"id\") select 'A', 'a' \
             where not exists (select 1 from storage.buckets where id = 'a');",
            &["a"],
            false,
        );
        check(
            "do $$ begin insert into storage.buckets values ('a', 'a'); end $$;",
            &["a"],
            false,
        );
        check("insert into public.buckets (id) values ('a');", &[], false);
        check("update storage.buckets set public = true;", &[], false);
    }

    #[test]
    fn what_is_not_a_literal_leaves_buckets_open() {
        check(
            "insert into storage.buckets (id) select name from tenants;",
            &[],
            true,
        );
        check(
            "do $$ begin execute format('insert into storage.buckets values (%L)', x); end $$;",
            &[],
            true,
        );
        check(
            "with made as (insert into storage.buckets (id) values ('a') returning id) \
             select * from made;",
            &[],
            true,
        );
    }

    #[test]
    fn the_configuration_declares_buckets_and_functions() {
        let mut resources = Resources::default();
        let text = "[storage]\nenabled = true\n[storage.buckets.avatars]\npublic = true\n\
                    [functions.hello]\nverify_jwt = false\n";
        configured(text, &mut resources);
        assert_eq!(Vec::from_iter(&resources.buckets), ["avatars"]);
        assert_eq!(Vec::from_iter(&resources.edge_functions), ["hello"]);
    }
}
