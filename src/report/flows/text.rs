//! Flows for the terminal.

use std::io::{self, Write};

use super::{Coincidences, Shown, dependence, place, source_verb};
use crate::{
    map::flows::{Act, Carrier, Flow, Link, name::Names},
    report::{
        text::style::{ACCENT, DIM, HEADING},
        visible::visible,
        words,
    },
};

/// How many further carriers, producers or readers are named.
const OTHERS: usize = 3;

/// Writes the flows for a terminal of `width` columns.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(shown: &Shown<'_>, width: usize, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    let names = shown.names();
    let page = Page {
        shown,
        names: &names,
        width,
    };
    page.about(out)?;
    page.ranked(out)?;
    page.loops(out)?;
    page.coincidences(out)
}

struct Page<'s, 'r> {
    shown: &'s Shown<'r>,
    names: &'s Names<'r>,
    width: usize,
}

impl Page<'_, '_> {
    fn about(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(node) = self.shown.about else {
            return Ok(());
        };
        let label = self.shown.label(node);
        let graph = &self.shown.report.map.graph;
        write!(out, "{HEADING}{label}{HEADING:#}")?;
        if let crate::map::node::Node::Relation(object) = &graph[node]
            && let Some(classed) = self.shown.report.classes.get(object)
        {
            let class = classed.class.as_str();
            write!(out, "  {DIM}{class}: {}{DIM:#}", visible(&classed.reason()))?;
        }
        writeln!(out, "\n")
    }

    fn ranked(&self, out: &mut impl Write) -> io::Result<()> {
        let flows = &self.shown.flows.ranked;
        let number = words::grouped(flows.len());
        writeln!(out, "{HEADING}Flows{HEADING:#} {DIM}{number}{DIM:#}")?;
        if flows.is_empty() {
            writeln!(
                out,
                "  {DIM}nothing that is written is seen to depend on what was read{DIM:#}"
            )?;
        }
        for (index, flow) in flows.iter().take(self.shown.limit).enumerate() {
            self.flow(index + 1, flow, out)?;
        }
        self.more(flows.len(), out)?;
        writeln!(out)
    }

    fn flow(&self, number: usize, flow: &Flow, out: &mut impl Write) -> io::Result<()> {
        writeln!(out)?;
        let sentence = self.shown.sentence(flow);
        let head = format!("{number:>3}  ");
        for (index, line) in wrapped(&sentence, self.width.saturating_sub(5)).enumerate() {
            let head = if index == 0 { &head } else { "     " };
            writeln!(out, "{DIM}{head}{DIM:#}{ACCENT}{line}{ACCENT:#}")?;
        }
        writeln!(out, "     {DIM}{}{DIM:#}", self.shown.weight(flow))?;
        let mut rows = Vec::new();
        if let Some((first, others)) = flow.producers.split_first() {
            rows.push(self.row(first, first.verb.as_str(), ""));
            rows.extend(self.others(others.iter(), "also written by"));
        }
        for link in &flow.links {
            self.link_rows(link, &mut rows);
        }
        if let Some((first, others)) = flow.readers.split_first() {
            rows.push(self.row(first, first.verb.as_str(), ""));
            rows.extend(self.others(others.iter(), "also read by"));
        }
        self.rows(&rows, out)
    }

    fn link_rows(&self, link: &Link, rows: &mut Vec<Row>) {
        let Some((first, others)) = link.carriers.split_first() else {
            return;
        };
        for (index, act) in first.acts.iter().enumerate() {
            let verb = if index == 0 {
                source_verb(act.verb)
            } else {
                act.verb.as_str()
            };
            let is_last = index + 1 == first.acts.len();
            let note = if is_last {
                dependence(first.dependence)
            } else {
                ""
            };
            rows.push(self.row(act, verb, note));
        }
        let mut told: Vec<&Act> = last_act(first).into_iter().collect();
        let mut acts = Vec::new();
        for act in others.iter().filter_map(last_act) {
            if !told.contains(&act) {
                told.push(act);
                acts.push(act);
            }
        }
        rows.extend(self.others(acts.into_iter(), "also carried by"));
    }

    fn row(&self, act: &Act, verb: &str, note: &'static str) -> Row {
        let by = self.names.beside_place(act.by);
        let what = format!("{} {verb} {}", visible(&by), self.shown.label(act.on));
        Row::Act {
            what,
            place: place(act),
            note,
        }
    }

    /// The rest of a list, of which the first few are named.
    fn others<'x>(&self, acts: impl Iterator<Item = &'x Act>, words: &str) -> Option<Row> {
        let acts: Vec<&Act> = acts.collect();
        let named = acts.iter().take(OTHERS).map(|act| {
            let name = self.names.beside_place(act.by);
            match place(act).as_str() {
                "" => visible(&self.names.with_kind(act.by)).into_owned(),
                place => format!("{} ({place})", visible(&name)),
            }
        });
        let mut named: Vec<String> = named.collect();
        if acts.len() > OTHERS {
            named.push(format!("{} more", acts.len() - OTHERS));
        }
        (!acts.is_empty()).then(|| Row::Others(format!("{words} {}", named.join(", "))))
    }

    fn rows(&self, rows: &[Row], out: &mut impl Write) -> io::Result<()> {
        let widths = rows.iter().map(|row| match row {
            Row::Act { what, .. } => what.chars().count(),
            Row::Others(_) => 0,
        });
        let room = (self.width / 2).max(30);
        let widest = widths.max().unwrap_or_default().min(room);
        for row in rows {
            match row {
                Row::Act { what, place, note } => {
                    let gap = if note.is_empty() { "" } else { "  " };
                    writeln!(out, "       {what:widest$}  {place}{DIM}{gap}{note}{DIM:#}")?;
                }
                Row::Others(text) => writeln!(out, "         {DIM}{text}{DIM:#}")?,
            }
        }
        Ok(())
    }

    fn loops(&self, out: &mut impl Write) -> io::Result<()> {
        self.links(
            &self.shown.flows.loops,
            "Within one relation",
            "what is written back depends on what was read",
            out,
        )
    }

    fn coincidences(&self, out: &mut impl Write) -> io::Result<()> {
        let links = &self.shown.flows.co_occurring;
        match self.shown.coincidences {
            Coincidences::Shown => self.links(
                links,
                "Co-occurring",
                "the same unit reads one and writes the other; no dependence is seen",
                out,
            ),
            Coincidences::Counted if links.is_empty() => Ok(()),
            Coincidences::Counted => {
                let number = words::counted(links.len(), "pair", "pairs");
                writeln!(
                    out,
                    "{DIM}{number} of relations that a unit reads and writes without a dependence \
                     that is seen (--co-occurring lists them){DIM:#}"
                )
            }
        }
    }

    fn links(
        &self,
        links: &[Link],
        title: &str,
        about: &str,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if links.is_empty() {
            return Ok(());
        }
        let number = words::grouped(links.len());
        writeln!(
            out,
            "{HEADING}{title}{HEADING:#} {DIM}{number}  {about}{DIM:#}"
        )?;
        for link in links.iter().take(self.shown.limit) {
            let places: Vec<String> = link
                .carriers
                .first()
                .into_iter()
                .flat_map(|carrier| carrier.acts.iter().map(place))
                .filter(|place| !place.is_empty())
                .collect();
            let sentence = self.shown.link_sentence(link);
            write!(out, "  {sentence}  {DIM}{}", places.join(", "))?;
            if link.carriers.len() > 1 {
                write!(out, " and {} more", link.carriers.len() - 1)?;
            }
            writeln!(out, "{DIM:#}")?;
        }
        self.more(links.len(), out)?;
        writeln!(out)
    }

    fn more(&self, all: usize, out: &mut impl Write) -> io::Result<()> {
        if all <= self.shown.limit {
            return Ok(());
        }
        let rest = words::grouped(all - self.shown.limit);
        writeln!(
            out,
            "  {DIM}and {rest} more (--limit {all} shows them){DIM:#}"
        )
    }
}

enum Row {
    Act {
        what: String,
        place: String,
        note: &'static str,
    },
    Others(String),
}

fn last_act(carrier: &Carrier) -> Option<&Act> {
    carrier.acts.last()
}

/// The lines of a sentence, broken before its arrows; one clause may be longer than the width.
fn wrapped(sentence: &str, width: usize) -> impl Iterator<Item = String> {
    let mut lines: Vec<String> = Vec::new();
    for (index, clause) in sentence.split(" → ").enumerate() {
        let clause = if index == 0 {
            clause.to_owned()
        } else {
            format!("→ {clause}")
        };
        match lines.last_mut() {
            Some(line) if line.chars().count() + clause.chars().count() < width => {
                line.push(' ');
                line.push_str(&clause);
            }
            Some(_) | None => lines.push(clause),
        }
    }
    lines.into_iter()
}
