//! What a change does to the map, as a comment on a pull request.

use std::io::{self, Write};

use super::{
    by_words, counts_words,
    diagram::diagram,
    dynamic_words, entry_words,
    headline::headline,
    noun, ordered_entries, places_words, reached_words,
    rows::{Row, rows},
    schema::{Told, number_of_users, schema_words, told_users, used_by},
    sign, totals_words, turns_words,
};
use crate::{
    map::{
        diff::{DynamicChange, EntryChange, MapDiff, SchemaChange, SchemaUser, TargetChange},
        view::Diagram,
    },
    report::{
        mermaid, secrets,
        visible::visible,
        words::{self, counted},
    },
};

/// The first line, by which a bot finds the comment that it updates.
pub const MARKER: &str = "<!-- tabletrace diff -->";

/// How long a comment may be: GitHub takes 65,536 characters, and some are left for whoever adds a
/// line of their own.
const LIMIT: usize = 64_000;

/// How many rows one table may have.
const ROWS: usize = 150;

/// How many users of one thing are named.
const USERS: usize = 5;

/// How much code of a dynamic access is shown, in characters.
const CODE: usize = 100;

/// A part of the comment that is shown whole or not at all.
struct Section {
    title: &'static str,
    number: usize,
    text: String,
}

/// Writes the headline, a table of what is used otherwise, and the rest folded.
///
/// Sections that do not fit into a comment are left out and named.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(diff: &MapDiff, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "{MARKER}")?;
    writeln!(out, "## tabletrace: {}", headline(diff))?;
    if diff.is_empty() {
        return Ok(());
    }
    let mut left = LIMIT;
    let mut omitted = Vec::new();
    for section in sections(diff) {
        let length = section.text.chars().count();
        if length > left {
            omitted.push(section);
            continue;
        }
        left -= length;
        write!(out, "\n{}", section.text)?;
    }
    if !omitted.is_empty() {
        let titles = omitted.iter().map(|section| {
            let number = words::grouped(section.number);
            format!("{} ({number})", section.title.to_lowercase())
        });
        let titles: Vec<String> = titles.collect();
        writeln!(
            out,
            "\nToo long for a comment and left out: {}.",
            titles.join(", ")
        )?;
    }
    writeln!(out, "\n{}", totals_words(&diff.before, &diff.after))
}

/// The parts that are not empty, the most important first.
fn sections(diff: &MapDiff) -> Vec<Section> {
    let uses = diff.targets.iter().map(|target| target.uses.len()).sum();
    let drawn = diagram(diff);
    let all = [
        Section {
            title: "Schema",
            number: diff.schema.len(),
            text: schema(&diff.schema),
        },
        Section {
            title: "Used otherwise",
            number: diff.targets.len(),
            text: targets(&diff.targets),
        },
        Section {
            title: "Diagram",
            number: drawn.as_ref().map_or(0, |diagram| diagram.shapes.len()),
            text: drawn.as_ref().map_or_else(String::new, picture),
        },
        Section {
            title: "Who does what",
            number: uses,
            text: folded("Who does what", uses, &use_rows(&diff.targets)),
        },
        Section {
            title: "Dynamic accesses",
            number: diff.dynamic.len(),
            text: folded(
                "Dynamic accesses",
                diff.dynamic.len(),
                &dynamic(&diff.dynamic),
            ),
        },
        Section {
            title: "Entry points",
            number: diff.entries.len(),
            text: folded(
                "Entry points",
                diff.entries.len(),
                &entries(&ordered_entries(diff)),
            ),
        },
    ];
    all.into_iter()
        .filter(|section| section.number > 0)
        .collect()
}

/// A diagram, folded: what is drawn was said in words above.
fn picture(diagram: &Diagram) -> String {
    let text = mermaid::text(diagram);
    format!("<details><summary>Diagram</summary>\n\n```mermaid\n{text}```\n\n</details>\n")
}

fn folded(title: &str, number: usize, text: &str) -> String {
    let number = words::grouped(number);
    format!("<details><summary>{title} ({number})</summary>\n\n{text}\n</details>\n")
}

/// Rows under a head; those past the most are counted.
fn table(head: &str, rows: Vec<String>) -> String {
    let columns = head.matches('|').count() - 1;
    let mut text = format!("{head}\n|{}\n", "---|".repeat(columns));
    let number = rows.len();
    for row in rows.into_iter().take(ROWS) {
        text += &row;
        text.push('\n');
    }
    if number > ROWS {
        let more = words::grouped(number - ROWS);
        text += &format!("\nand {more} more\n");
    }
    text
}

fn targets(targets: &[TargetChange]) -> String {
    let rows = targets.iter().map(|change| {
        let name = code(&change.target.label());
        let what = match turns_words(change) {
            turns if turns.is_empty() => counted(change.uses.len(), "use changed", "uses changed"),
            turns => turns,
        };
        let (noun, counts) = (noun(&change.target), counts_words(change));
        format!("| {noun} | {name} | {what} | {counts} |")
    });
    table("| | name | change | accesses |", rows.collect())
}

fn use_rows(targets: &[TargetChange]) -> String {
    let rows = targets.iter().flat_map(|target| {
        let name = code(&target.target.label());
        let rows = rows(target).into_iter();
        rows.map(move |row| use_row(&name, row))
    });
    table("| | name | does | who | where | |", rows.collect())
}

fn use_row(name: &str, row: Row) -> String {
    let sign = row.sign.replace('-', "−").replace('>', "→");
    let [place, by, note] = [row.place, row.by, row.note].map(|text| code(&text));
    format!(
        "| {sign} | {name} | {} | {by} | {place} | {note} |",
        row.doing
    )
}

fn schema(changes: &[SchemaChange]) -> String {
    let mut text = String::new();
    for change in changes.iter().take(ROWS) {
        text += &schema_item(change);
    }
    if changes.len() > ROWS {
        let more = words::grouped(changes.len() - ROWS);
        text += &format!("- and {more} more\n");
    }
    // What needs no attention is folded where there is much of it.
    const FEW: usize = 12;
    if changes.len() > FEW {
        return folded("Schema", changes.len(), &text);
    }
    text
}

fn schema_item(change: &SchemaChange) -> String {
    let words = schema_words(change, &|name| code(name), &|value| code(value));
    let place = places_words(&change.place);
    let place = if place.is_empty() {
        place
    } else {
        format!(" ({})", code(&place))
    };
    let mut text = format!("- {words}{place}\n");
    match told_users(change) {
        Told::Nothing => return text,
        Told::Number => {
            if let Some(words) = number_of_users(change) {
                text += &format!("  - {words}\n");
            }
            return text;
        }
        Told::Names => {}
    }
    text += &users(&change.users, |user| {
        let words = used_by(change, user.effect);
        if words.starts_with("still") {
            format!("⚠️ {words}")
        } else {
            words
        }
    });
    text += &users(&change.perhaps, |_| "perhaps used by".to_owned());
    text
}

fn users(users: &[SchemaUser], words: impl Fn(&SchemaUser) -> String) -> String {
    let mut text = String::new();
    for user in users.iter().take(USERS) {
        let by = code(&by_words(&user.by));
        let place = places_words(&user.places);
        let place = if place.is_empty() {
            place
        } else {
            format!(" at {}", code(&place))
        };
        text += &format!("  - {} {by}{place}\n", words(user));
    }
    if users.len() > USERS {
        let more = words::grouped(users.len() - USERS);
        text += &format!("  - and {more} more\n");
    }
    text
}

fn dynamic(changes: &[DynamicChange]) -> String {
    let rows = changes.iter().map(|change| {
        let sign = sign(change.standing).replace('-', "−");
        let by = code(&by_words(&change.dynamic.by));
        let place = code(&places_words(&change.dynamic.place));
        let masked = secrets::mask(&change.dynamic.code);
        let mut shown: String = masked.chars().take(CODE).collect();
        if masked.chars().nth(CODE).is_some() {
            shown.push('…');
        }
        let (shown, words) = (code(&shown), dynamic_words(change));
        format!("| {sign} | {by} | {place} | {words} | {shown} |")
    });
    table("| | who | where | why | code |", rows.collect())
}

fn entries(changes: &[&EntryChange]) -> String {
    let rows = changes.iter().map(|change| {
        let sign = sign(change.standing).replace('-', "−");
        let kind = entry_words(change.key.kind);
        let name = code(&change.key.name);
        let place = code(&places_words([&change.place]));
        let [gained, lost] = [&change.gained, &change.lost]
            .map(|reached| reached_words(reached, &|name| code(name)));
        format!("| {sign} | {kind} {name} | {place} | {gained} | {lost} |")
    });
    table(
        "| | entry point | where | now | no longer |",
        rows.collect(),
    )
}

/// A text as a code span that neither ends early nor ends the cell it stands in; empty for nothing.
fn code(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return String::new();
    }
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // A backtick at an end would be part of the fence.
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}
