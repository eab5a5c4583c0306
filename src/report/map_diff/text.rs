//! What a change does to the map, for the terminal.

use std::io::{self, Write};

use super::{
    by_words, counts_words, dynamic_words, entry_words,
    headline::headline,
    noun, ordered_entries, places_words, reached_words,
    rows::rows,
    schema::{Told, number_of_users, schema_words, told_users, used_by},
    sign, totals_words, turns_words,
};
use crate::{
    map::diff::{
        DynamicChange, EntryChange, MapDiff, SchemaChange, SchemaUser, Standing, TargetChange,
        record::Place,
    },
    report::{
        secrets,
        text::style::{ACCENT, DIM, HEADING, WARNING},
        visible::visible,
        words,
    },
};

/// How many lines one part may take.
const LINES: usize = 40;

/// How many users of one thing are named.
const USERS: usize = 8;

/// Writes the headline, what is used otherwise, the schema, dynamic accesses and entry points.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(diff: &MapDiff, width: usize, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    writeln!(out, "{HEADING}{}{HEADING:#}", headline(diff))?;
    if diff.is_empty() {
        return Ok(());
    }
    if !diff.schema.is_empty() {
        heading("Schema", diff.schema.len(), out)?;
        listed(&diff.schema, out, |change, out| schema(change, out))?;
    }
    if !diff.targets.is_empty() {
        heading("Used otherwise", diff.targets.len(), out)?;
        for change in &diff.targets {
            target(change, out)?;
        }
    }
    if !diff.dynamic.is_empty() {
        heading("Dynamic", diff.dynamic.len(), out)?;
        listed(&diff.dynamic, out, |change, out| {
            dynamic(change, width, out)
        })?;
    }
    if !diff.entries.is_empty() {
        heading("Entry points", diff.entries.len(), out)?;
        listed(&ordered_entries(diff), out, |change, out| {
            entry(change, out)
        })?;
    }
    let totals = totals_words(&diff.before, &diff.after);
    writeln!(out, "\n{totals}")
}

fn heading(title: &str, number: usize, out: &mut impl Write) -> io::Result<()> {
    let number = words::grouped(number);
    writeln!(out, "\n{HEADING}{title}{HEADING:#} {DIM}{number}{DIM:#}")
}

/// The first of a list, and how many more there are.
fn listed<T, W: Write>(
    all: &[T],
    out: &mut W,
    mut write: impl FnMut(&T, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    for one in all.iter().take(LINES) {
        write(one, out)?;
    }
    if all.len() > LINES {
        let more = words::grouped(all.len() - LINES);
        writeln!(out, "  {DIM}and {more} more{DIM:#}")?;
    }
    Ok(())
}

fn target(change: &TargetChange, out: &mut impl Write) -> io::Result<()> {
    let name = shown(&change.target.label());
    let noun = noun(&change.target);
    let turns = turns_words(change);
    let turns = if turns.is_empty() {
        turns
    } else {
        format!("  {turns}")
    };
    let counts = counts_words(change);
    let counts = if counts.is_empty() {
        counts
    } else {
        format!("  {DIM}{counts}{DIM:#}")
    };
    writeln!(
        out,
        "  {DIM}{noun}{DIM:#} {ACCENT}{name}{ACCENT:#}{turns}{counts}"
    )?;
    let rows = rows(change).into_iter().map(|row| {
        let sign = row.sign.to_owned();
        let [place, by, note] = [row.place, row.by, row.note].map(|text| shown(&text));
        [sign, row.doing, place, by, note]
    });
    let rows: Vec<[String; 5]> = rows.collect();
    let widths = widths(&rows);
    listed(&rows, out, |row, out| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            if width > 0 {
                line += &format!("  {cell:width$}");
            }
        }
        writeln!(out, "  {}", line.trim_end())
    })
}

/// How wide the columns of rows are, in characters.
fn widths(rows: &[[String; 5]]) -> [usize; 5] {
    let mut widths = [0; 5];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

fn schema(change: &SchemaChange, out: &mut impl Write) -> io::Result<()> {
    let words = schema_words(change, &shown, &shown);
    writeln!(out, "  {words}{}", placed(&change.place))?;
    match told_users(change) {
        Told::Nothing => return Ok(()),
        Told::Number => {
            return match number_of_users(change) {
                Some(words) => writeln!(out, "    {DIM}{words}{DIM:#}"),
                None => Ok(()),
            };
        }
        Told::Names => {}
    }
    users(&change.users, out, |user| {
        let words = used_by(change, user.effect);
        if words.starts_with("still") {
            format!("{WARNING}{words}{WARNING:#}")
        } else {
            words
        }
    })?;
    users(&change.perhaps, out, |_| "perhaps used by".to_owned())
}

fn users(
    users: &[SchemaUser],
    out: &mut impl Write,
    words: impl Fn(&SchemaUser) -> String,
) -> io::Result<()> {
    for user in users.iter().take(USERS) {
        let by = shown(&by_words(&user.by));
        let place = placed(&user.places);
        writeln!(out, "    {} {by}{place}", words(user))?;
    }
    if users.len() > USERS {
        let more = words::grouped(users.len() - USERS);
        writeln!(out, "    {DIM}and {more} more{DIM:#}")?;
    }
    Ok(())
}

fn dynamic(change: &DynamicChange, width: usize, out: &mut impl Write) -> io::Result<()> {
    let sign = sign(change.standing);
    let place = shown(&places_words(&change.dynamic.place));
    let by = shown(&by_words(&change.dynamic.by));
    let place = if place.is_empty() {
        by
    } else {
        format!("{place}  {by}")
    };
    writeln!(
        out,
        "  {sign} {place}  {DIM}{}{DIM:#}",
        dynamic_words(change)
    )?;
    let code = secrets::mask(&change.dynamic.code);
    if !code.is_empty() {
        let room = width.clamp(40, 120) - 7;
        let mut cut: String = code.chars().take(room).collect();
        if code.chars().nth(room).is_some() {
            cut.push('…');
        }
        writeln!(out, "      {DIM}{}{DIM:#}", visible(&cut))?;
    }
    Ok(())
}

fn entry(change: &EntryChange, out: &mut impl Write) -> io::Result<()> {
    let sign = sign(change.standing);
    let kind = entry_words(change.key.kind);
    let name = shown(&change.key.name);
    let place = shown(&places_words([&change.place]));
    writeln!(
        out,
        "  {sign} {kind} {ACCENT}{name}{ACCENT:#}  {DIM}{place}{DIM:#}"
    )?;
    let (now, no_longer) = match change.standing {
        Standing::New => ("", ""),
        Standing::Gone => ("", "did: "),
        Standing::Kept => ("now ", "no longer: "),
    };
    if !change.gained.is_empty() {
        let words = reached_words(&change.gained, &shown);
        writeln!(out, "      {now}{words}")?;
    }
    if !change.lost.is_empty() {
        let words = reached_words(&change.lost, &shown);
        writeln!(out, "      {no_longer}{words}")?;
    }
    Ok(())
}

/// Where something stands, after two spaces; empty where that is not known.
fn placed<'p>(places: impl IntoIterator<Item = &'p Place>) -> String {
    match shown(&places_words(places)) {
        place if place.is_empty() => place,
        place => format!("  {DIM}{place}{DIM:#}"),
    }
}

/// A name as it may be shown.
fn shown(text: &str) -> String {
    visible(text).into_owned()
}
