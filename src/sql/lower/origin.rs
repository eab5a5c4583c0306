//! Where the bytes of a decoded text come from.

use crate::source::Span;

/// How offsets into a text that was cut out of a file, or decoded from a string in it, become
/// offsets into the file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Origin {
    /// Where runs of bytes that were copied as they stand begin, in the text and in the file, in
    /// order; the first begins at 0.
    runs: Vec<(u32, u32)>,
}

impl Origin {
    /// The origin of a text that stands in the file from `start` on.
    pub fn at(start: u32) -> Self {
        Self {
            runs: vec![(0, start)],
        }
    }

    /// Says that the text goes on at `text` with what stands at `file`.
    pub fn push(&mut self, text: usize, file: u32) {
        let text = offset(text);
        match self.runs.last_mut() {
            Some(last) if last.0 == text => last.1 = file,
            Some(last) if file.wrapping_sub(last.1) == text - last.0 => {}
            Some(_) | None => self.runs.push((text, file)),
        }
    }

    /// The origin of the part of the text that begins at `start`.
    pub fn from(&self, start: usize) -> Self {
        let start = offset(start);
        let first = self.runs.partition_point(|run| run.0 <= start);
        let rest = self.runs[first..].iter();
        let mut runs = vec![(0, self.file(start))];
        runs.extend(rest.map(|&(text, file)| (text - start, file)));
        Self { runs }
    }

    /// The origin of a text that up to `text` stands as it is, and from there on is what stood at
    /// `before` in the text it was made from.
    pub fn with_gap(&self, text: usize, before: usize) -> Self {
        let (text, before) = (offset(text), offset(before));
        let mut runs: Vec<_> = self
            .runs
            .iter()
            .copied()
            .filter(|run| run.0 < text)
            .collect();
        runs.push((text, self.file(before)));
        let rest = self.runs.iter().filter(|run| run.0 > before);
        runs.extend(rest.map(|&(at, file)| (at - before + text, file)));
        Self { runs }
    }

    /// The place in the file of an offset into the text.
    pub fn file(&self, text: u32) -> u32 {
        let after = self.runs.partition_point(|run| run.0 <= text);
        match after.checked_sub(1).and_then(|index| self.runs.get(index)) {
            Some(run) => run.1 + (text - run.0),
            None => text,
        }
    }

    /// The place in the file of a part of the text.
    pub fn span(&self, start: u32, end: u32) -> Span {
        if let [(_, file)] = self.runs[..] {
            return Span {
                start: file + start,
                end: file + end,
            };
        }
        let first = self.file(start);
        let last = end.checked_sub(1).map_or(first, |last| self.file(last) + 1);
        Span {
            start: first,
            end: last.max(first),
        }
    }
}

fn offset(offset: usize) -> u32 {
    u32::try_from(offset).expect("no file over 4 GiB is loaded")
}
