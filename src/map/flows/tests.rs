use expect_test::{Expect, expect};

use crate::{
    link::Through,
    map::story::Story,
    reach::EntryKind,
    report::{
        Report,
        flows::{Coincidences, Shown, relations},
    },
};

/// The sentences of what is found, and the classes and numbers of each flow.
fn told(story: &Story, about: Option<&str>) -> String {
    let survey = story.survey();
    let report = Report::new(&survey);
    let about = about.map(|name| relations(&report, name)[0]);
    let mut shown = Shown::new(&report, about);
    shown.coincidences = Coincidences::Shown;
    let mut text = String::new();
    for flow in &shown.flows.ranked {
        text += &format!("{}\n", shown.sentence(flow));
    }
    for link in &shown.flows.loops {
        text += &format!("loop: {}\n", shown.link_sentence(link));
    }
    for link in &shown.flows.co_occurring {
        text += &format!("co-occurs: {}\n", shown.link_sentence(link));
    }
    text
}

fn check(story: &Story, about: Option<&str>, expected: &Expect) {
    expected.assert_eq(&told(story, about));
}

const CODE: &str = r#"
export const planJob = () => db.from("content_metadata").insert({ id: 1 });
export const postingQueue = async () => {
  const { data } = await db.from("content_metadata").select("id");
  await db.from("posted_decisions").insert(data);
  await db.from("content_metadata").update({ done: true }).in("id", data);
  await db.from("log").insert({ at: 1 });
};
export const scraper = async () => {
  const { data } = await db.from("posted_decisions").select("id");
  await db.from("outcomes").upsert(data);
};
export const analytics = () => db.from("outcomes").select("*");
"#;

fn bot() -> Story {
    let mut story = Story::new(&[("src/bot.ts", CODE)], "");
    story.derive(
        "postingQueue select content_metadata",
        "postingQueue insert posted_decisions",
        Through::Rows,
    );
    story.derive(
        "postingQueue select content_metadata",
        "postingQueue update content_metadata",
        Through::Filter,
    );
    story.derive(
        "scraper select posted_decisions",
        "scraper upsert outcomes",
        Through::Rows,
    );
    story
}

#[test]
fn a_flow_reads_like_a_sentence() {
    check(
        &bot(),
        None,
        &expect![[r#"
        planJob inserts content_metadata → postingQueue selects it → inserts posted_decisions → scraper selects it → upserts outcomes
        loop: postingQueue selects content_metadata → updates it
        co-occurs: postingQueue selects content_metadata → inserts log
    "#]],
    );
}

#[test]
fn a_relation_has_the_flows_through_it() {
    check(
        &bot(),
        Some("outcomes"),
        &expect![[r#"
        planJob inserts content_metadata → postingQueue selects it → inserts posted_decisions → scraper selects it → upserts outcomes
    "#]],
    );
    check(
        &bot(),
        Some("log"),
        &expect![[r#"
        co-occurs: postingQueue selects content_metadata → inserts log
    "#]],
    );
}

#[test]
fn sql_carries_data_too() {
    let code = "
export const book = async () => {
  const { data } = await db.from(\"offers\").select(\"id\").single();
  await db.rpc(\"reserve\", { offer: data.id });
};
export const show = () => db.from(\"recent\").select();
";
    let sql = "
create table offers (id int);
create table reservations (offer int);
create table history (offer int);
create table totals (n int);
create table inputs (n int);
create view recent as select offer from history;
create function reserve(offer int) returns void language sql as 'insert into reservations values (offer)';
create function keep() returns trigger language plpgsql as $$ begin
  insert into history (offer) values (new.offer); return new; end $$;
create trigger keep_them after insert on reservations for each row execute function keep();
create function sum_up() returns void language plpgsql as $$ declare x int; begin
  insert into totals (n) select n from inputs;
  select n into x from history;
  update totals set n = x;
end $$;
";
    let mut story = Story::new(&[("src/a.ts", code)], sql);
    story.derive("book select offers", "book call reserve", Through::Rows);
    check(
        &story,
        None,
        &expect![[r#"
        book selects offers → calls reserve → routine reserve inserts reservations → trigger reservations.keep_them fires on it → routine keep inserts history → view recent shows it
        routine sum_up selects inputs → inserts totals
        co-occurs: routine sum_up selects history → inserts totals
    "#]],
    );
}

#[test]
fn tests_carry_nothing_and_scripts_come_last() {
    let code = "
export const copy = async () => {
  const { data } = await db.from(\"a\").select();
  await db.from(\"b\").insert(data);
};
";
    let other = code.replace("copy", "move").replace("\"b\"", "\"c\"");
    let test = code.replace("copy", "check").replace("\"b\"", "\"d\"");
    let mut story = Story::new(
        &[
            ("src/z.ts", code),
            ("src/a.ts", &other),
            ("src/a.test.ts", &test),
        ],
        "",
    );
    for (read, write) in [
        ("copy select a", "copy insert b"),
        ("move select a", "move insert c"),
        ("check select a", "check insert d"),
    ] {
        story.derive(read, write, Through::Rows);
    }
    story.enter(EntryKind::Script, "move", &["move"]);
    story.enter(EntryKind::Page, "/", &["copy"]);
    check(
        &story,
        None,
        &expect![[r#"
        copy selects a → inserts b
        move selects a → inserts c
    "#]],
    );
}

#[test]
fn chains_are_bounded_and_tell_each_link_once() {
    let mut code = String::new();
    let mut pairs = Vec::new();
    for from in 0..9 {
        for to in 0..9 {
            if from == to {
                continue;
            }
            code += &format!(
                "export const f{from}{to} = async () => {{\n\
                 const {{ data }} = await db.from(\"t{from}\").select();\n\
                 await db.from(\"t{to}\").insert(data);\n}};\n"
            );
            pairs.push((from, to));
        }
    }
    let mut story = Story::new(&[("src/a.ts", &code)], "");
    for &(from, to) in &pairs {
        story.derive(
            &format!("f{from}{to} select t{from}"),
            &format!("f{from}{to} insert t{to}"),
            Through::Rows,
        );
    }
    let survey = story.survey();
    let report = Report::new(&survey);
    let shown = Shown::new(&report, None);
    let ranked = &shown.flows.ranked;
    let links: usize = ranked.iter().map(|flow| flow.links.len()).sum();
    assert_eq!(links, pairs.len());
    assert!(
        ranked
            .iter()
            .all(|flow| flow.relations().len() <= super::MOST_RELATIONS)
    );
}
