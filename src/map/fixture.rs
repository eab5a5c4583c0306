//! A small program and its accesses, made by hand, for the tests of the map and the reports.

use crate::{
    access::{
        Access, Certainty, Evidence, EvidenceKind, Reason, SchemaRef, Step, StepKind, Target,
        TargetKind, Unit,
    },
    facts::UnitKind,
    operation::{Api, ColumnRole, ColumnUse, Known, Modifiers, Operation},
    source::{Dialect, FileId, Location, SourceFile, Sources, Span},
};

const CLIENT: &str = r#"import { createClient } from "@supabase/supabase-js";
export const supabase = createClient("https://x.supabase.co", "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln");
"#;

const POSTS: &str = r#"import { supabase } from "./client";
import { Tables } from "./tables";

export const list = () =>
  supabase.from("posts").select("id, title").eq("published", true);

export class PostStore {
  async save(row: Post) {
    await supabase
      .from(Tables.Posts)
      .upsert(row);
  }
}

export function drop(draft: boolean) {
  return supabase.from(draft ? "drafts" : "posts").delete().eq("id", 1);
}

export function fetchAll(table: string) {
  return supabase.from(table).select("*");
}

await fetchAll("authors");
await supabase.rpc("increment", { by: 1 });
await supabase.schema("audit").from("events").insert({ kind: "boot" });
await supabase.storage.from("avatars").upload("a.png", file);
await supabase.functions.invoke("send-email");
supabase.channel("x").on("postgres_changes", { event: "*", table: "posts" }, refresh);
export const report = () => supabase.from(request.query.table).select();
Array.from(list());
"#;

const TABLES: &str = r#"export const Tables = { Posts: "posts" } as const;
"#;

/// The files: `src/client.ts`, `src/posts.ts`, `src/tables.ts`.
pub(crate) fn sources() -> Sources {
    let file =
        |path: &str, text: &str| SourceFile::new(path.into(), text.into(), Dialect::TypeScript);
    Sources::new(vec![
        file("src/client.ts", CLIENT),
        file("src/posts.ts", POSTS),
        file("src/tables.ts", TABLES),
    ])
}

/// The span of the one place where `text` stands in a file.
pub(crate) fn span(sources: &Sources, file: FileId, text: &str) -> Span {
    let source = &sources.get(file).text;
    let start = source
        .find(text)
        .unwrap_or_else(|| panic!("{text:?} is not in the file"));
    Span {
        start: start as u32,
        end: (start + text.len()) as u32,
    }
}

/// The accesses of [`sources`], in order.
pub(crate) fn accesses(sources: &Sources) -> Vec<Access> {
    let sample = Sample { sources };
    let mut accesses = vec![
        sample.list(),
        sample.save(),
        sample.drop("drafts"),
        sample.drop("posts"),
        sample.wrapper(),
        sample.caller(),
    ];
    accesses.extend(sample.statements());
    accesses
}

const POSTS_FILE: FileId = FileId(1);

struct Sample<'a> {
    sources: &'a Sources,
}

impl Sample<'_> {
    fn span(&self, text: &str) -> Span {
        span(self.sources, POSTS_FILE, text)
    }

    fn step(&self, kind: StepKind, file: u32, text: &str) -> Step {
        let file = FileId(file);
        let span = span(self.sources, file, text);
        Step {
            kind,
            location: Location { file, span },
        }
    }

    /// An access whose statement is `statement`, at the last `method` in it.
    fn access(&self, statement: &str, method: &str, name: &str) -> Access {
        let statement_span = self.span(statement);
        let start = statement_span.start + statement.find(method).unwrap() as u32;
        let method_span = Span {
            start,
            end: start + method.len() as u32,
        };
        Access {
            target: Target {
                kind: TargetKind::Relation,
                name: Some(name.to_owned()),
                schema: SchemaRef::Default,
            },
            operation: None,
            clauses: Vec::new(),
            columns: Vec::new(),
            columns_open: false,
            all_columns: false,
            modifiers: Modifiers::default(),
            api: Api::Supabase,
            evidence: Evidence {
                kind: EvidenceKind::Created,
                chain: vec![
                    self.step(StepKind::Import, 1, "supabase"),
                    self.step(StepKind::Constant, 0, "supabase = createClient"),
                    self.step(
                        StepKind::Created,
                        0,
                        CLIENT[CLIENT.find("createClient(").unwrap()..].trim_end_matches(";\n"),
                    ),
                ],
            },
            via: Vec::new(),
            certainty: Certainty::Literal,
            wrapper: false,
            file: POSTS_FILE,
            method_span,
            target_span: method_span,
            statement_span,
            unit: Unit {
                kind: UnitKind::Module,
                name: String::new(),
                span: Span::default(),
            },
        }
    }

    fn unit(&self, kind: UnitKind, name: &str) -> Unit {
        Unit {
            kind,
            name: name.to_owned(),
            span: Span::default(),
        }
    }

    fn list(&self) -> Access {
        let column = |name: &str, role, method| ColumnUse {
            name: name.to_owned(),
            role,
            method,
            location: Location {
                file: POSTS_FILE,
                span: self.span(name),
            },
        };
        let statement = r#"supabase.from("posts").select("id, title").eq("published", true)"#;
        Access {
            operation: Some(Operation::Select),
            columns: vec![
                column("id, title", ColumnRole::Select, "select"),
                column("published", ColumnRole::Filter, "eq"),
            ],
            modifiers: Modifiers {
                filter: Known::Yes,
                limit: Known::No,
                ..Modifiers::default()
            },
            target_span: self.span("\"posts\""),
            unit: self.unit(UnitKind::Function, "list"),
            ..self.access(statement, "from", "posts")
        }
    }

    fn save(&self) -> Access {
        let statement = "supabase\n      .from(Tables.Posts)\n      .upsert(row)";
        Access {
            operation: Some(Operation::Upsert),
            columns_open: true,
            via: vec![
                self.step(StepKind::Member, 1, "Tables.Posts"),
                self.step(StepKind::Import, 1, "Tables"),
                self.step(StepKind::Literal, 2, "\"posts\""),
            ],
            certainty: Certainty::Constant,
            target_span: self.span("Tables.Posts"),
            unit: self.unit(UnitKind::Method, "PostStore.save"),
            ..self.access(statement, "from", "posts")
        }
    }

    fn drop(&self, name: &str) -> Access {
        let statement = r#"supabase.from(draft ? "drafts" : "posts").delete().eq("id", 1)"#;
        Access {
            operation: Some(Operation::Delete),
            certainty: Certainty::OneOf,
            unit: self.unit(UnitKind::Function, "drop"),
            ..self.access(statement, "from", name)
        }
    }

    fn wrapper(&self) -> Access {
        let mut access = Access {
            operation: Some(Operation::Select),
            all_columns: true,
            certainty: Certainty::Dynamic(Reason::Parameter),
            wrapper: true,
            unit: self.unit(UnitKind::Function, "fetchAll"),
            ..self.access("supabase.from(table).select(\"*\")", "from", "")
        };
        access.target.name = None;
        access
    }

    fn caller(&self) -> Access {
        Access {
            operation: Some(Operation::Select),
            all_columns: true,
            certainty: Certainty::Passed,
            via: vec![self.step(StepKind::Argument, 1, "\"authors\"")],
            ..self.access("fetchAll(\"authors\")", "fetchAll", "authors")
        }
    }

    /// The statements at the end of the file.
    fn statements(&self) -> Vec<Access> {
        let of_kind = |kind, operation, access: Access| Access {
            target: Target {
                kind,
                ..access.target.clone()
            },
            operation,
            ..access
        };
        let call = self.access("supabase.rpc(\"increment\", { by: 1 })", "rpc", "increment");
        let mut insert = self.access(
            r#"supabase.schema("audit").from("events").insert({ kind: "boot" })"#,
            "from",
            "events",
        );
        insert.target.schema = SchemaRef::Named("audit".into());
        let bucket = self.access(
            r#"supabase.storage.from("avatars").upload("a.png", file)"#,
            "from",
            "avatars",
        );
        let invoke = self.access(
            r#"supabase.functions.invoke("send-email")"#,
            "invoke",
            "send-email",
        );
        let subscription = self.access(
            r#"supabase.channel("x").on("postgres_changes", { event: "*", table: "posts" }, refresh)"#,
            "on",
            "posts",
        );
        let mut dynamic = self.access("supabase.from(request.query.table).select()", "from", "");
        dynamic.target.name = None;
        dynamic.certainty = Certainty::Dynamic(Reason::Request);
        dynamic.unit = self.unit(UnitKind::Function, "report");
        vec![
            of_kind(TargetKind::Routine, Some(Operation::Call), call),
            of_kind(TargetKind::Relation, Some(Operation::Insert), insert),
            of_kind(TargetKind::Bucket, None, bucket),
            of_kind(TargetKind::EdgeFunction, Some(Operation::Call), invoke),
            of_kind(
                TargetKind::Relation,
                Some(Operation::Subscribe),
                subscription,
            ),
            of_kind(TargetKind::Relation, Some(Operation::Select), dynamic),
        ]
    }
}
