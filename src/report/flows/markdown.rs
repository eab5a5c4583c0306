//! Flows as Markdown.

use std::io::{self, Write};

use super::{Coincidences, Shown, dependence, place, source_verb};
use crate::{
    map::flows::{Act, Flow, Link, name::Names},
    report::{visible::visible, words},
};

/// Writes the flows.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(shown: &Shown<'_>, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    let names = shown.names();
    match shown.about {
        Some(node) => writeln!(
            out,
            "# Data flows through {}\n",
            escaped(&shown.label(node))
        )?,
        None => writeln!(out, "# Data flows\n")?,
    }
    let flows = &shown.flows;
    if flows.ranked.is_empty() {
        writeln!(
            out,
            "Nothing that is written is seen to depend on what was read."
        )?;
    }
    for (index, flow) in flows.ranked.iter().take(shown.limit).enumerate() {
        write_flow(shown, &names, index + 1, flow, out)?;
    }
    more(flows.ranked.len(), shown.limit, out)?;
    let loops = "What is written back depends on what was read.";
    write_links(shown, ("Within one relation", loops), &flows.loops, out)?;
    match shown.coincidences {
        Coincidences::Shown => {
            let about = "The same unit reads one and writes the other; no dependence is seen.";
            write_links(shown, ("Co-occurring", about), &flows.co_occurring, out)
        }
        Coincidences::Counted => Ok(()),
    }
}

fn write_flow(
    shown: &Shown<'_>,
    names: &Names<'_>,
    number: usize,
    flow: &Flow,
    out: &mut impl Write,
) -> io::Result<()> {
    let sentence = escaped(&shown.sentence(flow));
    writeln!(out, "{number}. **{sentence}**\n")?;
    writeln!(out, "   {}\n", escaped(&shown.weight(flow)))?;
    let act = |act: &Act, verb: &str, note: &str, out: &mut dyn Write| {
        let by = names.with_kind(act.by);
        let what = format!("{} {verb} {}", visible(&by), shown.label(act.on));
        let place = place(act);
        let place = if place.is_empty() {
            String::new()
        } else {
            format!(", {}", escaped(&place))
        };
        let note = if note.is_empty() {
            String::new()
        } else {
            format!(" ({note})")
        };
        writeln!(out, "   - {}{place}{note}", escaped(&what))
    };
    for producer in &flow.producers {
        act(producer, producer.verb.as_str(), "", out)?;
    }
    for carrier in flow.links.iter().flat_map(|link| &link.carriers) {
        for (index, one) in carrier.acts.iter().enumerate() {
            let verb = if index == 0 {
                source_verb(one.verb)
            } else {
                one.verb.as_str()
            };
            let is_last = index + 1 == carrier.acts.len();
            let note = if is_last {
                dependence(carrier.dependence)
            } else {
                ""
            };
            act(one, verb, note, out)?;
        }
    }
    for reader in &flow.readers {
        act(reader, reader.verb.as_str(), "", out)?;
    }
    writeln!(out)
}

fn write_links(
    shown: &Shown<'_>,
    (title, about): (&str, &str),
    links: &[Link],
    out: &mut impl Write,
) -> io::Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    writeln!(out, "## {title}\n\n{about}\n")?;
    for link in links.iter().take(shown.limit) {
        let acts = link.carriers.first().map(|carrier| &carrier.acts);
        let places: Vec<String> = acts.into_iter().flatten().map(place).collect();
        let sentence = shown.link_sentence(link);
        let places = places.join(", ");
        writeln!(out, "- {}: {}", escaped(&sentence), escaped(&places))?;
    }
    writeln!(out)?;
    more(links.len(), shown.limit, out)
}

fn more(all: usize, limit: usize, out: &mut impl Write) -> io::Result<()> {
    if all <= limit {
        return Ok(());
    }
    writeln!(out, "And {} more.\n", words::grouped(all - limit))
}

/// A text whose own Markdown and markup have no effect.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '&' => escaped += "&amp;",
            '`' | '*' | '_' | '[' | ']' | '(' | ')' | '\\' | '#' | '~' | '|' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
