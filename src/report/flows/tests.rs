use expect_test::{Expect, expect};

use super::{Coincidences, Shown, json, markdown, text};
use crate::{link::Through, map::story::Story, reach::EntryKind, report::Report};

const CODE: &str = "
export const plan = () => db.from(\"posts\").insert({ id: 1 });
export const draft = () => db.from(\"posts\").upsert({ id: 1 });
export const publish = async () => {
  const { data } = await db.from(\"posts\").select(\"id\");
  await db.from(\"published\").insert(data);
  await db.from(\"posts\").update({ done: true }).in(\"id\", data);
  await db.from(\"log\").insert({ at: 1 });
};
export const count = () => db.from(\"published\").select(\"id\");
";

fn story() -> Story {
    let mut story = Story::new(&[("src/posts.ts", CODE)], "");
    story.derive(
        "publish select posts",
        "publish insert published",
        Through::Rows,
    );
    story.derive(
        "publish select posts",
        "publish update posts",
        Through::Filter,
    );
    story.enter(EntryKind::Page, "/", &["plan", "publish", "draft"]);
    story
}

fn written(story: &Story, write: impl FnOnce(&Shown<'_>, &mut Vec<u8>)) -> String {
    let survey = story.survey();
    let report = Report::new(&survey);
    let mut shown = Shown::new(&report, None);
    shown.coincidences = Coincidences::Shown;
    let mut out = Vec::new();
    write(&shown, &mut out);
    String::from_utf8(out).unwrap()
}

fn text_of(story: &Story) -> String {
    written(story, |shown, out| {
        text::write(shown, 80, anstream::StripStream::new(out)).unwrap();
    })
}

fn check(actual: &str, expected: &Expect) {
    expected.assert_eq(actual);
}

#[test]
fn each_step_has_its_place() {
    check(
        &text_of(&story()),
        &expect![[r#"
        Flows 1

          1  plan inserts posts → publish selects it → inserts published
             posts (important) → published (peripheral); reached by 1 entry point
               plan inserts posts         src/posts.ts:3
                 also written by draft (src/posts.ts:4)
               publish selects posts      src/posts.ts:6
               publish inserts published  src/posts.ts:7  derived: what is written holds what was read
               count selects published    src/posts.ts:11

        Within one relation 1  what is written back depends on what was read
          publish selects posts → updates it  src/posts.ts:6, src/posts.ts:8

        Co-occurring 1  the same unit reads one and writes the other; no dependence is seen
          publish selects posts → inserts log  src/posts.ts:6, src/posts.ts:9

    "#]],
    );
}

#[test]
fn markdown_tells_all_that_carries() {
    let told = written(&story(), |shown, out| markdown::write(shown, out).unwrap());
    check(
        &told,
        &expect![[r#"
        # Data flows

        1. **plan inserts posts → publish selects it → inserts published**

           posts \(important\) → published \(peripheral\); reached by 1 entry point

           - plan inserts posts, src/posts.ts:3
           - draft upserts posts, src/posts.ts:4
           - publish selects posts, src/posts.ts:6
           - publish inserts published, src/posts.ts:7 (derived: what is written holds what was read)
           - count selects published, src/posts.ts:11

        ## Within one relation

        What is written back depends on what was read.

        - publish selects posts → updates it: src/posts.ts:6, src/posts.ts:8

        ## Co-occurring

        The same unit reads one and writes the other; no dependence is seen.

        - publish selects posts → inserts log: src/posts.ts:6, src/posts.ts:9

    "#]],
    );
}

#[test]
fn json_fits_its_schema() {
    let told = written(&story(), |shown, out| json::write(shown, out).unwrap());
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let validator = jsonschema::validator_for(&json::schema()).unwrap();
    assert!(validator.is_valid(&told), "{told:#}");
    assert_eq!(
        told["flows"][0]["links"][0]["carriers"][0]["dependence"],
        "rows"
    );
    assert_eq!(told["flows"][0]["relations"][1]["name"], "published");
    assert_eq!(told["loops"][0]["carriers"][0]["dependence"], "filter");
    assert_eq!(told["co_occurring"][0]["derived"], false);
}

#[test]
fn names_are_not_believed() {
    let name = "<script>`x`|\u{202e}\u{1b}[31m*";
    let code = CODE.replace("\"published\"", &format!("\"{name}\""));
    let mut story = Story::new(&[("src/posts.ts", &code)], "");
    let to = format!("publish insert {name}");
    story.derive("publish select posts", &to, Through::Rows);
    let text = text_of(&story);
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text}"
    );
    assert!(text.contains("\\u{202e}\\u{1b}[31m"), "{text}");
    let markdown = written(&story, |shown, out| markdown::write(shown, out).unwrap());
    assert!(
        !markdown.contains("<script>") && !markdown.contains('\u{1b}'),
        "{markdown}"
    );
    assert!(markdown.contains("&lt;script&gt;\\`x\\`\\|"), "{markdown}");
    let json = written(&story, |shown, out| json::write(shown, out).unwrap());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let relation = &json["flows"][0]["relations"][1]["name"];
    assert_eq!(relation, name);
}
