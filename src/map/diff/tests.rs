use std::collections::{BTreeMap, BTreeSet};

use super::{
    Naming, Standing, Turn, UseChangeKind, dynamic,
    record::{Dynamic, Place, Record, Use, UseKey},
    targets,
};
use crate::{
    access::{Reason, SchemaRef},
    map::{
        edge::Effect,
        node::{Node, Object, SqlKind, SqlUnit},
    },
    operation::Operation,
};

fn unit(path: &str, name: &str) -> Node {
    Node::Unit {
        path: path.to_owned(),
        name: name.to_owned(),
    }
}

fn posts() -> Node {
    Node::Relation(Object {
        database: String::new(),
        schema: SchemaRef::Default,
        name: "posts".to_owned(),
    })
}

/// A use of `posts` by a unit, with the code that does it.
fn used(by: Node, operation: Operation, code: &str, columns: &[&str]) -> (UseKey, Use) {
    let key = UseKey {
        target: posts(),
        by,
        effect: Effect::of_operation(operation),
    };
    let columns = columns.iter().map(|&column| column.to_owned());
    let used = Use {
        operations: BTreeSet::from([operation]),
        columns: columns.collect(),
        code: vec![code.to_owned()],
        ..Use::default()
    };
    (key, used)
}

fn record(uses: &[(UseKey, Use)]) -> Record {
    Record {
        uses: uses.iter().cloned().collect(),
        ..Record::default()
    }
}

/// What changes, as `word by` for each use, and what turns.
fn check(before: &[(UseKey, Use)], after: &[(UseKey, Use)], expected: &[&str], turns: &[Turn]) {
    let changes = targets::changes(&record(before), &record(after));
    let uses = changes.iter().flat_map(|change| &change.uses);
    let uses: Vec<String> = uses
        .map(|change| {
            let by = change.by.label();
            match &change.kind {
                UseChangeKind::Moved { from } => format!("moved {by} from {}", from.label()),
                kind => format!("{} {by}", kind.as_str()),
            }
        })
        .collect();
    assert_eq!(uses, expected);
    let found = changes
        .iter()
        .flat_map(|change| change.turns.iter().copied());
    assert_eq!(found.collect::<Vec<_>>(), turns);
}

#[test]
fn what_is_done_first_and_last_is_told() {
    let read = used(unit("a.ts", "list"), Operation::Select, "s", &[]);
    let write = used(unit("a.ts", "save"), Operation::Insert, "i", &[]);
    check(
        &[],
        &[read.clone(), write.clone()],
        &["new a.ts#list", "new a.ts#save"],
        &[Turn::NewlyRead, Turn::NewlyWritten],
    );
    check(
        &[read.clone(), write.clone()],
        std::slice::from_ref(&read),
        &["gone a.ts#save"],
        &[Turn::NoLongerWritten],
    );
    let other = used(unit("b.ts", "list"), Operation::Select, "t", &[]);
    check(
        std::slice::from_ref(&read),
        &[read.clone(), other],
        &["new b.ts#list"],
        &[],
    );
    check(
        std::slice::from_ref(&read),
        &[],
        &["gone a.ts#list"],
        &[Turn::NoLongerRead, Turn::NoLongerUsed],
    );
}

#[test]
fn the_same_code_elsewhere_has_moved() {
    let of = |path, name, code| used(unit(path, name), Operation::Select, code, &[]);
    check(
        &[of("a.ts", "list", "s"), of("a.ts", "all", "s")],
        &[of("a.ts", "every", "s"), of("b.ts", "list", "s")],
        &[
            "moved a.ts#every from a.ts#all",
            "moved b.ts#list from a.ts#list",
        ],
        &[],
    );
    check(
        &[of("a.ts", "list", "s")],
        &[of("a.ts", "find", "other code")],
        &["new a.ts#find", "gone a.ts#list"],
        &[],
    );
}

#[test]
fn other_columns_are_a_change() {
    let of = |columns| used(unit("a.ts", "f"), Operation::Select, "s", columns);
    check(
        &[of(&["id"])],
        &[of(&["id", "title"])],
        &["changed a.ts#f"],
        &[],
    );
    let mut moved = of(&["id"]);
    moved.1.places.insert(Place {
        path: "a.ts".to_owned(),
        line: 70,
    });
    check(&[of(&["id"])], &[moved], &[], &[]);
}

#[test]
fn tests_and_migrations_turn_nothing() {
    let mut test = used(unit("a.test.ts", "f"), Operation::Insert, "i", &[]);
    test.1.in_test = true;
    let migration = Node::Sql(SqlUnit {
        kind: SqlKind::Migration,
        database: String::new(),
        relation: None,
        name: "1.sql".to_owned(),
    });
    let migration = used(migration, Operation::Update, "", &[]);
    check(
        &[],
        &[test, migration],
        &["new a.test.ts#f", "new 1.sql"],
        &[],
    );
}

fn dynamic_of(path: &str, reason: Reason, code: &str) -> Dynamic {
    Dynamic {
        by: unit(path, "f"),
        reason: Some(reason),
        place: None,
        code: code.to_owned(),
    }
}

#[test]
fn dynamic_accesses_are_counted_and_not_looked_up_by_line() {
    let one = dynamic_of("a.ts", Reason::Request, "from(x)");
    let two = dynamic_of("a.ts", Reason::Request, "from(y)");
    let standings = |before: &[&Dynamic], after: &[&Dynamic]| -> Vec<(Standing, String)> {
        let [before, after] =
            [before, after].map(|all| all.iter().copied().cloned().collect::<Vec<Dynamic>>());
        let changes = dynamic::changes(&before, &after).into_iter();
        changes
            .map(|change| (change.standing, change.dynamic.code))
            .collect()
    };
    assert_eq!(standings(&[&one], &[&two]), [], "it was edited");
    let moved = dynamic_of("b.ts", Reason::Request, "from(x)");
    assert_eq!(standings(&[&one], &[&moved]), []);
    assert_eq!(
        standings(&[&one], &[&one, &two]),
        [(Standing::New, "from(y)".to_owned())]
    );
    let twice = dynamic::changes(&[], &[one.clone(), one.clone()]);
    assert_ne!(twice[0].id, twice[1].id);
    let both = dynamic::changes(&[], &[two, one]);
    assert!(both.iter().any(|change| change.id == twice[0].id));
}

#[test]
fn databases_are_named_when_there_are_several() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let of = |before: &[&str], after: &[&str]| {
        let (before, after): (BTreeSet<String>, BTreeSet<String>) = (names(before), names(after));
        Naming::of(&before, &after)
    };
    assert_eq!(of(&["a"], &["a"]), Naming::Silent);
    assert_eq!(of(&[], &["a", "b"]), Naming::Silent);
    assert_eq!(of(&["a"], &["a", "b"]), Naming::Told);
    assert_eq!(of(&["a"], &["b"]), Naming::Told);
}

#[test]
fn files_keep_their_new_names() {
    let mut before = record(&[used(unit("old.ts", "f"), Operation::Select, "s", &[])]);
    let renamed = BTreeMap::from([("old.ts".to_owned(), "new.ts".to_owned())]);
    before = before.placed(&renamed, Naming::Silent);
    let after = record(&[used(unit("new.ts", "f"), Operation::Select, "s2", &[])]);
    assert!(targets::changes(&before, &after).is_empty());
}
