//! What catalogs have otherwise than before, in words.

use std::collections::BTreeSet;

use crate::{
    map::{diff::SchemaChange, edge::Effect, node::Node},
    report::words::counted,
    schema::diff::{Aspect, Item},
};

/// What happened: "column posts.title dropped", "column posts.title: type text → integer".
///
/// `name` draws names, `value` what catalogs say.
pub(super) fn schema_words(
    change: &SchemaChange,
    name: &dyn Fn(&str) -> String,
    value: &dyn Fn(&str) -> String,
) -> String {
    let difference = &change.difference;
    let what = item_word(difference.item);
    let label = if change.database.is_empty() {
        name(&change.label)
    } else {
        name(&format!("{}:{}", change.database, change.label))
    };
    let side = |side: &Option<String>| value(side.as_deref().unwrap_or_default());
    if difference.aspect == Aspect::Presence {
        let is_view = |side: &Option<String>| side.as_deref().is_some_and(|kind| kind != "table");
        let what = match difference.item {
            Item::Relation if is_view(&difference.left) || is_view(&difference.right) => "view",
            Item::Relation => "table",
            _ => what,
        };
        return match (&change.renamed_to, &difference.left) {
            (Some(to), _) => format!("{what} {label} renamed to {}", name(to)),
            (None, None) => format!("{what} {label} added"),
            (None, Some(_)) => format!("{what} {label} dropped"),
        };
    }
    let aspect = match difference.aspect {
        Aspect::Presence | Aspect::Kind => "",
        Aspect::Type => "type ",
        Aspect::Nullability => "",
        Aspect::Labels => "labels ",
        Aspect::RowSecurity => "row security ",
        Aspect::Scope => "",
    };
    let (left, right) = (side(&difference.left), side(&difference.right));
    format!("{what} {label}: {aspect}{left} → {right}")
}

fn item_word(item: Item) -> &'static str {
    match item {
        Item::Relation => "relation",
        Item::Column => "column",
        Item::Enum => "enum",
        Item::Routine => "routine",
        Item::Key => "key",
        Item::Index => "index",
        Item::Policy => "policy",
        Item::Trigger => "trigger",
    }
}

/// How much is said of the users of what changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Told {
    Nothing,
    Number,
    Names,
}

pub(super) fn told_users(change: &SchemaChange) -> Told {
    let is_new = change.difference.aspect == Aspect::Presence && change.difference.left.is_none();
    match change.difference.item {
        // Who uses what is new stands below.
        Item::Relation | Item::Routine if is_new => Told::Number,
        Item::Relation if change.difference.aspect == Aspect::RowSecurity => Told::Number,
        Item::Relation | Item::Column | Item::Routine => Told::Names,
        Item::Policy | Item::Trigger => Told::Number,
        Item::Enum | Item::Key | Item::Index => Told::Nothing,
    }
}

/// "used by 3 units"
pub(super) fn number_of_users(change: &SchemaChange) -> Option<String> {
    let units: BTreeSet<&Node> = change.users.iter().map(|user| &user.by).collect();
    let noun = match change.difference.item {
        Item::Policy | Item::Trigger => "the relation is used by",
        Item::Relation | Item::Column | Item::Routine | Item::Enum | Item::Key | Item::Index => {
            "used by"
        }
    };
    let number = counted(units.len(), "unit", "units");
    (!units.is_empty()).then(|| format!("{noun} {number}"))
}

/// "read by", "still written by".
pub(super) fn used_by(change: &SchemaChange, effect: Effect) -> String {
    let verb = match effect {
        Effect::Read => "read",
        Effect::Write => "written",
        Effect::Call => "called",
        Effect::Use
        | Effect::Fires
        | Effect::Guards
        | Effect::ForeignKey
        | Effect::Runs
        | Effect::Imports => "used",
    };
    let still = if is_gone(change) { "still " } else { "" };
    format!("{still}{verb} by")
}

/// Whether something is taken away that is used nevertheless.
pub(super) fn is_breaking(change: &SchemaChange) -> bool {
    is_gone(change) && !change.users.is_empty()
}

fn is_gone(change: &SchemaChange) -> bool {
    change.difference.aspect == Aspect::Presence && change.difference.right.is_none()
}
