//! Rows in aligned columns that fit a width.

use std::io::{self, Write};

use anstyle::Style;

use crate::report::{
    text::style::{DIM, HEADING},
    words,
};

/// Columns between two cells.
pub(super) const GAP: usize = 2;
/// Columns before the first.
pub(super) const INDENT: usize = 2;

/// The least room of a text that is cut.
const LEAST: usize = 12;

/// Rows whose first cell and last text share what the numbers leave of the width.
pub(super) struct Table<'a> {
    width: usize,
    indent: usize,
    title: String,
    heads: &'a [&'static str],
    rows: Vec<Vec<Cell>>,
}

/// Text in one style.
pub(super) struct Cell {
    text: String,
    style: Style,
    align: Align,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Align {
    Left,
    Right,
}

impl Cell {
    pub(super) fn plain(text: String) -> Self {
        Self {
            text,
            style: Style::new(),
            align: Align::Left,
        }
    }

    pub(super) fn dim(text: String) -> Self {
        Self {
            style: DIM,
            ..Self::plain(text)
        }
    }

    /// A number on the right of its column; nought is a faint dot.
    pub(super) fn number(number: usize) -> Self {
        let (text, style) = match number {
            0 => ("·".to_owned(), DIM),
            _ => (words::grouped(number), Style::new()),
        };
        Self {
            text,
            style,
            align: Align::Right,
        }
    }
}

impl<'a> Table<'a> {
    /// A table with these heads over all columns but the first, whose head is the title.
    pub(super) fn new(width: usize, heads: &'a [&'static str]) -> Self {
        Self {
            width,
            indent: INDENT,
            title: String::new(),
            heads,
            rows: Vec::new(),
        }
    }

    /// Rows without heads, one level further in.
    pub(super) fn untitled(width: usize) -> Self {
        Self {
            indent: 2 * INDENT,
            ..Self::new(width, &[])
        }
    }

    /// A row, with as many cells as every other.
    pub(super) fn row(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    pub(super) fn title(&mut self, title: &str, number: usize) {
        let number = words::grouped(number);
        self.title = format!("{title} {number}");
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let widths = self.widths();
        let first = self.indent + widths.first().copied().unwrap_or_default();
        let (title, number) = self.title.rsplit_once(' ').unwrap_or((&self.title, ""));
        write!(out, "{HEADING}{title}{HEADING:#} {DIM}{number}")?;
        let mut column = self.title.chars().count();
        let mut wanted = first;
        for (index, head) in self.heads.iter().enumerate() {
            let width = widths.get(index + 1).copied().unwrap_or_default();
            let start = match self.align(index + 1) {
                Align::Left => wanted + GAP,
                Align::Right => wanted + GAP + width - head.len().min(width),
            };
            write!(out, "{:1$}{head}", "", start.saturating_sub(column))?;
            column = start.max(column) + head.len();
            wanted += GAP + width;
        }
        writeln!(out, "{DIM:#}")?;
        self.write_with(&widths, out)
    }

    pub(super) fn write_rows(&self, out: &mut impl Write) -> io::Result<()> {
        self.write_with(&self.widths(), out)
    }

    fn write_with(&self, widths: &[usize], out: &mut impl Write) -> io::Result<()> {
        for row in &self.rows {
            write!(out, "{:1$}", "", self.indent)?;
            for (index, (cell, &width)) in row.iter().zip(widths).enumerate() {
                let is_last = index + 1 == row.len();
                let text = cut(&cell.text, width);
                let padding = width - text.chars().count();
                let style = cell.style;
                match cell.align {
                    Align::Right => write!(out, "{:padding$}{style}{text}{style:#}", "")?,
                    Align::Left if is_last => write!(out, "{style}{text}{style:#}")?,
                    Align::Left => write!(out, "{style}{text}{style:#}{:padding$}", "")?,
                }
                if !is_last {
                    write!(out, "{:GAP$}", "")?;
                }
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn align(&self, column: usize) -> Align {
        let cell = self.rows.first().and_then(|row| row.get(column));
        cell.map_or(Align::Left, |cell| cell.align)
    }

    /// The width of each column: numbers get what they need, texts share the rest.
    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let mut widths: Vec<usize> = (0..columns).map(|column| self.needed(column)).collect();
        if let (Some(first), true) = (widths.first_mut(), !self.heads.is_empty()) {
            *first = (*first).max((self.title.chars().count() + GAP).saturating_sub(self.indent));
        }
        let gaps = GAP * columns.saturating_sub(1);
        let mut excess =
            (self.indent + gaps + widths.iter().sum::<usize>()).saturating_sub(self.width);
        // The last text gives way first, then the first.
        let texts = (0..columns)
            .rev()
            .filter(|&column| self.align(column) == Align::Left);
        for column in texts {
            let given = excess.min(widths[column].saturating_sub(LEAST));
            widths[column] -= given;
            excess -= given;
        }
        widths
    }

    fn needed(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|row| row[column].text.chars().count());
        let head = match column
            .checked_sub(1)
            .and_then(|index| self.heads.get(index))
        {
            Some(head) => head.len(),
            None => 0,
        };
        cells.max().unwrap_or_default().max(head)
    }
}

/// The text, with `…` for its middle when it is wider than `width`: names differ at both ends.
pub(super) fn cut(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let kept = width.saturating_sub(1);
    let tail = kept / 2;
    let head: String = text.chars().take(kept - tail).collect();
    let tail: String = text.chars().skip(length - tail).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_cut() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abc…fg");
        assert_eq!(cut("äöü", 2), "ä…");
    }
}
