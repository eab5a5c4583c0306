//! One change in each format.

use std::{env, fs};

use expect_test::expect;
use serde_json::Value;

use super::{json, markdown, text};
use crate::{
    map::{
        impact::{Change, Impact, subject},
        story::Story,
    },
    reach::EntryKind,
};

/// Names as an attacker would choose them.
const SQL: &str = "create table posts (id int primary key, title text);
create view \"<script>|alert`(1)`\" as select title from posts;
create function \"a\u{202e}b\"() returns bigint language sql as $$ select count(title) from posts $$;
";

const CODE: &str = "
export const list = () => db.from('posts').select('title');
export const all = () => db.from('posts').select();
export const any = (table: string) => db.from(table).select();
";

fn story() -> Story {
    let mut story = Story::new(&[("src/app.ts", CODE)], SQL);
    story.enter(EntryKind::Page, "/<b>", &["list"]);
    story.enter(EntryKind::Route, "GET /a|b", &["list"]);
    story.enter(EntryKind::Test, "lists", &["list"]);
    story
}

fn written(
    name: &str,
    write: impl FnOnce(&crate::survey::Survey<'_>, &Impact, &mut Vec<u8>),
) -> String {
    let story = story();
    let survey = story.survey();
    let subjects = subject::named(&survey, name);
    let impact = Impact::of(&survey, &subjects[0], &Change::Drop);
    let mut out = Vec::new();
    write(&survey, &impact, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn as_text() {
    let told = written("posts.title", |survey, impact, out| {
        text::write(survey, impact, anstream::StripStream::new(out)).unwrap();
    });
    expect![[r#"
        posts.title dropped: breaks 1 access in 1 unit and 2 pieces of SQL
        Postgres refuses to drop it without `CASCADE` because of view `<script>|alert`(1)``

        code 1
          src/app.ts:3:52  list  selects it  page /<b>, route GET /a|b, 1 more

        SQL 2
          1.sql:2  view <script>|alert`(1)`  its query names it
          1.sql:3  function a\u{202e}b       its body names it

        may depend 1
          src/app.ts:4:34  all  reads all columns

        cannot tell 1
          src/app.ts:5:42  any  chooses its target at run time
    "#]]
    .assert_eq(&told);
}

#[test]
fn as_markdown() {
    let told = written("posts.title", |survey, impact, out| {
        markdown::write(survey, impact, out).unwrap();
    });
    expect![[r#"
        # `posts.title` dropped

        Breaks 1 access in 1 unit and 2 pieces of SQL.

        Postgres refuses to drop it without `CASCADE` because of view `` <script>\|alert`(1)` ``.

        ## Code

        | place | unit | how | reached |
        |---|---|---|---|
        | `src/app.ts:3:52` | `list` | selects it | `page /<b>, route GET /a\|b, 1 more` |

        ## SQL

        | place | what | how |
        |---|---|---|
        | `1.sql:2` | view `` <script>\|alert`(1)` `` | its query names it |
        | `1.sql:3` | function `a\u{202e}b` | its body names it |

        ## Code that may depend

        | place | unit | how | reached |
        |---|---|---|---|
        | `src/app.ts:4:34` | `all` | reads all columns |  |

        ## Code that cannot be told

        | place | unit | how | reached |
        |---|---|---|---|
        | `src/app.ts:5:42` | `any` | chooses its target at run time |  |
    "#]]
    .assert_eq(&told);
}

#[test]
fn as_json_that_its_schema_allows() {
    let told = written("posts.title", |survey, impact, out| {
        json::write(survey, impact, out).unwrap();
    });
    let told: Value = serde_json::from_str(&told).unwrap();
    let validator = jsonschema::validator_for(&json::schema()).unwrap();
    assert!(validator.is_valid(&told), "{told:#}");
    assert_eq!(told["breaks"], true);
    assert_eq!(told["code"][0]["entry_points"][0]["name"], "/<b>");
    let mut wrong = told;
    wrong["code"][0]["line"] = Value::from("4");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn the_schema_is_the_one_in_docs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/impact.schema.json");
    let schema = serde_json::to_string_pretty(&json::schema()).unwrap() + "\n";
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, &schema).unwrap();
    }
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        schema,
        "UPDATE_EXPECT=1 accepts"
    );
}
