use std::collections::BTreeSet;

use expect_test::{Expect, expect};
use petgraph::graph::NodeIndex;

use super::{
    Moves,
    named::{Named, named, nearest},
};
use crate::{
    link::Through,
    map::{DataMap, story::Story},
    reach::EntryKind,
    report::{Report, path},
};

const CODE: &str = "
export const plan = () => db.from(\"posts\").insert({ id: 1 });
export const publish = async () => {
  const { data } = await db.from(\"posts\").select(\"id\");
  await db.from(\"published\").insert(data);
  await db.from(\"log\").insert({ at: 1 });
  await db.from(\"posts\").delete().eq(\"id\", 1);
};
export const count = async () => {
  const { data } = await db.from(\"published\").select(\"id\");
  return data;
};
export const report = async () => db.from(\"reports\").insert(await count());
export class Store { save() { return db.from(\"stored\").upsert({}); } }
";

const OTHER: &str = "
export const save = () => db.from(\"saved\").insert({});
export const copy = async () => {
  await db.from(\"copies\").insert((await db.from(\"log\").select()).data);
};
";

fn story() -> Story {
    let mut story = Story::new(&[("src/posts.ts", CODE), ("src/save.ts", OTHER)], "");
    story.derive(
        "publish select posts",
        "publish insert published",
        Through::Rows,
    );
    story.derive("copy select log", "copy insert copies", Through::Rows);
    story.call("report", "count");
    story.enter(EntryKind::Route, "POST /api/posts", &["plan"]);
    story
}

fn told(from: &str, to: &str) -> String {
    let story = story();
    let survey = story.survey();
    let report = Report::new(&survey);
    let end = |name: &str| -> BTreeSet<NodeIndex> {
        match named(&survey, &report.map, name) {
            Named::One(nodes) => nodes,
            other @ (Named::Several(_) | Named::None) => panic!("{name} is {other:?}"),
        }
    };
    let (from, to) = (end(from), end(to));
    let ways = Moves::of(&survey, &report.map, &report.classes).ways(&from, &to, 2);
    if ways.is_empty() {
        return path::near(&report, &from, &to);
    }
    let mut out = Vec::new();
    path::write(&report, &ways, anstream::StripStream::new(&mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

fn check(from: &str, to: &str, expected: &Expect) {
    expected.assert_eq(&told(from, to));
}

#[test]
fn what_is_seen_goes_before_what_may_be() {
    check(
        "posts",
        "published",
        &expect![[r#"
            posts → published  2 steps, every step is seen
              publish selects posts      src/posts.ts:5
              publish inserts published  src/posts.ts:6  derived
        "#]],
    );
    check(
        "posts",
        "log",
        &expect![[r#"
            posts → log  2 steps, possible: a unit does both, no dependence is seen
              publish selects posts  src/posts.ts:5
              publish inserts log    src/posts.ts:7  co-occurs
        "#]],
    );
    check(
        "posts",
        "copies",
        &expect![[r#"
            posts → copies  4 steps, possible: a unit does both, no dependence is seen
              publish selects posts  src/posts.ts:5
              publish inserts log    src/posts.ts:7  co-occurs
              copy selects log       src/save.ts:5
              copy inserts copies    src/save.ts:5   derived
        "#]],
    );
}

#[test]
fn ways_begin_and_end_at_anything() {
    check(
        "/api/posts",
        "published",
        &expect![[r#"
            plan → published  3 steps, every step is seen
              plan inserts posts         src/posts.ts:3
              publish selects posts      src/posts.ts:5
              publish inserts published  src/posts.ts:6  derived
        "#]],
    );
    check(
        "plan",
        "src/save.ts",
        &expect![[r#"
            plan → copy  4 steps, possible: a unit does both, no dependence is seen
              plan inserts posts     src/posts.ts:3
              publish selects posts  src/posts.ts:5
              publish inserts log    src/posts.ts:7  co-occurs
              copy selects log       src/save.ts:5
        "#]],
    );
    check(
        "published",
        "reports",
        &expect![[r#"
            published → reports  3 steps, possible: over calls, what they hand on is not known
              count selects published  src/posts.ts:11
              count answers report     src/posts.ts:1   calls
              report inserts reports   src/posts.ts:14
        "#]],
    );
}

#[test]
fn where_there_is_no_way_the_ends_are_told() {
    check(
        "saved",
        "posts",
        &expect![
            "what is in `saved` goes nowhere that is seen; what comes to `posts` comes from `plan`, `publish`"
        ],
    );
    check(
        "log",
        "stored",
        &expect!["what is in `log` goes to `copy`; what comes to `stored` comes from `Store.save`"],
    );
}

#[test]
fn names_mean_the_first_of_what_they_may() {
    let story = story();
    let survey = story.survey();
    let map = DataMap::of(&survey);
    let meant = |name: &str| match named(&survey, &map, name) {
        Named::One(nodes) => {
            let labels: Vec<String> = nodes.iter().map(|&node| map.graph[node].label()).collect();
            labels.join(", ")
        }
        Named::Several(labels) => format!("one of {}", labels.join(", ")),
        Named::None => format!("nothing, perhaps {:?}", nearest(&map, name)),
    };
    let names = [
        "posts",
        "public.posts",
        "plan",
        "src/posts.ts#plan",
        "./src/save.ts",
        "POST /api/posts",
        "/api/posts",
        "Store.save",
        "save",
        "publishd",
        "zzz",
    ];
    let told: Vec<String> = names
        .map(|name| format!("{name}: {}\n", meant(name)))
        .into();
    expect![[r#"
        posts: posts
        public.posts: posts
        plan: src/posts.ts#plan
        src/posts.ts#plan: src/posts.ts#plan
        ./src/save.ts: src/save.ts#save, src/save.ts#copy
        POST /api/posts: src/posts.ts#plan
        /api/posts: src/posts.ts#plan
        Store.save: src/posts.ts#Store.save
        save: src/save.ts#save
        publishd: nothing, perhaps Some("published")
        zzz: nothing, perhaps None
    "#]]
    .assert_eq(&told.concat());
}
