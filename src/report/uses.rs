//! Who touches one relation, routine, bucket or edge function, and where.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use crate::{
    access::{Access, Certainty, TargetKind},
    map::{
        self,
        impact::{
            Change, CodeItem, Impact, SqlItem,
            subject::{self, Subject, SubjectKind},
        },
        summary::{Summary, object_of},
    },
    operation::Operation,
    report::{
        Report, excerpt, impact,
        text::style::{ACCENT, DIM, HEADING},
        visible::visible,
        words,
    },
    source::Location,
};

/// What a name as the user gives it may mean, in any schema.
pub fn subjects(report: &Report<'_>, name: &str) -> Vec<Subject> {
    subject::all_named(report.survey, name)
}

/// The known name that is most like `name`, when one is like it at all.
pub fn nearest(report: &Report<'_>, name: &str) -> Option<String> {
    subject::nearest(report.survey, name)
}

/// Writes every access to the subjects by operation, then what embeds them and the SQL that uses
/// them; of a column, the places that name it.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(
    report: &Report<'_>,
    subjects: &[Subject],
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    for (index, subject) in subjects.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let impact = Impact::of(report.survey, subject, &Change::Drop);
        write_subject(report, &impact, width, &mut out)?;
    }
    Ok(())
}

fn write_subject(
    report: &Report<'_>,
    impact: &Impact,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let subject = &impact.subject;
    let direct: Vec<&CodeItem> = impact.code.iter().filter(|it| it.via.is_empty()).collect();
    let name = subject.label(report.survey);
    let about = match &subject.column {
        Some(_) => about_column(report, &direct),
        None => about(report, subject),
    };
    writeln!(
        out,
        "{HEADING}{}{HEADING:#}  {DIM}{about}{DIM:#}",
        visible(&name)
    )?;
    let mut by_operation: BTreeMap<Option<Operation>, Vec<Place>> = BTreeMap::new();
    let mut embeds = Vec::new();
    for item in direct {
        let access = &report.survey.accesses()[item.access];
        let place = place(report, item, access);
        if subject.column.is_none() && !is_target(report, subject, access) {
            embeds.push(place);
        } else {
            by_operation
                .entry(access.operation)
                .or_default()
                .push(place);
        }
    }
    for (operation, places) in &by_operation {
        let word = operation.map_or(no_operation(subject.kind), Operation::as_str);
        write_places(report, word, places, width, out)?;
    }
    let embeds_word = match subject.kind {
        SubjectKind::Relation => "embed",
        SubjectKind::Routine | SubjectKind::Bucket | SubjectKind::EdgeFunction => "named",
    };
    write_places(report, embeds_word, &embeds, width, out)?;
    write_sql(impact, out)?;
    write_rest(impact, out)
}

/// Whether an access is for the subject, and not for what embeds it.
fn is_target(report: &Report<'_>, subject: &Subject, access: &Access) -> bool {
    access.target.kind == subject.kind.target()
        && object_of(report.survey, access).is_some_and(|object| object.name == subject.name)
}

fn about(report: &Report<'_>, subject: &Subject) -> String {
    let object = subject.object(report.survey);
    let kind = subject.kind.target();
    let mut summaries = report.summaries.iter();
    let summary = summaries.find(|it| it.kind == kind && it.object == object);
    let Some(target) = summary else {
        return "no code names it".to_owned();
    };
    match target.kind {
        TargetKind::Relation => target.usage_reason(),
        TargetKind::Routine => format!("routine, {}", callers(target)),
        TargetKind::Bucket => format!("bucket, {}", callers(target)),
        TargetKind::EdgeFunction => format!("edge function, {}", callers(target)),
    }
}

fn about_column(report: &Report<'_>, items: &[&CodeItem]) -> String {
    if items.is_empty() {
        return "no code names it".to_owned();
    }
    let units = items.iter().map(|item| {
        let access = &report.survey.accesses()[item.access];
        (access.file, &access.unit.name)
    });
    let units: BTreeSet<_> = units.collect();
    format!(
        "named in {} by {}",
        words::counted(items.len(), "place", "places"),
        words::counted(units.len(), "unit", "units")
    )
}

fn callers(target: &Summary) -> String {
    let places = words::counted(target.counts.total(), "place", "places");
    let units = words::counted(target.units.len(), "unit", "units");
    format!("used in {places} by {units}")
}

fn no_operation(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Relation | SubjectKind::Routine => "operation not known",
        SubjectKind::Bucket | SubjectKind::EdgeFunction => "used",
    }
}

/// An access as one line shows it.
struct Place<'a> {
    place: String,
    unit: String,
    /// What leads to it, in short; empty when nothing is known to.
    reached: String,
    access: &'a Access,
}

fn place<'a>(report: &Report<'_>, item: &CodeItem, access: &'a Access) -> Place<'a> {
    let is_target = access.target_span == item.location.span;
    let span = if is_target {
        access.method_span
    } else {
        item.location.span
    };
    let entries = impact::entries(report.survey, &access.code_unit());
    Place {
        place: report.place(item.location.file, span),
        unit: visible(&unit(access)).into_owned(),
        reached: impact::entries_in_short(&entries),
        access,
    }
}

/// The SQL that names the subject, and what hangs on it.
fn write_sql(impact: &Impact, out: &mut impl Write) -> io::Result<()> {
    let parts = impact.goes_with.iter();
    let parts = parts.filter(|it| matches!(it.kind, "trigger" | "policy"));
    let items = impact.sql.iter().chain(parts);
    let mut items: Vec<&SqlItem> = items.filter(|it| it.via.is_empty()).collect();
    items.sort();
    if items.is_empty() {
        return Ok(());
    }
    let number = words::grouped(items.len());
    writeln!(out, "\n{ACCENT}SQL{ACCENT:#} {DIM}{number}{DIM:#}")?;
    let shown = items.iter().map(|item| {
        let place = item.place.as_ref();
        let place = place.map(|it| format!("{}:{}", it.path, it.line));
        let name = format!("{} {}", item.kind, item.name);
        (
            visible(&place.unwrap_or_default()).into_owned(),
            visible(&name).into_owned(),
        )
    });
    let shown: Vec<(String, String)> = shown.collect();
    let place_width = widest(shown.iter().map(|(place, _)| place));
    let name_width = widest(shown.iter().map(|(_, name)| name));
    for (item, (place, name)) in items.iter().zip(&shown) {
        let how = visible(&item.how);
        writeln!(
            out,
            "  {place:place_width$}  {name:name_width$}  {DIM}{how}{DIM:#}"
        )?;
    }
    Ok(())
}

/// What may use the subject as well, in a line each.
fn write_rest(impact: &Impact, out: &mut impl Write) -> io::Result<()> {
    let may = impact.may_code.iter().filter(|it| it.via.is_empty());
    let mut by_how: BTreeMap<&str, usize> = BTreeMap::new();
    for item in may {
        *by_how.entry(&item.how).or_default() += 1;
    }
    let mut lines: Vec<String> = by_how
        .into_iter()
        .map(|(how, number)| format!("{}: {how}", words::counted(number, "access", "accesses")))
        .collect();
    if !impact.cannot_tell.is_empty() {
        let number = impact.cannot_tell.len();
        let kind = impact.subject.kind.as_str().replace('_', " ");
        lines.push(format!(
            "{}: may be for any {kind}, chosen at run time",
            words::counted(number, "access", "accesses")
        ));
    }
    if !lines.is_empty() {
        writeln!(out)?;
    }
    for line in lines {
        writeln!(out, "{DIM}{line}{DIM:#}")?;
    }
    Ok(())
}

fn widest<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    texts
        .map(|text| text.chars().count())
        .max()
        .unwrap_or_default()
}

/// One line for each access: the place, the unit, what leads to it, and what of the code the width
/// has room for.
fn write_places(
    report: &Report<'_>,
    word: &str,
    places: &[Place<'_>],
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let number = words::grouped(places.len());
    writeln!(out, "\n{ACCENT}{word}{ACCENT:#} {DIM}{number}{DIM:#}")?;
    let place_width = widest(places.iter().map(|it| &it.place));
    let unit_width = widest(places.iter().map(|it| &it.unit));
    let reached_width = widest(places.iter().map(|it| &it.reached));
    let gap = if reached_width > 0 {
        reached_width + 2
    } else {
        0
    };
    let room = width.saturating_sub(place_width + unit_width + gap + 6);
    for Place {
        place,
        unit,
        reached,
        access,
    } in places
    {
        write!(out, "  {place:place_width$}  {unit}")?;
        let pad = unit_width - unit.chars().count();
        if gap > 0 && (room >= 20 || !reached.is_empty()) {
            write!(out, "{:pad$}  {ACCENT}{reached}{ACCENT:#}", "")?;
        }
        if room < 20 {
            writeln!(out)?;
            continue;
        }
        let pad = match gap {
            0 => pad,
            _ => reached_width - reached.chars().count(),
        };
        let location = Location {
            file: access.file,
            span: access.statement_span,
        };
        let code = report.excerpt(location, excerpt::LIMIT.min(room - 1));
        writeln!(out, "{:pad$}  {DIM}{code}{DIM:#}", "")?;
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
        write(&report, &subjects(&report, name), width, stripped).unwrap();
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

                1 access: may be for any relation, chosen at run time
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

                1 access: may be for any relation, chosen at run time
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

                1 access: may be for any relation, chosen at run time
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
        assert!(subjects(&report, "post").is_empty());
        assert!(subjects(&report, "audit.posts").is_empty());
    }
}
