//! `impact` and `uses` as users and scripts meet them.

use serde_json::Value;

use crate::cli::{Project, stderr, stdout};

const SQL: &str = "create table users (id int primary key, name text);
create table posts (id int primary key, author int references users (id), title text, body text);
create view titles as select id, title as headline from posts;
create function newest() returns setof posts language sql as $$ select * from posts where title <> '' $$;
create policy own on posts using (author = 1);
";

const CODE: &str = "import { createClient } from \"@supabase/supabase-js\";
const db = createClient(url, key);
export const list = () => db.from(\"posts\").select(\"id, title, users(name)\");
export const all = () => db.from(\"posts\").select();
export const headlines = () => db.from(\"titles\").select(\"headline\");
export const newest = () => db.rpc(\"newest\").select(\"body\");
export const any = (table: string) => db.from(table).select();
";

fn project() -> Project {
    Project::with(&[
        ("tabletrace.toml", ""),
        ("supabase/migrations/1_init.sql", SQL),
        ("src/app.ts", CODE),
    ])
}

#[test]
fn what_breaks_is_told_and_fails() {
    let project = project();
    let output = project.run(&["impact", "posts.title"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told = stdout(&output);
    for line in [
        "posts.title dropped: breaks 3 accesses in 3 units and 2 pieces of SQL",
        "Postgres refuses to drop it without `CASCADE` because of view `titles`",
        "  src/app.ts:3:56  list       selects it",
        "  src/app.ts:5:58  headlines  selects it, through view `titles`",
        "  src/app.ts:6:37  newest     calls it, through function `newest`",
        "  supabase/migrations/1_init.sql:3  view titles      its query names it",
        "  src/app.ts:4:35  all  reads all columns",
        "  src/app.ts:7:42  any  chooses its target at run time",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[test]
fn what_breaks_nothing_succeeds() {
    let project = project();
    let output = project.run(&["impact", "titles.id", "--rename", "number"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("titles.id renamed to `number`: breaks nothing that is known")
    );
}

#[test]
fn a_rename_leaves_out_what_postgres_mends() {
    let project = project();
    let told = project.run(&[
        "impact",
        "posts.author",
        "--rename",
        "writer",
        "--format",
        "json",
    ]);
    let told: Value = serde_json::from_str(stdout(&told)).unwrap();
    assert_eq!(told["breaks"], false, "{told:#}");
    let told = project.run(&["impact", "posts.author", "--format", "json"]);
    let told: Value = serde_json::from_str(stdout(&told)).unwrap();
    assert_eq!(told["breaks"], true);
    assert_eq!(told["sql"][0]["kind"], "policy");
    assert_eq!(told["code"][0]["how"], "embeds what is joined by it");
}

#[test]
fn names_that_mean_nothing_are_refused() {
    let project = project();
    for (name, said) in [
        ("post", "nothing is called `post`; did you mean `posts`?"),
        (
            "posts.titel",
            "`posts` has no column `titel`; did you mean `posts.title`?",
        ),
        ("newest.title", "nothing is called `newest.title`"),
    ] {
        let output = project.run(&["impact", name]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}

#[test]
fn the_schema_is_printed_without_a_name() {
    let schema = project().result(&["impact", "--json-schema"]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["title"], "Impact of a change");
}

#[test]
fn uses_tell_of_columns_embeds_and_sql() {
    let project = project();
    let users = project.result(&["uses", "users"]);
    for part in [
        "no code names it",
        "embed 1\n",
        "SQL 1\n",
        "foreign key posts.posts_author_fkey",
    ] {
        assert!(users.contains(part), "{part}\n{users}");
    }
    let title = project.result(&["uses", "posts.title"]);
    for part in [
        "posts.title  named in 1 place by 1 unit",
        "select 1\n  src/app.ts:3:56  list",
        "function newest",
        "1 access: reads all columns",
    ] {
        assert!(title.contains(part), "{part}\n{title}");
    }
}
