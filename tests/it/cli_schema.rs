//! `tabletrace schema` and `snapshot` as users and scripts meet them.

use serde_json::Value;

use crate::{
    cli::{Project, stderr, stdout},
    folder::{self, check_file},
};

const INIT: &str = "create table posts (id int primary key, title text);\n\
                    create index on missing (id);\n\
                    create function f() returns int language sql as $$ select 1 $$;\n";

/// A Supabase project whose second statement fails.
fn project() -> Project {
    Project::with(&[
        ("tabletrace.toml", ""),
        ("supabase/migrations/1_init.sql", INIT),
        (
            "supabase/migrations/2_more.sql",
            "alter table posts add column body text;\n",
        ),
        (
            "supabase/migrations_backup/1_init.sql",
            "create table old ();\n",
        ),
    ])
}

fn json(project: &Project, arguments: &[&str]) -> Value {
    let all = [&["schema", "--format", "json"], arguments].concat();
    serde_json::from_str(&project.result(&all)).unwrap()
}

/// The relations that something creates.
fn names(document: &Value) -> Vec<&str> {
    let relations = document["relations"].as_array().unwrap();
    relations
        .iter()
        .filter(|relation| relation["state"] == "created")
        .map(|relation| relation["name"].as_str().unwrap())
        .collect()
}

#[test]
fn the_schema_of_a_project_is_shown() {
    let project = project();
    let output = project.run(&["schema"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    for part in [
        "from supabase/migrations (Supabase migrations, 2 files)",
        "relation \"missing\" does not exist",
        "supabase/migrations/1_init.sql:2:17",
        "body",
        "1 failed (1 cause)",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    assert!(
        stderr(&output).contains("left out supabase/migrations_backup (a backup, by its name)")
    );
}

#[test]
fn json_says_what_there_is_and_what_failed() {
    let document = json(&project(), &[]);
    assert_eq!(document["version"], 1);
    assert_eq!(document["sources"][0]["kind"], "supabase_migrations");
    assert_eq!(names(&document), ["posts"]);
    let failed = &document["statements"]["failed"];
    assert_eq!(failed[0]["sqlstate"], "42P01");
    assert_eq!(failed[0]["line"], 2);
    assert_eq!(failed[0]["caused_by"], Value::Null);
    assert_eq!(
        document["left_out"][0]["path"],
        "supabase/migrations_backup"
    );
}

#[test]
fn a_version_ends_the_migrations() {
    let project = project();
    let columns = |document: &Value| {
        let mut relations = document["relations"].as_array().unwrap().iter();
        let posts = relations.find(|relation| relation["name"] == "posts");
        posts.unwrap()["columns"].as_array().unwrap().len()
    };
    assert_eq!(columns(&json(&project, &["--at", "1"])), 2);
    assert_eq!(columns(&json(&project, &["--at", "2_more.sql"])), 3);
    let output = project.run(&["schema", "--at", "3"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no migration of `main` is called `3`"));
}

#[test]
fn named_sources_take_the_place_of_what_is_found() {
    let project = project();
    project.write("a/one.sql", "create table one ();\n");
    project.write(
        "two.sql",
        "create table two (); alter table one add column x int;\n",
    );
    let document = json(&project, &["--schema", "a", "--schema", "two.sql"]);
    assert_eq!(names(&document), ["one", "two"]);
    assert_eq!(
        document["statements"]["failed"].as_array().unwrap().len(),
        0
    );
    for (source, message) in [
        ("none.sql", "cannot read the schema source `none.sql`"),
        (
            "tabletrace.toml",
            "nothing in `tabletrace.toml` tells about a schema",
        ),
        (
            "supabase/migrations_backup/x",
            "cannot read the schema source",
        ),
    ] {
        let output = project.run(&["schema", "--schema", source]);
        assert_eq!(output.status.code(), Some(2), "{source}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}

#[test]
fn without_a_schema_the_run_fails_and_says_where_it_looked() {
    let project = Project::with(&[("tabletrace.toml", ""), ("fix.sql", "select 1;")]);
    let output = project.run(&["schema"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("no source of schema was found"), "{said}");
    assert!(
        said.contains("left out fix.sql (in no folder of migrations)"),
        "{said}"
    );
    assert!(said.contains("--schema SOURCE"), "{said}");
}

#[test]
fn several_databases_are_listed_and_chosen() {
    let project = Project::with(&[
        ("tabletrace.toml", ""),
        ("apps/a/supabase/migrations/1_a.sql", "create table a ();"),
        ("apps/b/supabase/migrations/1_b.sql", "create table b ();"),
    ]);
    let document = json(&project, &[]);
    let databases = document["databases"].as_array().unwrap();
    let roots: Vec<&Value> = databases.iter().map(|database| &database["root"]).collect();
    assert_eq!(roots, ["apps/a", "apps/b"]);
    assert_eq!(names(&json(&project, &["--database", "b"])), ["b"]);
    assert_eq!(names(&json(&project, &["apps/a"])), ["a"]);
    let output = project.run(&["schema", "--database", "c"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there are a, b"));
}

#[test]
fn the_configuration_names_databases() {
    let project = project();
    project.write("other/x.sql", "create table x ();");
    project.write(
        "tabletrace.toml",
        "[[database]]\nname = \"x\"\nschema = [\"other\"]\n[[database]]\nname = \"y\"\nroot = \"\"\n",
    );
    assert_eq!(names(&json(&project, &["--database", "x"])), ["x"]);
    assert_eq!(names(&json(&project, &["--database", "y"])), ["posts"]);
    project.write("tabletrace.toml", "schema = [\"other\"]\n");
    assert_eq!(names(&json(&project, &[])), ["x"]);
    project.write("tabletrace.toml", "shema = [\"other\"]\n");
    let output = project.run(&["schema"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("did you mean `schema`?"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn every_format_is_written() {
    let project = project();
    project.result(&[
        "schema",
        "-o",
        "a.sql",
        "--format",
        "markdown=a.md",
        "--format",
        "json=a.json",
    ]);
    assert!(
        project
            .read("a.sql")
            .contains("create table public.posts (")
    );
    assert!(project.read("a.md").contains("### posts"));
    assert!(project.read("a.json").starts_with("{\n  \"version\": 1,"));
}

#[test]
fn differences_are_told_by_the_exit_code() {
    let project = project();
    project.write(
        "now.sql",
        "create table posts (id int primary key, title text, body text);\n",
    );
    let same = project.run(&["schema", "diff", "supabase/migrations", "now.sql"]);
    project.write(
        "now.sql",
        "create table posts (id int primary key, title int);\n",
    );
    let other = project.run(&[
        "schema",
        "diff",
        "migrations",
        "now.sql",
        "--format",
        "json",
    ]);
    assert_eq!(other.status.code(), Some(1), "{}", stderr(&other));
    let document: Value = serde_json::from_str(stdout(&other)).unwrap();
    let names: Vec<&Value> = document["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| &difference["name"])
        .collect();
    assert_eq!(
        names,
        ["public.posts.body", "public.posts.title", "public.f()"]
    );
    assert_eq!(same.status.code(), Some(1), "the function is only in one");
    let none = project.run(&["schema", "diff", "types", "migrations"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("no source of the kind `types`"));
}

#[test]
fn the_catalog_query_is_printed_without_a_database() {
    let project = Project::with(&[]);
    let query = project.result(&["snapshot", "--print-queries"]);
    assert!(query.contains("pg_catalog"), "{query}");
    let output = project.run(&["snapshot"]);
    assert_eq!(output.status.code(), Some(2));
    let output = project.run(&[
        "snapshot",
        "--database-url",
        "postgresql://u:hunter2@127.0.0.1:1/x",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!stderr(&output).contains("hunter2"), "{}", stderr(&output));
}

#[test]
fn the_json_schemas_are_in_the_documentation_and_hold() {
    let project = project();
    let schema = project.result(&["schema", "--json-schema"]);
    let path = folder::root().join("docs/schema.schema.json");
    check_file(&path, &schema).unwrap();
    let config = format!("{:#}\n", tabletrace::config::schema());
    check_file(&folder::root().join("docs/config.schema.json"), &config).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let blog = folder::testdata("schema/projects/blog");
    for document in [
        json(&project, &[]),
        json(&project, &[blog.to_str().unwrap()]),
    ] {
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path))
            .collect();
        assert_eq!(errors, [""; 0]);
    }
}

#[test]
fn projects_are_as_expected() {
    for project in folder::folders(&folder::testdata("schema/projects")) {
        let runner = Project::with(&[]);
        let path = project.to_str().unwrap();
        let text = runner.result(&["schema", path]);
        check_file(&project.with_extension("expected.txt"), &text).unwrap();
        let sql = runner.result(&["schema", path, "--format", "sql"]);
        check_file(&project.with_extension("expected.sql"), &sql).unwrap();
        let page = runner.result(&["schema", path, "--format", "markdown"]);
        check_file(&project.with_extension("expected.md"), &page).unwrap();
    }
}
