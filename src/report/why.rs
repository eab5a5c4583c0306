//! Why a call site is an access, or is none: the reasons as chains of places.

use std::io::{self, Write};

use crate::{
    access::Rejected,
    access::{Access, Certainty, Step, TargetKind},
    map::dynamic_reason,
    operation::Operation,
    report::{
        Report, excerpt,
        text::style::{ACCENT, DIM, HEADING, WARNING},
        words,
    },
    source::{FileId, Location, Position, Span},
};

/// A place that the user asks about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Question {
    pub file: FileId,
    /// 1-based.
    pub line: u32,
    /// 1-based; `None` asks about the whole line.
    pub column: Option<u32>,
}

/// What there is to say about a place.
#[derive(Debug)]
pub struct Answer<'a> {
    pub accesses: Vec<&'a Access>,
    /// Call sites that are no access.
    pub rejected: Vec<&'a Rejected>,
}

impl Answer<'_> {
    pub fn is_empty(&self) -> bool {
        self.accesses.is_empty() && self.rejected.is_empty()
    }
}

/// The call sites on the line; with a column, those whose statement covers it, if there are any.
pub fn answer<'a>(report: &Report<'a>, question: Question) -> Answer<'a> {
    let mut found = Answer {
        accesses: report
            .accesses()
            .filter(|access| is_asked(report, question, access.file, access.method_span))
            .collect(),
        rejected: report
            .analysis
            .rejected
            .iter()
            .filter(|rejected| is_asked(report, question, rejected.file, rejected.method_span))
            .collect(),
    };
    if let Some(column) = question.column {
        narrow(report, &mut found, column);
    }
    found
}

fn is_asked(report: &Report<'_>, question: Question, file: FileId, span: Span) -> bool {
    file == question.file && report.position(file, span).line == question.line
}

/// Keeps what the column is on, when it is on anything.
fn narrow(report: &Report<'_>, found: &mut Answer<'_>, column: u32) {
    let is_on = |file: FileId, span: Span| {
        let start = report.position(file, span).column;
        let length = report.file(file).slice(span).chars().count() as u32;
        (start..=start + length).contains(&column)
    };
    let accesses = found.accesses.iter();
    let rejected = found.rejected.iter();
    let is_on_any = accesses
        .map(|access| (access.file, access.method_span))
        .chain(rejected.map(|rejected| (rejected.file, rejected.method_span)))
        .any(|(file, span)| is_on(file, span));
    if is_on_any {
        found
            .accesses
            .retain(|access| is_on(access.file, access.method_span));
        found
            .rejected
            .retain(|rejected| is_on(rejected.file, rejected.method_span));
    }
}

/// The place of the access nearest to the line in its file, as `path:line:column`.
pub fn nearest(report: &Report<'_>, question: Question) -> Option<String> {
    let places = report
        .accesses()
        .filter(|access| access.file == question.file)
        .map(|access| report.position(access.file, access.method_span));
    let Position { line, column } =
        places.min_by_key(|position| position.line.abs_diff(question.line))?;
    Some(format!(
        "{}:{line}:{column}",
        report.file(question.file).path
    ))
}

/// Writes what is known of each call site.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, answer: &Answer<'_>, mut out: impl Write) -> io::Result<()> {
    for (index, access) in answer.accesses.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_access(report, access, &mut out)?;
    }
    for (index, rejected) in answer.rejected.iter().enumerate() {
        if index > 0 || !answer.accesses.is_empty() {
            writeln!(out)?;
        }
        write_rejected(report, rejected, &mut out)?;
    }
    Ok(())
}

fn write_access(report: &Report<'_>, access: &Access, out: &mut impl Write) -> io::Result<()> {
    write_place(report, access.file, access.method_span, out)?;
    writeln!(out, "\n{}", verdict(report, access))?;
    let evidence = access.evidence.kind;
    writeln!(
        out,
        "\n{HEADING}Client{HEADING:#}  {} {DIM}({}){DIM:#}",
        words::evidence(evidence),
        evidence.as_str()
    )?;
    write_steps(report, &access.evidence.chain, out)?;
    writeln!(
        out,
        "\n{HEADING}Name{HEADING:#}  {} {DIM}({}){DIM:#}",
        name(access),
        access.certainty.as_str()
    )?;
    write_steps(report, &access.via, out)
}

fn write_rejected(
    report: &Report<'_>,
    rejected: &Rejected,
    out: &mut impl Write,
) -> io::Result<()> {
    write_place(report, rejected.file, rejected.method_span, out)?;
    writeln!(
        out,
        "\n{WARNING}Not an access:{WARNING:#} the receiver is {}",
        rejected.because
    )?;
    write_steps(report, &rejected.chain, out)
}

/// The place, and its line of source under it.
fn write_place(
    report: &Report<'_>,
    file: FileId,
    span: Span,
    out: &mut impl Write,
) -> io::Result<()> {
    let place = report.place(file, span);
    writeln!(out, "{HEADING}{place}{HEADING:#}")?;
    let source = line(report, Location { file, span });
    writeln!(out, "  {DIM}│{DIM:#} {source}")
}

/// What the access is, as a sentence.
fn verdict(report: &Report<'_>, access: &Access) -> String {
    let kind = match access.target.kind {
        TargetKind::Relation => "relation",
        TargetKind::Routine => "routine",
        TargetKind::Bucket => "bucket",
        TargetKind::EdgeFunction => "edge function",
    };
    let verb = match (access.operation, access.target.kind) {
        (Some(operation), _) => format!("{} on", capitalised(operation.as_str())),
        (None, TargetKind::Bucket | TargetKind::EdgeFunction) => "Use of".to_owned(),
        (None, TargetKind::Relation | TargetKind::Routine) => "Unknown operation on".to_owned(),
    };
    let verb = match access.operation {
        Some(Operation::Call) => "Call of",
        Some(Operation::Subscribe) => "Subscription to",
        Some(
            Operation::Select
            | Operation::Insert
            | Operation::Upsert
            | Operation::Update
            | Operation::Delete,
        )
        | None => &verb,
    };
    match report.target_label(access) {
        Some(name) => format!("{verb} the {kind} {ACCENT}{name}{ACCENT:#}"),
        None => format!("{verb} a {kind} that is {WARNING}not known{WARNING:#}"),
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// Where the name comes from, in words.
fn name(access: &Access) -> String {
    if access.wrapper {
        return "handed in by the callers of this wrapper, which are listed in its place"
            .to_owned();
    }
    if let Some(reason) = dynamic_reason(access) {
        return words::reason(reason).to_owned();
    }
    let phrase = match access.certainty {
        Certainty::Literal => "a literal at the call site",
        Certainty::Constant => "a constant, followed to its literal",
        Certainty::Passed => "handed to a wrapper by this call",
        Certainty::OneOf => "one of several that it can be",
        Certainty::Dynamic(reason) => words::reason(reason),
    };
    phrase.to_owned()
}

/// The steps as a numbered list, places aligned, each with its line of source.
fn write_steps(report: &Report<'_>, steps: &[Step], out: &mut impl Write) -> io::Result<()> {
    let places: Vec<String> = steps
        .iter()
        .map(|step| report.place(step.location.file, step.location.span))
        .collect();
    let widest = places.iter().map(|place| place.chars().count()).max();
    let width = widest.unwrap_or_default();
    for (index, (step, place)) in steps.iter().zip(&places).enumerate() {
        let (number, word) = (index + 1, words::step(step.kind));
        let source = line(report, step.location);
        writeln!(
            out,
            "  {DIM}{number}.{DIM:#} {word:9}  {place:width$}  {DIM}{source}{DIM:#}"
        )?;
    }
    Ok(())
}

/// The line of source on which a location starts, or the location alone when the line is too long
/// to show where in it that is.
fn line(report: &Report<'_>, location: Location) -> String {
    const LIMIT: usize = 100;
    const LONG: u32 = 400;
    let file = report.file(location.file);
    let start = file.position(location.span.start).line;
    let span = match file.line_span(start) {
        Some(span) if span.end - span.start <= LONG => span,
        Some(_) | None => location.span,
    };
    excerpt::excerpt(file, span, LIMIT)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::{report::tests::analysis, survey::Survey};

    use super::*;

    fn at(line: u32, column: Option<u32>) -> Question {
        let file = FileId(1);
        Question { file, line, column }
    }

    fn check(question: Question, expected: &Expect) {
        let (sources, analysis) = analysis();
        let survey = Survey::of_code(&sources, &analysis);
        let report = Report::new(&survey);
        let mut out = Vec::new();
        let stripped = anstream::StripStream::new(&mut out);
        write(&report, &answer(&report, question), stripped).unwrap();
        expected.assert_eq(&String::from_utf8(out).unwrap());
    }

    #[test]
    fn an_access_shows_its_client_and_its_name() {
        check(
            at(10, None),
            &expect![[r#"
            src/posts.ts:10:8
              │ .from(Tables.Posts)

            Upsert on the relation posts

            Client  created by a client package (created)
              1. imported   src/posts.ts:1:10   import { supabase } from "./client";
              2. defined    src/client.ts:2:14  export const supabase = createClient("https://x.supabase.co", "***");
              3. created    src/client.ts:2:25  export const supabase = createClient("https://x.supabase.co", "***");

            Name  a constant, followed to its literal (constant)
              1. member     src/posts.ts:10:13  .from(Tables.Posts)
              2. imported   src/posts.ts:2:10   import { Tables } from "./tables";
              3. literal    src/tables.ts:1:32  export const Tables = { Posts: "posts" } as const;
        "#]],
        );
    }

    #[test]
    fn each_name_of_a_conditional_is_shown() {
        check(
            at(16, Some(20)),
            &expect![[r#"
            src/posts.ts:16:19
              │ return supabase.from(draft ? "drafts" : "posts").delete().eq("id", 1);

            Delete on the relation drafts

            Client  created by a client package (created)
              1. imported   src/posts.ts:1:10   import { supabase } from "./client";
              2. defined    src/client.ts:2:14  export const supabase = createClient("https://x.supabase.co", "***");
              3. created    src/client.ts:2:25  export const supabase = createClient("https://x.supabase.co", "***");

            Name  one of several that it can be (one_of)

            src/posts.ts:16:19
              │ return supabase.from(draft ? "drafts" : "posts").delete().eq("id", 1);

            Delete on the relation posts

            Client  created by a client package (created)
              1. imported   src/posts.ts:1:10   import { supabase } from "./client";
              2. defined    src/client.ts:2:14  export const supabase = createClient("https://x.supabase.co", "***");
              3. created    src/client.ts:2:25  export const supabase = createClient("https://x.supabase.co", "***");

            Name  one of several that it can be (one_of)
        "#]],
        );
    }

    #[test]
    fn a_dynamic_name_shows_its_reason() {
        check(
            at(29, None),
            &expect![[r#"
            src/posts.ts:29:38
              │ export const report = () => supabase.from(request.query.table).select();

            Select on a relation that is not known

            Client  created by a client package (created)
              1. imported   src/posts.ts:1:10   import { supabase } from "./client";
              2. defined    src/client.ts:2:14  export const supabase = createClient("https://x.supabase.co", "***");
              3. created    src/client.ts:2:25  export const supabase = createClient("https://x.supabase.co", "***");

            Name  comes with a request or from the command line (dynamic)
        "#]],
        );
    }

    #[test]
    fn a_receiver_that_is_no_client_shows_what_it_is() {
        check(
            at(30, None),
            &expect![[r#"
            src/posts.ts:30:7
              │ Array.from(list());

            Not an access: the receiver is a global of the language
              1. defined    src/posts.ts:30:1  Array.from(list());
        "#]],
        );
    }

    #[test]
    fn elsewhere_the_nearest_access_is_named() {
        let (sources, analysis) = analysis();
        let survey = Survey::of_code(&sources, &analysis);
        let report = Report::new(&survey);
        assert!(answer(&report, at(12, None)).is_empty());
        assert_eq!(
            nearest(&report, at(12, None)).as_deref(),
            Some("src/posts.ts:10:8")
        );
        let other = Question {
            file: FileId(2),
            ..at(1, None)
        };
        assert_eq!(nearest(&report, other), None);
    }
}
