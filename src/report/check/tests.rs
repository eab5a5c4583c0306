//! Every format, over findings made by hand.

use expect_test::expect;

use super::{
    CheckReport, Summary, concise,
    full::{self, Detail},
    github, gitlab, json, markdown, sarif,
};
use crate::{
    finding::{Finding, Label, Place, Severity, Subject},
    report::texts::Texts,
    rules::Skipped,
    schema::source::SchemaFile,
    source::{Dialect, SourceFile, Sources, Span},
    suppress::Suppressed,
};

const CODE: &str = "const db = createClient(url, key);\n\
    await db.from(\"profile\").select(\"id\");\n\
    await db.from(\"profile\").select(\"id,\\n nam\");\n\
    await db.from('ä|b').select();\n";

const SQL: &str = "create table profiles (id int);\ndrop table profile;\n";

/// What the formats are shown: two findings of a group, a warning with odd characters, a note.
struct Fixture {
    sources: Sources,
    files: Vec<SchemaFile>,
    findings: Vec<Finding>,
    suppressed: Vec<Suppressed>,
    summary: Summary,
}

fn place(path: &str, text: &str, marked: &str, nth: usize) -> Place {
    let (start, _) = text.match_indices(marked).nth(nth).unwrap();
    let span = Span {
        start: start as u32,
        end: (start + marked.len()) as u32,
    };
    Place {
        path: path.to_owned(),
        span,
    }
}

fn finding(rule: &'static str, severity: Severity, place: Place, target: &str) -> Finding {
    Finding {
        rule,
        severity,
        message: format!("relation `{target}` is not in the schema"),
        place,
        labels: Vec::new(),
        help: None,
        subject: Subject {
            target: target.to_owned(),
            ..Subject::default()
        },
    }
}

impl Fixture {
    fn new() -> Self {
        let code = |marked, nth| place("src/a.ts", CODE, marked, nth);
        let first = Finding {
            help: Some("did you mean `profiles`?".to_owned()),
            labels: vec![Label {
                place: place("db/1.sql", SQL, "drop table profile", 0),
                message: "dropped here".to_owned(),
            }],
            ..finding(
                "unknown-relation",
                Severity::Error,
                code("profile", 0),
                "profile",
            )
        };
        let second = finding(
            "unknown-relation",
            Severity::Error,
            code("profile", 1),
            "profile",
        );
        let odd = Finding {
            message: "100 %, <b>: `ä|b`\nand *more*".to_owned(),
            ..finding("unknown-relation", Severity::Warning, code("ä|b", 0), "ä|b")
        };
        let whole = Finding {
            message: "the schema is incomplete".to_owned(),
            ..finding("unknown-relation", Severity::Note, Place::default(), "")
        };
        let file = SourceFile::new("src/a.ts".into(), CODE.into(), Dialect::TypeScript);
        Self {
            sources: Sources::new(vec![file]),
            files: vec![SchemaFile::new("db/1.sql".into(), SQL.into())],
            suppressed: vec![Suppressed {
                finding: second.clone(),
                reason: Some("it is on its way".to_owned()),
            }],
            findings: vec![whole, first, second, odd],
            summary: Summary {
                files: 1,
                accesses: 3,
                resolved: 3,
                hidden: 2,
                suppressed: 1,
                skipped: vec![Skipped {
                    rule: "unknown-relation",
                    database: None,
                    reason: "no reason".to_owned(),
                }],
                ..Summary::default()
            },
        }
    }

    fn written(
        &self,
        write: impl Fn(&CheckReport<'_>, &mut Vec<u8>) -> std::io::Result<()>,
    ) -> String {
        let report = CheckReport {
            texts: Texts {
                sources: &self.sources,
                files: &self.files,
            },
            findings: &self.findings,
            suppressed: &self.suppressed,
            summary: &self.summary,
        };
        let mut out = Vec::new();
        write(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

#[test]
fn concise_is_a_line_each() {
    expect![[r#"
        note[unknown-relation]: the schema is incomplete
        src/a.ts:2:16: error[unknown-relation]: relation `profile` is not in the schema (did you mean `profiles`?)
        src/a.ts:3:16: error[unknown-relation]: relation `profile` is not in the schema
        src/a.ts:4:16: warning[unknown-relation]: 100 %, <b>: `ä|b` and *more*
    "#]].assert_eq(&Fixture::new().written(|report, out| concise::write(report, out)));
}

#[test]
fn full_draws_each_group_once() {
    let text = Fixture::new().written(|report, out| full::write(report, Detail::Groups, 80, out));
    expect![[r#"
        error[unknown-relation]

          × relation `profile` is not in the schema
           ╭─[src/a.ts:2:16]
         1 │ const db = createClient(url, key);
         2 │ await db.from("profile").select("id");
           ·                ───────
         3 │ await db.from("profile").select("id,\n nam");
           ╰────
          help: did you mean `profiles`?
          ☞ dropped here
           ╭─[db/1.sql:2:1]
         1 │ create table profiles (id int);
         2 │ drop table profile;
           · ──────────────────
           ╰────
          and 1 more place: src/a.ts:3

        warning[unknown-relation]

          ⚠ 100 %, <b>: `ä|b`
          │ and *more*
           ╭─[src/a.ts:4:16]
         3 │ await db.from("profile").select("id,\n nam");
         4 │ await db.from('ä|b').select();
           ·                ───
           ╰────

        note[unknown-relation] the schema is incomplete
        (--all draws every note)

    "#]]
    .assert_eq(&anstream::adapter::strip_str(&text).to_string());
    let all = Fixture::new().written(|report, out| full::write(report, Detail::All, 80, out));
    assert_eq!(all.matches("unknown-relation").count(), 4);
}

#[test]
fn github_annotations_are_escaped() {
    expect![[r#"
        ::error file=src/a.ts,line=2,endLine=2,col=16,endColumn=23,title=tabletrace unknown-relation::relation `profile` is not in the schema%0Adid you mean `profiles`?
        ::error file=src/a.ts,line=3,endLine=3,col=16,endColumn=23,title=tabletrace unknown-relation::relation `profile` is not in the schema
        ::warning file=src/a.ts,line=4,endLine=4,col=16,endColumn=19,title=tabletrace unknown-relation::100 %25, <b>: `ä|b`%0Aand *more*
        ::notice title=tabletrace unknown-relation::the schema is incomplete
    "#]].assert_eq(&Fixture::new().written(|report, out| github::write(report, out)));
}

#[test]
fn github_gets_ten_of_a_kind_with_one_of_each_group_first() {
    let mut fixture = Fixture::new();
    let first = fixture.findings[1].clone();
    fixture.findings = (0..12)
        .map(|_| first.clone())
        .chain((0..3).map(|number| Finding {
            subject: Subject {
                target: format!("other{number}"),
                ..Subject::default()
            },
            message: format!("other {number}"),
            ..first.clone()
        }))
        .collect();
    let text = fixture.written(|report, out| github::write(report, out));
    assert_eq!(text.matches("::error ").count(), 10);
    assert_eq!(text.matches("::other ").count(), 3);
    assert!(text.ends_with(
        "::notice title=tabletrace::5 more findings: GitHub shows ten annotations of a kind; the \
         job summary lists all\n"
    ));
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let text = Fixture::new().written(|report, out| gitlab::write(report, out));
    let issues: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut prints: Vec<&str> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str().unwrap())
        .collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), issues.len());
    assert_eq!(issues[1]["location"]["path"], "src/a.ts");
    assert_eq!(issues[1]["location"]["lines"]["begin"], 2);
    assert_eq!(issues[1]["severity"], "major");
}

#[test]
fn json_is_what_its_schema_says() {
    let text = Fixture::new().written(|report, out| json::write(report, out));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&json::schema())
        .unwrap()
        .validate(&value)
        .unwrap();
    let first = &value["findings"][1];
    let at = ["line", "column", "end_line", "end_column"].map(|key| first[key].as_u64().unwrap());
    assert_eq!(at, [2, 16, 2, 23]);
    assert_eq!(value["summary"]["hidden_by_baseline"], 2);
}

#[test]
fn markdown_is_inert() {
    expect![[r#"
        ## tabletrace: 2 errors, 1 warning, 1 note

        | | rule | finding | where |
        |---|---|---|---|
        | ❌ | `unknown-relation` | relation `profile` is not in the schema<br>did you mean `profiles`? | `src/a.ts:2`<br>`src/a.ts:3` |
        | ⚠️ | `unknown-relation` | 100 %, &lt;b&gt;: `ä\|b`<br>and \*more\* | `src/a.ts:4` |
        | ℹ️ | `unknown-relation` | the schema is incomplete |  |

        1 file · 3 of 3 accesses resolved · 2 hidden by the baseline · 1 suppressed · 1 rule did not run
    "#]].assert_eq(&Fixture::new().written(|report, out| markdown::write(report, out)));
}

#[test]
fn sarif_names_rules_places_and_suppressions() {
    let text = Fixture::new().written(|report, out| sarif::write(report, out));
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5);
    // A finding about the whole project has no place.
    assert!(results[0].get("locations").is_none());
    let region = &results[3]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], 16);
    assert_eq!(region["endColumn"], 19);
    assert_eq!(
        results[4]["suppressions"][0]["justification"],
        "it is on its way"
    );
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let index = results[1]["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(rules[index]["id"], results[1]["ruleId"]);
}
