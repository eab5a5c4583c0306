use expect_test::{Expect, expect};

use super::Classes;
use crate::{
    declared::{Class, DeclaredClass, Legacy},
    glob::NameGlobs,
    map::{DataMap, story::Story},
    reach::EntryKind,
};

fn told(story: &Story) -> String {
    let survey = story.survey();
    let map = DataMap::of(&survey);
    let classes = Classes::of(&survey, &map);
    let lines = classes.iter().map(|(relation, classed)| {
        let class = classed.class.as_str();
        format!("{} {class}: {}\n", relation.label(), classed.reason())
    });
    lines.collect()
}

fn check(story: &Story, expected: &Expect) {
    expected.assert_eq(&told(story));
}

const CODE: &str = r#"
export const plan = () => db.from("posts").insert({ id: 1 });
export const publish = () => db.from("posts").select("id");
export const like = () => db.from("posts").update({ likes: 1 }).eq("id", 1);
export const feed = () => db.from("posts").select("*");
export const write = () => db.from("drafts").insert({ id: 1 });
export const preview = () => db.from("drafts").select("id");
export const audit = () => db.from("log").insert({ id: 1 });
export const sweep = () => db.from("scratch").select("id");
"#;

const SQL: &str = "
create table posts (id int primary key, likes int);
create table drafts (id int primary key);
create table log (id int primary key);
create table comments (id int primary key, post int references posts (id));
create table ratings (id int primary key, post int references posts (id));
create table scratch (id int);
create table posts_old (id int);
create table forgotten (id int);
";

fn project() -> Story {
    let mut story = Story::new(&[("src/a.ts", CODE)], SQL);
    for (page, units) in [
        ("/feed", &["feed", "publish"][..]),
        ("/plan", &["plan", "write"]),
        ("/like", &["like", "audit"]),
        ("/preview", &["preview"]),
    ] {
        story.enter(EntryKind::Page, page, units);
    }
    story.enter(EntryKind::Script, "sweep", &["sweep"]);
    story
}

#[test]
fn numbers_decide_by_rank() {
    check(
        &project(),
        &expect![[r#"
            comments dead: no code uses it, and no SQL but migrations and seeds
            drafts important: reached by 2 of 4 entry points, read by 1 unit, written by 1 unit
            forgotten dead: no code uses it, and no SQL but migrations and seeds
            log peripheral: reached by 1 of 4 entry points, written by 1 unit, read by nothing in production
            posts critical: reached by 3 of 4 entry points, read by 2 units, written by 2 units, referenced by keys of 2 relations; among the first quarter by entry points, units and keys
            posts_old legacy: its name says that it is a former `posts`, which is there, too
            ratings dead: no code uses it, and no SQL but migrations and seeds
            scratch legacy: used by nothing but 1 unit of scripts
        "#]],
    );
}

#[test]
fn without_entry_points_files_decide() {
    let mut story = project();
    story.analysis.reach = crate::reach::Reach::default();
    check(
        &story,
        &expect![[r#"
            comments dead: no code uses it, and no SQL but migrations and seeds
            drafts peripheral: no entry point is known, used in 1 file, read by 1 unit, written by 1 unit
            forgotten dead: no code uses it, and no SQL but migrations and seeds
            log peripheral: no entry point is known, used in 1 file, written by 1 unit, read by nothing in production
            posts critical: no entry point is known, used in 1 file, read by 2 units, written by 2 units, referenced by keys of 2 relations; among the first quarter by units and keys
            posts_old legacy: its name says that it is a former `posts`, which is there, too
            ratings dead: no code uses it, and no SQL but migrations and seeds
            scratch peripheral: no entry point is known, used in 1 file, read by 1 unit, written by nothing in production
        "#]],
    );
}

#[test]
fn what_is_not_read_may_use_anything() {
    let mut story = project();
    story.analysis.unread.push(crate::unread::Unread {
        what: "Dart".to_owned(),
        example_path: "lib/main.dart".to_owned(),
        files: 1,
    });
    let told = told(&story);
    let line = told.lines().find(|line| line.starts_with("forgotten"));
    expect!["forgotten peripheral: nothing is seen to use it, but it is not called dead: the project uses Dart (lib/main.dart), which is not read and may use anything"].assert_eq(line.unwrap());
}

#[test]
fn a_mention_is_a_doubt() {
    let code =
        "export const names = [\"forgotten\"];\nexport const f = () => db.from(\"a\").select();";
    let story = Story::new(
        &[("src/a.ts", code)],
        "create table a (id int); create table forgotten (id int);",
    );
    check(
        &story,
        &expect![[r#"
            a peripheral: no entry point is known, used in 1 file, read by 1 unit, written by nothing in production
            forgotten peripheral: nothing is seen to use it, but it is not called dead: the word is mentioned in src/a.ts:2
        "#]],
    );
}

#[test]
fn sql_needs_relations_for_code() {
    let code = "export const list = () => db.from(\"recent\").select();\n\
                export const join = () => db.rpc(\"enter\", { id: 1 });";
    let sql = "
create table posts (id int);
create table members (id int);
create table seen (id int);
create table counts (n int);
create view recent as select id from posts;
create function enter(id int) returns void language sql as 'insert into members values (id)';
create function count_up() returns trigger language plpgsql as $$ begin
  update counts set n = n + 1; return new; end $$;
create trigger after_enter after insert on members for each row execute function count_up();
alter table posts enable row level security;
create policy seen_only on posts using (exists (select 1 from seen));
";
    let mut story = Story::new(&[("src/a.ts", code)], sql);
    story.enter(EntryKind::Route, "GET /list", &["list"]);
    story.enter(EntryKind::Route, "POST /join", &["join"]);
    check(
        &story,
        &expect![[r#"
            counts peripheral: reached by 1 of 2 entry points, written by 1 unit of SQL, read by nothing in production
            members peripheral: reached by 1 of 2 entry points, written by 1 unit of SQL, read by nothing in production
            posts peripheral: reached by 1 of 2 entry points, read by 1 unit of SQL, written by nothing in production
            recent peripheral: reached by 1 of 2 entry points, read by 1 unit
            seen peripheral: reached by 1 of 2 entry points, read by 1 unit of SQL, written by nothing in production
        "#]],
    );
}

#[test]
fn the_configuration_knows_better() {
    let mut story = project();
    story.declared.classes.push(DeclaredClass {
        relations: NameGlobs::new(&["for*".to_owned()]).unwrap(),
        class: Class::Critical,
        because: Some("the apps read it".to_owned()),
    });
    story.declared.legacy.push(Legacy {
        relation: "drafts".to_owned(),
        replaced_by: Some("posts".to_owned()),
    });
    let told = told(&story);
    let lines: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("forgotten") || line.starts_with("drafts"))
        .collect();
    expect![[r#"
        drafts legacy: the configuration says to use `posts` instead; reached by 2 of 4 entry points, read by 1 unit, written by 1 unit
        forgotten critical: the configuration says so: the apps read it"#]].assert_eq(&lines.join("\n"));
}
