//! A change and what it breaks, for the terminal.

use std::io::{self, Write};

use super::model::{Code, Document, Sql};
use crate::{
    map::impact::Impact,
    report::{
        text::style::{ACCENT, DIM, HEADING, WARNING},
        visible::visible,
        words,
    },
    survey::Survey,
};

/// Writes it.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(survey: &Survey<'_>, impact: &Impact, mut out: impl Write) -> io::Result<()> {
    let document = Document::new(survey, impact);
    let out = &mut out;
    writeln!(
        out,
        "{HEADING}{}{HEADING:#} {}: {}",
        visible(&document.subject),
        document.change(),
        document.verdict()
    )?;
    refusing(&document, out)?;
    let codes = |items: &[Code]| items.iter().map(line_of_code).collect::<Vec<_>>();
    let sqls = |items: &[Sql]| items.iter().map(line_of_sql).collect::<Vec<_>>();
    let (tests, code): (Vec<&Code>, Vec<&Code>) = document.code.iter().partition(|it| it.in_test);
    let refs = |items: &[&Code]| {
        items
            .iter()
            .map(|item| line_of_code(item))
            .collect::<Vec<_>>()
    };
    section("code", &refs(&code), out)?;
    section("tests", &refs(&tests), out)?;
    section("SQL", &sqls(&document.sql), out)?;
    section("goes with it", &sqls(&document.goes_with), out)?;
    let mut may = codes(&document.may_depend.code);
    may.extend(sqls(&document.may_depend.sql));
    section("may depend", &may, out)?;
    let mut unknown = codes(&document.cannot_tell.code);
    unknown.extend(document.cannot_tell.sql.iter().map(|name| Line {
        place: String::new(),
        name: name.clone(),
        clause: "puts SQL together at run time".to_owned(),
        reached: String::new(),
    }));
    section("cannot tell", &unknown, out)
}

/// What stands in the way, in one line.
fn refusing(document: &Document, out: &mut impl Write) -> io::Result<()> {
    const SHOWN: usize = 5;
    let refusing = document.refusing();
    if refusing.is_empty() {
        return Ok(());
    }
    let names = refusing.iter().take(SHOWN);
    let mut names: Vec<String> = names
        .map(|item| format!("{} `{}`", item.kind, visible(&item.name)))
        .collect();
    if refusing.len() > SHOWN {
        names.push(format!("{} more", refusing.len() - SHOWN));
    }
    writeln!(
        out,
        "{WARNING}Postgres refuses to drop it without `CASCADE`{WARNING:#} {DIM}because of {}{DIM:#}",
        names.join(", ")
    )
}

/// A line of a section.
struct Line {
    place: String,
    name: String,
    clause: String,
    reached: String,
}

fn line_of_code(item: &Code) -> Line {
    Line {
        place: item.place(),
        name: item.unit.clone(),
        clause: item.clause(),
        reached: item.reached(),
    }
}

fn line_of_sql(item: &Sql) -> Line {
    Line {
        place: item.place(),
        name: format!("{} {}", item.kind, item.name),
        clause: item.clause(),
        reached: String::new(),
    }
}

fn section(title: &str, lines: &[Line], out: &mut impl Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let number = words::grouped(lines.len());
    writeln!(out, "\n{ACCENT}{title}{ACCENT:#} {DIM}{number}{DIM:#}")?;
    let shown: Vec<[String; 3]> = lines
        .iter()
        .map(|line| [&line.place, &line.name, &line.clause].map(|it| visible(it).into_owned()))
        .collect();
    let widest = |column: usize, most: usize| {
        let widths = shown.iter().map(|line| line[column].chars().count());
        widths
            .filter(|width| *width <= most)
            .max()
            .unwrap_or_default()
    };
    let (places, names) = (widest(0, 70), widest(1, 45));
    let has_places = shown.iter().any(|[place, ..]| !place.is_empty());
    for (line, [place, name, clause]) in lines.iter().zip(&shown) {
        write!(out, "  ")?;
        if has_places {
            write!(out, "{place:places$}  ")?;
        }
        write!(out, "{name:names$}  {clause}")?;
        if !line.reached.is_empty() {
            write!(out, "  {DIM}{}{DIM:#}", line.reached)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
