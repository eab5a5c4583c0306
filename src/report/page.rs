//! The page of a rule, drawn for a terminal.
//!
//! Only the Markdown that pages are written in is known: headings, paragraphs, lists, fenced code,
//! code within a line and links.

use std::io::{self, Write};

use anstyle::Style;

use super::text::style::{ACCENT, DIM, HEADING, WARNING};
use crate::rules::Rule;

/// The widest lines: longer ones are hard to read.
const WIDEST: usize = 100;

/// How far code stands from the margin.
const CODE_INDENT: &str = "    ";

/// Writes the page of a rule for a terminal of `width` columns.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(rule: &Rule, width: usize, mut out: impl Write) -> io::Result<()> {
    let width = width.clamp(20, WIDEST);
    let severity = rule.severity.as_str();
    for (index, block) in blocks(rule.docs).iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Heading(text) if index == 0 => {
                writeln!(out, "{HEADING}{text}{HEADING:#} {DIM}({severity}){DIM:#}")?;
            }
            Block::Heading(text) => writeln!(out, "{HEADING}{text}{HEADING:#}")?,
            Block::Code(lines) => code(lines, &mut out)?,
            Block::Paragraph(text) => wrap(text, "", "", width, &mut out)?,
            Block::List(items) => {
                for item in items {
                    wrap(item, "- ", "  ", width, &mut out)?;
                }
            }
        }
    }
    Ok(())
}

/// What stands between empty lines.
#[derive(Debug, Eq, PartialEq)]
enum Block<'p> {
    Heading(&'p str),
    Paragraph(String),
    List(Vec<String>),
    Code(Vec<&'p str>),
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    // Whether a line goes on with the block before it.
    let mut is_open = false;
    while let Some(line) = lines.next() {
        let goes_on = std::mem::replace(&mut is_open, true);
        if line.starts_with("```") {
            let code = lines.by_ref().take_while(|line| !line.starts_with("```"));
            blocks.push(Block::Code(code.collect()));
            is_open = false;
        } else if line.starts_with('#') {
            blocks.push(Block::Heading(line.trim_start_matches('#').trim()));
            is_open = false;
        } else if line.is_empty() {
            is_open = false;
        } else if let Some(item) = line.strip_prefix("- ") {
            match blocks.last_mut() {
                Some(Block::List(items)) if goes_on => items.push(item.to_owned()),
                _ => blocks.push(Block::List(vec![item.to_owned()])),
            }
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(text)) if goes_on => {
                    text.push(' ');
                    text.push_str(line);
                }
                _ => blocks.push(Block::Paragraph(line.to_owned())),
            }
        }
    }
    blocks
}

/// Code as it is, with what is drawn under its lines set apart.
fn code(lines: &[&str], out: &mut impl Write) -> io::Result<()> {
    for line in lines {
        let comment = line.trim_start().trim_start_matches(['/', '-', '#', ' ']);
        if comment.starts_with('^') || comment.starts_with("= ") {
            writeln!(out, "{CODE_INDENT}{WARNING}{line}{WARNING:#}")?;
        } else {
            writeln!(out, "{}", format!("{CODE_INDENT}{line}").trim_end())?;
        }
    }
    Ok(())
}

/// Text in lines of at most `width` columns where its words allow it.
fn wrap(text: &str, first: &str, next: &str, width: usize, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{first}")?;
    let mut column = first.len();
    let mut is_start = true;
    for word in words(text) {
        let length: usize = word.iter().map(|piece| piece.text.chars().count()).sum();
        if !is_start && column + 1 + length > width {
            write!(out, "\n{next}")?;
            column = next.len();
        } else if !is_start {
            write!(out, " ")?;
            column += 1;
        }
        for Piece { text, style } in word {
            write!(out, "{style}{text}{style:#}")?;
        }
        column += length;
        is_start = false;
    }
    writeln!(out)
}

/// A part of a word in one style.
#[derive(Debug)]
struct Piece {
    text: String,
    style: Style,
}

/// The words of a text; code within it is never broken.
fn words(text: &str) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = vec![Vec::new()];
    for (index, part) in unlinked(text).split('`').enumerate() {
        if index % 2 == 1 {
            let piece = Piece {
                text: part.to_owned(),
                style: ACCENT,
            };
            words.last_mut().expect("one from the start").push(piece);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            if index > 0 {
                words.push(Vec::new());
            }
            if !word.is_empty() {
                let piece = Piece {
                    text: word.to_owned(),
                    style: Style::new(),
                };
                words.last_mut().expect("one from the start").push(piece);
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The text with links as their words, and the address after them when it leads out of the pages.
fn unlinked(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let parts = link
            .split_once("](")
            .and_then(|(words, after)| Some((words, after.split_once(')')?)));
        plain.push_str(before);
        match parts {
            Some((words, (address, after))) if !words.contains(['[', '`']) => {
                plain.push_str(words);
                if address.starts_with("http") {
                    plain.push_str(&format!(" ({address})"));
                }
                rest = after;
            }
            Some(_) | None => {
                plain.push('[');
                rest = link;
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn drawn(docs: &'static str, width: usize) -> String {
        let rule = Rule {
            id: "a",
            summary: "",
            severity: Severity::Warning,
            docs,
            check: |_, _| {},
        };
        let mut out = Vec::new();
        write(&rule, width, &mut out).unwrap();
        let styled = String::from_utf8(out).unwrap();
        anstream::adapter::strip_str(&styled).to_string()
    }

    #[test]
    fn a_page_is_drawn_in_plain_text() {
        let page = "# a\n\nReports `x y` and [other](other.md); see [here](https://a.b).\n\n\
                    ## Why\n\n- One.\n- Two\n\n```ts\nf([1](2));\n\n//^ error[a]: b\n```\n\nOne\ntwo [`a`].\n";
        let expected = "a (warning)\n\nReports x y and other; see here (https://a.b).\n\nWhy\n\n\
                        - One.\n- Two\n\n    f([1](2));\n\n    //^ error[a]: b\n\nOne two [a].\n";
        assert_eq!(drawn(page, 80), expected);
    }

    #[test]
    fn lines_are_broken_between_words_but_not_in_code() {
        assert_eq!(
            drawn("# a\n\n- one two three `four five six` seven\n", 20),
            "a (warning)\n\n- one two three\n  four five six\n  seven\n"
        );
    }
}
