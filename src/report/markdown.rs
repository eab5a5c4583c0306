//! The map as a document for people, with nothing left out.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{
    access::{Access, Reason, TargetKind},
    map::{self, dynamic_reason, summary::Summary},
    operation::Operation,
    report::{Report, data_flow, visible::visible, words},
};

/// Writes the document; about a focus alone where there is one.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    if let Some(focus) = &report.drawn.focus {
        writeln!(out, "# Data flow around {}", code(&focus.title()))?;
        return data_flow::write(report, out);
    }
    writeln!(out, "# Database interaction map\n")?;
    summary(report, out)?;
    data_flow::write(report, out)?;
    relations(report, out)?;
    readers_and_writers(report, out)?;
    users(
        report,
        TargetKind::Routine,
        ("Routines", "routine", "calls", "called by"),
        out,
    )?;
    users(
        report,
        TargetKind::Bucket,
        ("Buckets", "bucket", "accesses", "used by"),
        out,
    )?;
    let edge_functions = ("Edge functions", "edge function", "calls", "called by");
    users(report, TargetKind::EdgeFunction, edge_functions, out)?;
    dynamic(report, out)?;
    notices(report, out)
}

fn summary(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let totals = &report.totals;
    writeln!(out, "{}.\n", report.coverage_line())?;
    writeln!(out, "| | |\n|---|---:|")?;
    let files = report.analysis.statistics.files;
    writeln!(out, "| source files | {} |", words::grouped(files))?;
    for operation in Operation::ALL {
        let number = totals.counts.get(operation);
        if number > 0 {
            writeln!(
                out,
                "| {} | {} |",
                operation.as_str(),
                words::grouped(number)
            )?;
        }
    }
    for (label, number) in [
        ("operation not known", totals.counts.unknown),
        ("bucket accesses", totals.buckets),
        ("edge function calls", totals.edge_functions),
    ] {
        if number > 0 {
            writeln!(out, "| {label} | {} |", words::grouped(number))?;
        }
    }
    Ok(())
}

fn relations(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let relations = report.by_frequency(TargetKind::Relation);
    if relations.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Relations\n")?;
    writeln!(
        out,
        "| relation | class | accesses | select | insert | upsert | update | delete | subscribe | unknown | readers | writers |"
    )?;
    writeln!(out, "|---|---|{}", "---:|".repeat(10))?;
    for relation in relations {
        let counts = &relation.counts;
        write!(
            out,
            "| {} | {} |",
            code(&relation.label()),
            relation.usage().as_str()
        )?;
        for number in [
            counts.total(),
            counts.get(Operation::Select),
            counts.get(Operation::Insert),
            counts.get(Operation::Upsert),
            counts.get(Operation::Update),
            counts.get(Operation::Delete),
            counts.get(Operation::Subscribe),
            counts.unknown,
            relation.readers.len(),
            relation.writers.len(),
        ] {
            write!(out, " {} |", words::grouped(number))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Each relation with the code that touches it, and where.
fn readers_and_writers(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut places: BTreeMap<_, Vec<&Access>> = BTreeMap::new();
    for access in report.accesses() {
        if access.target.kind == TargetKind::Relation
            && !access.wrapper
            && let Some(name) = report.target_label(access)
        {
            places.entry(name).or_default().push(access);
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Readers and writers")?;
    for (name, accesses) in places {
        writeln!(out, "\n### {}\n", code(&name))?;
        for access in accesses {
            writeln!(
                out,
                "- {} in {}, {}",
                access
                    .operation
                    .map_or("operation not known", Operation::as_str),
                code(map::unit_name(access)),
                code(&report.place(access.file, access.method_span)),
            )?;
        }
    }
    Ok(())
}

/// A table of targets that are only called or used; the words are its title and its columns.
fn users(
    report: &Report<'_>,
    kind: TargetKind,
    (title, name, number, users): (&str, &str, &str, &str),
    out: &mut impl Write,
) -> io::Result<()> {
    let targets = report.by_frequency(kind);
    if targets.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {title}\n")?;
    writeln!(out, "| {name} | {number} | {users} |\n|---|---:|---|")?;
    for target in targets {
        let units: Vec<String> = target.units.iter().map(|unit| code(unit)).collect();
        writeln!(
            out,
            "| {} | {} | {} |",
            code(&Summary::label(target)),
            words::grouped(target.counts.total()),
            units.join(", ")
        )?;
    }
    Ok(())
}

fn dynamic(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut by_reason: BTreeMap<Reason, Vec<&Access>> = BTreeMap::new();
    for access in report.accesses() {
        if let Some(reason) = dynamic_reason(access) {
            by_reason.entry(reason).or_default().push(access);
        }
    }
    if by_reason.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Dynamic accesses\n")?;
    writeln!(
        out,
        "What these reach, or what they do to it, is known only at run time. The call site inside a wrapper is listed, but its callers are what is counted."
    )?;
    for (reason, accesses) in by_reason {
        writeln!(
            out,
            "\n### {}: {}\n",
            reason.as_str(),
            words::reason(reason)
        )?;
        writeln!(
            out,
            "| place | target | operation | code |\n|---|---|---|---|"
        )?;
        for access in accesses {
            let target = report
                .target_label(access)
                .map_or_else(|| "?".to_owned(), |name| code(&name));
            let wrapper = if access.wrapper { " (wrapper)" } else { "" };
            writeln!(
                out,
                "| {}{wrapper} | {target} | {} | {} |",
                code(&report.place(access.file, access.method_span)),
                access.operation.map_or("?", Operation::as_str),
                code(&report.code(access)),
            )?;
        }
    }
    Ok(())
}

fn notices(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut notices: Vec<_> = report.analysis.notices.iter().collect();
    if notices.is_empty() {
        return Ok(());
    }
    notices.sort();
    writeln!(out, "\n## Notices\n")?;
    writeln!(out, "| place | kind | |\n|---|---|---|")?;
    for notice in notices {
        let place = match notice.line {
            _ if notice.path.is_empty() => String::new(),
            Some(line) => code(&format!("{}:{line}", notice.path)),
            None => code(&notice.path),
        };
        let message = super::secrets::mask(&notice.message).replace('|', "\\|");
        writeln!(out, "| {place} | {} | {message} |", notice.kind.as_str())?;
    }
    Ok(())
}

/// Text in a code span, safe in a table.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let text = visible(&text);
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    let text = text.replace('|', "\\|");
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{report::tests::analysis, survey::Survey};

    use super::*;

    #[test]
    fn the_document_holds_everything() {
        let (sources, analysis) = analysis();
        let mut out = Vec::new();
        write(
            &Report::new(&Survey::of_code(&sources, &analysis)),
            &mut out,
        )
        .unwrap();
        expect![[r##"
            # Database interaction map

            8 accesses, 7 resolved (87.5 %), 1 dynamic; 1 file did not fully parse.

            | | |
            |---|---:|
            | source files | 4 |
            | select | 3 |
            | insert | 1 |
            | upsert | 1 |
            | delete | 1 |
            | call | 1 |
            | subscribe | 1 |
            | bucket accesses | 1 |
            | edge function calls | 1 |

            ## Data flow

            Arrows point the way data moves: a thick line is a write, with its operations; a dotted line is a read; an arrow at both ends is both. A dashed line that ends in a circle is a foreign key. Cylinders are tables, with a dashed border views; hexagons are routines, rounded shapes entry points, boxes code. What has a grey dashed border is the subject of another diagram.

            ```mermaid
            flowchart LR
              n4[("authors")]
              n5[("drafts")]
              n6[("posts")]
              n7[("audit.events")]
              n8{{"increment<br/>routine"}}
              n9[/"avatars<br/>bucket"\]
              n10{{"send-email<br/>edge function"}}
              subgraph g1["src/posts.ts"]
                n0["(module)"]
                n1["PostStore.save"]
                n2["drop"]
                n3["list"]
              end
              style g1 fill:none,stroke:#94a3b8
              n0 ==>|"insert"| n7
              n0 --> n8
              n0 --> n9
              n0 --> n10
              n1 ==>|"upsert"| n6
              n2 ==>|"delete"| n5
              n2 ==>|"delete"| n6
              n4 -.-> n0
              n6 -.->|"subscribe"| n0
              n6 -.-> n3
              classDef code fill:#f8fafc,stroke:#64748b,color:#0f172a
              class n0,n1,n2,n3 code
              classDef table fill:#dbeafe,stroke:#1d4ed8,color:#0f172a
              class n4,n5,n6,n7 table
              classDef routine fill:#f3e8ff,stroke:#7e22ce,color:#0f172a
              class n8 routine
              classDef service fill:#fef3c7,stroke:#b45309,color:#0f172a
              class n9,n10 service
              linkStyle 7,8,9 stroke:#2563eb,stroke-width:1.5px
              linkStyle 1,2,3 stroke:#9333ea,stroke-width:1.5px
              linkStyle 0,4,5,6 stroke:#ea580c,stroke-width:2.5px
            ```

            | relation | written by | read by | entry points |
            |---|---|---|---|
            | `authors` |  | `src/posts.ts#(module)` |  |
            | `drafts` | `src/posts.ts#drop` |  |  |
            | `posts` | `src/posts.ts#PostStore.save`, `src/posts.ts#drop` | `src/posts.ts#(module)`, `src/posts.ts#list` |  |
            | `audit.events` | `src/posts.ts#(module)` |  |  |

            ## Relations

            | relation | class | accesses | select | insert | upsert | update | delete | subscribe | unknown | readers | writers |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            | `posts` | read_write | 4 | 1 | 0 | 1 | 0 | 1 | 1 | 0 | 2 | 2 |
            | `authors` | read_only | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 |
            | `drafts` | write_only | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 1 |
            | `audit.events` | write_only | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 1 |

            ## Readers and writers

            ### `audit.events`

            - insert in `(module)`, `src/posts.ts:25:32`

            ### `authors`

            - select in `(module)`, `src/posts.ts:23:7`

            ### `drafts`

            - delete in `drop`, `src/posts.ts:16:19`

            ### `posts`

            - select in `list`, `src/posts.ts:5:12`
            - upsert in `PostStore.save`, `src/posts.ts:10:8`
            - delete in `drop`, `src/posts.ts:16:19`
            - subscribe in `(module)`, `src/posts.ts:28:23`

            ## Routines

            | routine | calls | called by |
            |---|---:|---|
            | `increment` | 1 | `src/posts.ts#(module)` |

            ## Buckets

            | bucket | accesses | used by |
            |---|---:|---|
            | `avatars` | 1 | `src/posts.ts#(module)` |

            ## Edge functions

            | edge function | calls | called by |
            |---|---:|---|
            | `send-email` | 1 | `src/posts.ts#(module)` |

            ## Dynamic accesses

            What these reach, or what they do to it, is known only at run time. The call site inside a wrapper is listed, but its callers are what is counted.

            ### parameter: a parameter, handed in from elsewhere or by nobody

            | place | target | operation | code |
            |---|---|---|---|
            | `src/posts.ts:20:19` (wrapper) | ? | select | `supabase.from(table).select("*")` |

            ### request: comes with a request or from the command line

            | place | target | operation | code |
            |---|---|---|---|
            | `src/posts.ts:29:38` | ? | select | `supabase.from(request.query.table).select()` |

            ## Notices

            | place | kind | |
            |---|---|---|
            |  | cache | the cache was written by another version |
            | `src/broken.ts:3` | syntax-error | unexpected `}` |
        "##]].assert_eq(&String::from_utf8(out).unwrap());
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a | b"), "`a \\| b`");
        assert_eq!(code("`${a}` ``b``"), "``` `${a}` ``b`` ```");
    }
}
