//! Who touches one relation, routine, bucket or edge function, and where.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{
    access::{Access, Certainty, SchemaRef, TargetKind},
    map::{
        self,
        summary::{Summary, object_of},
    },
    operation::Operation,
    report::{
        Report, excerpt,
        text::style::{ACCENT, DIM, HEADING},
        words,
    },
    source::Location,
};

/// The schema that a server exposes unless it is told otherwise.
const DEFAULT_SCHEMA: &str = "public";

/// The targets that a name as the user gives it may mean: `name` in any schema, or `schema.name`.
///
/// `public.name` is also what the code names without a schema.
pub fn targets<'r>(report: &'r Report<'_>, name: &str) -> Vec<&'r Summary> {
    let summaries = report.summaries.iter();
    summaries
        .filter(|summary| is_meant(summary, name))
        .collect()
}

fn is_meant(summary: &Summary, name: &str) -> bool {
    let object = &summary.object;
    if object.name == name || summary.label() == name {
        return true;
    }
    let Some((schema, name)) = name.split_once('.') else {
        return false;
    };
    schema == DEFAULT_SCHEMA && object.schema == SchemaRef::Default && object.name == name
}

/// The name of a target that is most like `name`, when one is like it at all.
pub fn nearest(report: &Report<'_>, name: &str) -> Option<String> {
    const LEAST: f64 = 0.8;
    let wanted = name.to_lowercase();
    report
        .summaries
        .iter()
        .map(|summary| (likeness(summary, &wanted), summary))
        .filter(|(likeness, _)| *likeness >= LEAST)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, summary)| summary.label())
}

fn likeness(summary: &Summary, wanted: &str) -> f64 {
    let name = strsim::jaro_winkler(&summary.object.name.to_lowercase(), wanted);
    let label = strsim::jaro_winkler(&summary.label().to_lowercase(), wanted);
    name.max(label)
}

/// Writes every access to the targets, by target and operation.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(
    report: &Report<'_>,
    targets: &[&Summary],
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    for (index, target) in targets.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_target(report, target, width, &mut out)?;
    }
    Ok(())
}

fn write_target(
    report: &Report<'_>,
    target: &Summary,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut by_operation: BTreeMap<Option<Operation>, Vec<&Access>> = BTreeMap::new();
    for access in report.accesses().filter(|access| !access.wrapper) {
        if access.target.kind == target.kind
            && object_of(report.survey, access).as_ref() == Some(&target.object)
        {
            by_operation
                .entry(access.operation)
                .or_default()
                .push(access);
        }
    }
    let name = target.label();
    writeln!(
        out,
        "{HEADING}{name}{HEADING:#}  {DIM}{}{DIM:#}",
        about(target)
    )?;
    for (operation, accesses) in by_operation {
        let word = operation.map_or(no_operation(target.kind), Operation::as_str);
        let number = words::grouped(accesses.len());
        writeln!(out, "\n{ACCENT}{word}{ACCENT:#} {DIM}{number}{DIM:#}")?;
        write_places(report, &accesses, width, out)?;
    }
    Ok(())
}

fn about(target: &Summary) -> String {
    match target.kind {
        TargetKind::Relation => target.usage_reason(),
        TargetKind::Routine => format!("routine, {}", callers(target)),
        TargetKind::Bucket => format!("bucket, {}", callers(target)),
        TargetKind::EdgeFunction => format!("edge function, {}", callers(target)),
    }
}

fn callers(target: &Summary) -> String {
    let places = words::counted(target.counts.total(), "place", "places");
    let units = words::counted(target.units.len(), "unit", "units");
    format!("used in {places} by {units}")
}

fn no_operation(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Relation | TargetKind::Routine => "operation not known",
        TargetKind::Bucket | TargetKind::EdgeFunction => "used",
    }
}

/// One line for each access: the place, the unit, and what of the code the width has room for.
fn write_places(
    report: &Report<'_>,
    accesses: &[&Access],
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let places: Vec<(String, String)> = accesses
        .iter()
        .map(|access| (report.place(access.file, access.method_span), unit(access)))
        .collect();
    let widest = |texts: &mut dyn Iterator<Item = &String>| {
        texts
            .map(|text| text.chars().count())
            .max()
            .unwrap_or_default()
    };
    let place_width = widest(&mut places.iter().map(|(place, _)| place));
    let unit_width = widest(&mut places.iter().map(|(_, unit)| unit));
    let room = width.saturating_sub(place_width + unit_width + 6);
    for (access, (place, unit)) in accesses.iter().zip(&places) {
        if room < 20 {
            writeln!(out, "  {place:place_width$}  {unit}")?;
            continue;
        }
        let location = Location {
            file: access.file,
            span: access.statement_span,
        };
        let code = report.excerpt(location, excerpt::LIMIT.min(room - 1));
        writeln!(
            out,
            "  {place:place_width$}  {unit:unit_width$}  {DIM}{code}{DIM:#}"
        )?;
    }
    Ok(())
}

/// The unit, and what is to be said of a name that is not simply there.
fn unit(access: &Access) -> String {
    let unit = map::unit_name(access);
    match access.certainty {
        Certainty::Literal | Certainty::Constant | Certainty::Dynamic(_) => unit.to_owned(),
        Certainty::OneOf => format!("{unit} (one of several)"),
        Certainty::Passed => format!("{unit} (through a wrapper)"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::{report::tests::analysis, survey::Survey};

    use super::*;

    fn check(name: &str, width: usize, expected: &Expect) {
        let (sources, analysis) = analysis();
        let survey = Survey::of_code(&sources, &analysis);
        let report = Report::new(&survey);
        let mut out = Vec::new();
        let stripped = anstream::StripStream::new(&mut out);
        write(&report, &targets(&report, name), width, stripped).unwrap();
        expected.assert_eq(&String::from_utf8(out).unwrap());
    }

    #[test]
    fn places_stand_by_operation() {
        check(
            "public.posts",
            90,
            &expect![[r#"
            posts  read in 2 places by 2 units and written in 2 places by 2 units

            select 1
              src/posts.ts:5:12  list  supabase.from("posts").select("id, title").eq("published", tru…

            upsert 1
              src/posts.ts:10:8  PostStore.save  supabase .from(Tables.Posts) .upsert(row)

            delete 1
              src/posts.ts:16:19  drop (one of several)  supabase.from(draft ? "drafts" : "posts").de…

            subscribe 1
              src/posts.ts:28:23  (module)  supabase.channel("x").on("postgres_changes", { event: "*"…
        "#]],
        );
    }

    #[test]
    fn a_narrow_terminal_shows_no_code() {
        check(
            "posts",
            50,
            &expect![[r#"
            posts  read in 2 places by 2 units and written in 2 places by 2 units

            select 1
              src/posts.ts:5:12  list  supabase.from("posts")…

            upsert 1
              src/posts.ts:10:8  PostStore.save

            delete 1
              src/posts.ts:16:19  drop (one of several)

            subscribe 1
              src/posts.ts:28:23  (module)
        "#]],
        );
    }

    #[test]
    fn buckets_and_routines_have_uses_too() {
        check(
            "avatars",
            100,
            &expect![[r#"
            avatars  bucket, used in 1 place by 1 unit

            used 1
              src/posts.ts:26:24  (module)  supabase.storage.from("avatars").upload("a.png", file)
        "#]],
        );
        check(
            "audit.events",
            100,
            &expect![[r#"
            audit.events  written in 1 place by 1 unit; no resolved access reads it

            insert 1
              src/posts.ts:25:32  (module)  supabase.schema("audit").from("events").insert({ kind: "boot" })
        "#]],
        );
    }

    #[test]
    fn a_near_miss_is_named() {
        let (sources, analysis) = analysis();
        let survey = Survey::of_code(&sources, &analysis);
        let report = Report::new(&survey);
        assert_eq!(nearest(&report, "Post").as_deref(), Some("posts"));
        assert_eq!(nearest(&report, "event").as_deref(), Some("audit.events"));
        assert_eq!(nearest(&report, "zzz"), None);
        assert!(targets(&report, "post").is_empty());
        assert!(targets(&report, "audit.posts").is_empty());
    }
}
