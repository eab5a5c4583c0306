use super::*;
use crate::schema::catalog::{
    constraint::ConstraintKind,
    relation::{Generated, Relation, RelationKind},
};

fn check(text: &str) -> (Catalog, Vec<String>) {
    let (catalog, notices) = read(&SchemaFile::new("types.ts".to_owned(), text.to_owned()));
    let notices = notices.into_iter().map(|notice| {
        let line = notice.line.unwrap_or_default();
        format!("{line}: {}", notice.message)
    });
    (catalog, notices.collect())
}

/// `name type flags` of each column.
fn columns(relation: &Relation) -> Vec<String> {
    let columns = relation.columns.iter().map(|column| {
        let mut said = vec![column.name.as_str()];
        said.extend(column.data_type.as_deref());
        said.extend(column.typescript.as_deref());
        said.extend(column.nullable.then_some("null"));
        said.extend(column.has_default.then_some("default"));
        said.extend(column.generated.map(|generated| match generated {
            Generated::IdentityAlways => "identity",
            Generated::IdentityByDefault => "identity by default",
            Generated::Stored => "stored",
        }));
        said.join(" ")
    });
    columns.collect()
}

fn names(catalog: &Catalog) -> Vec<String> {
    let relations = catalog.relations.iter();
    let names = relations.map(|relation| {
        let open = if relation.open { " open" } else { "" };
        format!("{}.{}{open}", relation.schema, relation.name)
    });
    names.collect()
}

const TASKS: &str = r#"
export interface Database {
  public: {
    Tables: {
      tasks: {
        Row: { id: number; title: string; done: boolean | null; state: Database["public"]["Enums"]["state"]; search: unknown | null; labels: string[]; head: string | null }
        Insert: { id?: never; title: string; done?: boolean | null; state?: Database['public']['Enums']['state']; search?: never; labels?: string[] }
        Update: {}
      }
    }
    Views: { [_ in never]: never }
    Functions: {
      head: { Args: { "": unknown }; Returns: string }
    }
    Enums: { state: "open" | "closed" }
  }
}
"#;

#[test]
fn columns_say_what_rows_and_inserts_tell() {
    let (catalog, notices) = check(TASKS);
    assert_eq!(notices, [""; 0]);
    assert_eq!(
        columns(catalog.relation("public", "tasks").unwrap()),
        [
            "id number identity",
            "title string",
            "done boolean null",
            "state state default",
            "search unknown null stored",
            "labels string[] default",
        ]
    );
    assert_eq!(catalog.enums["public.state"], ["open", "closed"]);
    let known = [Facet::Relations, Facet::Routines, Facet::Enums];
    assert_eq!(catalog.facets, known.into_iter().collect());
}

#[test]
fn generated_types_are_recognised() {
    for (text, expected) in [
        (TASKS, true),
        (r#"x: {"Tables": {"a": {"Row": {}}}}"#, true),
        ("interface definitions {\n a: {\n /** Note: <pk/> */", true),
        ("const Tables: Table[] = rows", false),
        ("function Tables<T>() {}", false),
    ] {
        assert_eq!(is_generated_types(text), expected, "{text}");
    }
}

#[test]
fn the_rest_of_a_broken_file_is_read() {
    let rows = |name: &str| format!("{name}: {{ Row: {{ id: string }} }}\n");
    let file = |middle: &str| {
        format!(
            "export type Database = {{\n public: {{\n Tables: {{\n {}{middle}\n{}}}\n Views: {{}}\n Functions: {{}}\n }}\n}}\n",
            rows("a"),
            rows("z")
        )
    };
    let conflict = file(&format!(
        "<<<<<<< HEAD\n{}=======\n{}>>>>>>> topic\n",
        rows("near"),
        rows("far")
    ));
    let (catalog, notices) = check(&conflict);
    assert_eq!(names(&catalog), ["public.a", "public.near", "public.z"]);
    assert_eq!(
        notices,
        ["5: a merge is not finished here; its near side was read"]
    );

    for middle in [
        "b: { Row: { id: } }",
        "b { Row",
        "@@@ ,,",
        "b: {{",
        "Connecting to db",
    ] {
        let (catalog, notices) = check(&file(middle));
        let names = names(&catalog);
        assert!(
            names.iter().any(|name| name.starts_with("public.a")),
            "{middle}: {names:?}"
        );
        assert!(!notices.is_empty(), "{middle}");
        assert!(!catalog.facets.contains(&Facet::Relations), "{middle}");
    }
    let whole = file("");
    for end in 0..whole.len() {
        let (catalog, _) = check(&whole[..end]);
        let is_known = whole[..end].contains("string }");
        assert!(
            !is_known || !catalog.relations.is_empty(),
            "{}",
            &whole[..end]
        );
    }
    let (catalog, notices) = check(&format!("Connecting to 127.0.0.1 5432\n{}", file("")));
    assert_eq!(names(&catalog), ["public.a", "public.z"]);
    assert_eq!(notices.len(), 1);
}

#[test]
fn overrides_are_laid_over_what_they_override() {
    let (catalog, notices) = check(
        r#"
import type { MergeDeep } from "type-fest";
type Extra = { notes: { Row: { id: string } & { text: string | null } } };
type Generated = {
  __InternalSupabase: { PostgrestVersion: "13" }
  public: {
    Tables: { a: { Row: { id: string; x: string | null } }; old: { Row: {} } }
    Views: { v: { Row: { id: string | null } } }
    Functions: {}
    Enums: {}
  }
}
export type Database = MergeDeep<Generated, {
  public: {
    Tables: Omit<Generated["public"]["Tables"], "old"> & Extra
    Views: { v: { Row: { id: string } } }
  }
}>
"#,
    );
    assert_eq!(notices, [""; 0]);
    assert_eq!(
        names(&catalog),
        ["public.a", "public.notes", "public.old", "public.v"]
    );
    let view = catalog.relation("public", "v").unwrap();
    assert_eq!(view.kind, RelationKind::View);
    assert_eq!(columns(view), ["id string"]);
    assert_eq!(
        columns(catalog.relation("public", "notes").unwrap()),
        ["id string", "text string null"]
    );
}

#[test]
fn what_another_file_defines_leaves_relations_open() {
    let (catalog, notices) = check(
        r#"
import type { Database as Generated } from "./generated";
export type Database = MergeDeep<Generated, {
  public: { Views: { v: { Row: { id: string } } } }
}>
"#,
    );
    assert_eq!(
        notices,
        ["3: what `Generated` is of Database is not known from this file"]
    );
    assert_eq!(names(&catalog), ["public.v open"]);
    assert!(catalog.facets.is_empty());
}

#[test]
fn functions_have_overloads_arguments_and_results() {
    let (catalog, _) = check(
        r#"
export type Database = { shop: { Tables: {}; Functions: {
  plain: { Args: { a: number; b?: string | null }; Returns: number[] }
  nothing: { Args: never; Returns: undefined }
  old: { Args: Record<PropertyKey, never>; Returns: Json }
  rows: { Args: {}; Returns: { id: string; total: number | null }[] }
  set: { Args: {}; Returns: { id: string }[]; SetofOptions: { from: "*"; to: "users"; isOneToOne: false; isSetofReturn: true } }
  twice: | { Args: { a: number }; Returns: string } | { Args: { b: string }; Returns: Database["shop"]["Enums"]["Kind"] }
  both: { Args: { a: number } | { b: number }; Returns: boolean }
} } }"#,
    );
    let said = catalog.routines.iter().map(|routine| {
        let arguments = routine.arguments.iter().map(|argument| {
            let mark = if argument.has_default { "?" } else { "" };
            let ty = argument.typescript.as_deref().unwrap_or_default();
            format!("{}{mark}: {ty}", argument.name)
        });
        let arguments: Vec<String> = arguments.collect();
        let result = routine.returns.as_ref().or(routine.typescript.as_ref());
        format!(
            "{}({}) {} {}",
            routine.name,
            arguments.join(", "),
            result.map_or("", String::as_str),
            routine.columns.len()
        )
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            "both(a: number) boolean 0",
            "both(b: number) boolean 0",
            "nothing() void 0",
            "old() Json 0",
            "plain(a: number, b?: string) number[] 0",
            "rows() object[] 2",
            "set() SETOF shop.users 0",
            "twice(a: number) string 0",
            "twice(b: string) shop.\"Kind\" 0",
        ]
    );
}

#[test]
fn the_older_form_is_read_with_its_comments() {
    let (catalog, notices) = check(
        r#"
export interface paths {
  "/rpc/touch": { post: { parameters: { body: { args: {
    /** Format: uuid */
    target: string;
  } } } } };
}
export interface definitions {
  channels: {
    /**
     * Format: bigint
     * @description Note:
     * This is a Primary Key.<pk/>
     */
    id: number;
    /**
     * Format: uuid
     * @description Note:
     * This is a Foreign Key to `users.id`.<fk table='users' column='id'/>
     */
    owner?: string;
    /**
     * Format: public.state
     * @default open
     * @enum {string}
     */
    state: "open" | "closed";
  };
}"#,
    );
    assert_eq!(notices, [""; 0]);
    let channels = catalog.relation("public", "channels").unwrap();
    assert_eq!(
        columns(channels),
        ["id bigint", "owner uuid null", "state state default"]
    );
    assert_eq!(catalog.enums["public.state"], ["open", "closed"]);
    let keys = channels
        .constraints
        .iter()
        .map(|key| (key.kind, key.columns.join(",")));
    let keys: Vec<_> = keys.collect();
    assert!(keys.contains(&(ConstraintKind::PrimaryKey, "id".to_owned())));
    assert!(keys.contains(&(ConstraintKind::ForeignKey, "owner".to_owned())));
    assert_eq!(
        catalog.routines[0].arguments[0].data_type.as_deref(),
        Some("uuid")
    );
}

#[test]
fn types_that_lead_to_themselves_come_to_an_end() {
    let mut text = String::from("type A0 = A1 & A1 & { public: { Tables: Database } };\n");
    for index in 1..40 {
        text += &format!(
            "type A{index} = A{} & A{} & {{ x{index}: A0 }};\n",
            index + 1,
            index - 1
        );
    }
    text += "export interface Database extends A0 { public: Database & { Tables: A5 } }";
    check(&text);
}
