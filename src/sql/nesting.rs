//! How deep a statement nests, known before the parser is asked, which recurs for every level.

use super::scan::LexemeKind;

/// How many levels are read.
const DEEPEST: usize = 200;

/// How deep the lexemes seen so far nest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nesting {
    /// Open parentheses, brackets, `CASE`s and blocks.
    open: usize,
    /// Prefix operators in a row, `NOT NOT` or `- -`, each of which is a level too.
    prefixes: usize,
    deepest: usize,
    /// Whether the last word was `END`, after which `IF`, `LOOP` and `CASE` open nothing.
    after_end: bool,
}

impl Nesting {
    pub fn is_too_deep(self) -> bool {
        self.deepest > DEEPEST
    }

    /// Goes on by one lexeme.
    pub fn take(&mut self, text: &str, kind: LexemeKind) {
        let after_end = std::mem::take(&mut self.after_end);
        let prefixes = std::mem::take(&mut self.prefixes);
        match kind {
            LexemeKind::Symbol(b'(' | b'[') => self.open(prefixes),
            LexemeKind::Symbol(b')' | b']') => self.open = self.open.saturating_sub(1),
            LexemeKind::Symbol(b'+' | b'-' | b'~' | b'!' | b'@' | b'#' | b'|' | b'/') => {
                self.prefixes = prefixes + 1;
            }
            LexemeKind::Word if text.len() <= 5 => self.word(text, prefixes, after_end),
            LexemeKind::Word
            | LexemeKind::Number
            | LexemeKind::String(_)
            | LexemeKind::Name(_)
            | LexemeKind::Comment(_)
            | LexemeKind::Symbol(_) => {}
        }
        self.deepest = self.deepest.max(self.open + self.prefixes);
    }

    /// Says that a block opens which ends with `END`, and is no word that does so everywhere.
    pub fn open_block(&mut self) {
        self.open(0);
        self.deepest = self.deepest.max(self.open);
    }

    fn open(&mut self, prefixes: usize) {
        self.open += 1;
        // What stands before a parenthesis stays open as long as it.
        self.prefixes = prefixes;
    }

    fn word(&mut self, word: &str, prefixes: usize, after_end: bool) {
        if word.eq_ignore_ascii_case("not") {
            self.prefixes = prefixes + 1;
        } else if word.eq_ignore_ascii_case("end") {
            self.open = self.open.saturating_sub(1);
            self.after_end = true;
        } else if !after_end
            && (word.eq_ignore_ascii_case("case")
                || word.eq_ignore_ascii_case("loop")
                || word.eq_ignore_ascii_case("begin"))
        {
            self.open(0);
        }
    }
}
