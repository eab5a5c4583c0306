//! How deep a statement nests, known before the parser is asked, which recurs for every level.

use smallvec::SmallVec;

use super::scan::LexemeKind;

/// How many parentheses, brackets, `CASE`s and blocks may be open at once.
const DEEPEST: usize = 200;

/// How many operators and joins may wait for what stands on their right.
const LONGEST: usize = 1200;

/// How deep the lexemes seen so far nest.
#[derive(Clone, Debug, Default)]
pub struct Nesting {
    /// What is open, outermost first; what stands in none of it is `outside`.
    open: SmallVec<[Level; 8]>,
    outside: Level,
    /// Over all levels.
    waiting: usize,
    is_too_deep: bool,
    /// Whether the last word was `END`, after which `IF`, `LOOP` and `CASE` open nothing.
    after_end: bool,
    /// Whether the last lexeme was part of an operator, or one that an operand follows.
    after_operator: bool,
}

/// What waits for its right side within one pair of parentheses.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    operators: usize,
    joins: usize,
    /// `BETWEEN`s whose `AND` is still to come.
    betweens: usize,
}

impl Nesting {
    pub fn is_too_deep(&self) -> bool {
        self.is_too_deep
    }

    /// Goes on by one lexeme.
    pub fn take(&mut self, text: &str, kind: LexemeKind) {
        let after_end = std::mem::take(&mut self.after_end);
        let after_operator = std::mem::take(&mut self.after_operator);
        match kind {
            LexemeKind::Symbol(b'(' | b'[') => self.open_block(),
            LexemeKind::Symbol(b')' | b']') => self.close(),
            LexemeKind::Symbol(b',' | b';') => self.settle(),
            LexemeKind::Symbol(
                b'~' | b'!' | b'@' | b'#' | b'^' | b'&' | b'|' | b'`' | b'?' | b'=',
            ) => {
                self.operator();
            }
            LexemeKind::Symbol(b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>') => {
                if after_operator {
                    self.operator();
                }
                self.after_operator = true;
            }
            LexemeKind::Word if text.len() <= 8 => self.word(text, after_end),
            LexemeKind::Word
            | LexemeKind::Number
            | LexemeKind::String(_)
            | LexemeKind::Name(_)
            | LexemeKind::Comment(_)
            | LexemeKind::Symbol(_) => {}
        }
    }

    /// Says that something opens which `)`, `]` or `END` closes.
    pub fn open_block(&mut self) {
        self.open.push(Level::default());
        self.is_too_deep |= self.open.len() > DEEPEST;
        self.after_operator = true;
    }

    fn close(&mut self) {
        self.settle();
        let joins = std::mem::take(&mut self.level().joins);
        self.waiting -= joins;
        self.open.pop();
    }

    fn level(&mut self) -> &mut Level {
        self.open.last_mut().unwrap_or(&mut self.outside)
    }

    /// What waited for its right side has it.
    fn settle(&mut self) {
        let operators = std::mem::take(&mut self.level().operators);
        self.level().betweens = 0;
        self.waiting -= operators;
        self.after_operator = true;
    }

    fn operator(&mut self) {
        self.level().operators += 1;
        self.after_operator = true;
        self.wait();
    }

    fn join(&mut self) {
        self.level().joins += 1;
        self.wait();
    }

    fn wait(&mut self) {
        self.waiting += 1;
        self.is_too_deep |= self.waiting > LONGEST;
    }

    fn word(&mut self, word: &str, after_end: bool) {
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        if is("or") || is("when") || is("then") || is("else") || is("from") || is("where") {
            self.settle();
        } else if is("and") {
            if self.level().betweens == 0 {
                self.settle();
            } else {
                self.level().betweens -= 1;
            }
        } else if is("between") {
            self.level().betweens += 1;
            self.operator();
        } else if is("not") || is("in") || is("operator") || is("explain") || is("prepare") {
            self.operator();
        } else if is("join") || is("cross") || is("natural") {
            self.join();
        } else if is("on") || is("using") {
            self.settle();
            if self.level().joins > 0 {
                self.level().joins -= 1;
                self.waiting -= 1;
            }
        } else if is("end") {
            self.close();
            self.after_end = true;
        } else if !after_end && (is("case") || is("loop") || is("begin")) {
            self.open_block();
        }
    }
}
