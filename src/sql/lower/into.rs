//! The `INTO` clauses of SQL statements in PL/pgSQL, which the parser does not know.

use std::ops::Range;

use super::{names, origin::Origin};
use crate::{
    source::Span,
    sql::{
        name::Word,
        nesting::Nesting,
        scan::{Lexeme, LexemeKind, Scanner},
    },
};

/// One clause, by its bytes, and the variables it names.
#[derive(Debug)]
pub struct Into {
    pub range: Range<usize>,
    pub targets: Vec<Vec<Word>>,
}

/// What a scan of a body tells before it is parsed.
#[derive(Debug, Default)]
pub struct Found {
    pub clauses: Vec<Into>,
    /// `DECLARE` where one already was, which changes nothing.
    pub repeated: Vec<Range<usize>>,
    pub nesting: Nesting,
}

/// The clauses of a body in order, and how deep it nests.
///
/// As PL/pgSQL does, every `INTO` of a statement of SQL is taken, but for `INSERT INTO` and
/// `MERGE INTO`.
pub fn find(text: &str, origin: &Origin) -> Found {
    let mut found = Found::default();
    let mut statement = Place::Start;
    let mut before = "";
    let mut declares = Declares::No;
    let mut scanner = Scanner::new(text).filter(|lexeme| !is_comment(*lexeme));
    while let Some(lexeme) = scanner.next() {
        let word = &text[lexeme.start..lexeme.end];
        found.nesting.take(word, lexeme.kind);
        let is_into = statement == Place::Sql
            && word.eq_ignore_ascii_case("into")
            && !["insert", "merge"]
                .iter()
                .any(|verb| before.eq_ignore_ascii_case(verb));
        if is_into {
            let clause = clause(text, lexeme, scanner.clone(), origin);
            for _ in 0..clause.1 {
                scanner.next();
            }
            found.clauses.extend(clause.0);
        }
        if statement == Place::Start && word.eq_ignore_ascii_case("if") {
            found.nesting.open_block();
        }
        let begins = matches!(before, "" | ";" | ">") || before.eq_ignore_ascii_case("declare");
        if word.eq_ignore_ascii_case("begin") {
            declares = Declares::No;
        } else if begins && word.eq_ignore_ascii_case("declare") {
            if declares == Declares::Yes {
                found.repeated.push(lexeme.start..lexeme.end);
            }
            declares = Declares::Yes;
        }
        statement = statement.after(word, lexeme.kind);
        before = word;
    }
    found
}

fn is_comment(lexeme: Lexeme) -> bool {
    match lexeme.kind {
        LexemeKind::Comment(_) => true,
        LexemeKind::Word
        | LexemeKind::Number
        | LexemeKind::String(_)
        | LexemeKind::Name(_)
        | LexemeKind::Symbol(_) => false,
    }
}

/// Whether a lexeme stands in a section of declarations.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Declares {
    Yes,
    No,
}

/// What part of a body a lexeme stands in.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Place {
    /// Before a statement.
    Start,
    /// A statement of SQL, up to its semicolon.
    Sql,
    /// `IF`, `LOOP` and whatever else other statements stand in.
    Control,
    /// Any other statement of PL/pgSQL, up to its semicolon.
    Other,
}

impl Place {
    fn after(self, word: &str, kind: LexemeKind) -> Self {
        let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        match (self, kind) {
            (_, LexemeKind::Symbol(b';')) => Self::Start,
            (Self::Start, LexemeKind::Word) => {
                if is(&["begin", "loop", "else"]) {
                    Self::Start
                } else if is(&[
                    "select", "with", "insert", "update", "delete", "merge", "values", "table",
                ]) {
                    Self::Sql
                } else if is(&[
                    "if",
                    "elsif",
                    "elseif",
                    "case",
                    "when",
                    "while",
                    "for",
                    "foreach",
                    "exception",
                    "declare",
                ]) {
                    Self::Control
                } else {
                    Self::Other
                }
            }
            // Labels stand before statements.
            (Self::Start, LexemeKind::Symbol(b'<' | b'>')) => Self::Start,
            (Self::Start, LexemeKind::Symbol(b'(')) => Self::Sql,
            (Self::Control, LexemeKind::Word) if is(&["then", "loop", "begin", "else"]) => {
                Self::Start
            }
            (Self::Other, LexemeKind::Symbol(b'>')) => Self::Other,
            (Self::Start, _) => Self::Other,
            (Self::Sql | Self::Control | Self::Other, _) => self,
        }
    }
}

/// The clause that begins at `into`, and how many lexemes it takes.
fn clause(
    text: &str,
    into: Lexeme,
    rest: impl Iterator<Item = Lexeme>,
    origin: &Origin,
) -> (Option<Into>, usize) {
    let mut targets: Vec<Vec<Word>> = Vec::new();
    let mut taken = 0;
    let mut end = into.end;
    let mut expect = Expect::Target;
    for (index, lexeme) in rest.enumerate() {
        let word = &text[lexeme.start..lexeme.end];
        let is_name = matches!(lexeme.kind, LexemeKind::Word | LexemeKind::Name(_))
            || (lexeme.kind == LexemeKind::Symbol(b'$') && word.len() > 1);
        expect = match (expect, lexeme.kind) {
            (Expect::Target, LexemeKind::Word)
                if index == 0 && word.eq_ignore_ascii_case("strict") =>
            {
                Expect::Target
            }
            (Expect::Target, _) if is_name => {
                targets.push(vec![self::word(word, lexeme, origin)]);
                Expect::More
            }
            (Expect::Field, _) if is_name => {
                if let Some(target) = targets.last_mut() {
                    target.push(self::word(word, lexeme, origin));
                }
                Expect::More
            }
            (Expect::More, LexemeKind::Symbol(b'.')) => Expect::Field,
            (Expect::More, LexemeKind::Symbol(b',')) => Expect::Target,
            _ => break,
        };
        taken = index + 1;
        end = lexeme.end;
    }
    if targets.is_empty() {
        return (None, 0);
    }
    let clause = Into {
        range: into.start..end,
        targets,
    };
    (Some(clause), taken)
}

/// What may follow in a list of variables.
#[derive(Clone, Copy)]
enum Expect {
    Target,
    Field,
    /// A dot, a comma or the end.
    More,
}

fn word(text: &str, lexeme: Lexeme, origin: &Origin) -> Word {
    let offset = |offset| u32::try_from(offset).expect("no file over 4 GiB is loaded");
    let span: Span = origin.span(offset(lexeme.start), offset(lexeme.end));
    Word {
        text: names::identifier(text),
        span,
    }
}
