//! `import` and `export`, as ECMAScript and TypeScript write them.

use super::{
    Findings, ImportedNames, Usage, commonjs,
    lexer::{Lexer, REACH, Token},
};

/// Reads what follows an `import` at `hit`: a statement, or a call `import("m")`.
pub(super) fn read_import(text: &str, hit: usize, findings: &mut Findings) {
    let mut lexer = Lexer::new(text, hit + "import".len());
    if lexer.eat(b'(') {
        if let Token::Text(specifier) = lexer.next() {
            let names = commonjs::names_around(text, hit, lexer);
            findings.import(hit, specifier, names, Usage::Local);
        }
        return;
    }
    if let Token::Text(specifier) = lexer.peek() {
        findings.import(hit, specifier, ImportedNames::All, Usage::Local);
        return;
    }
    let taken = skip_modifier(&mut lexer);
    if let Some((names, listed)) = import_clause(&mut lexer, findings)
        && lexer.eat_word("from")
        && let Token::Text(specifier) = lexer.next()
    {
        findings.import(hit, specifier, names, Usage::Local);
        if taken == Kind::Types || listed == Kind::Types {
            findings.is_of_types();
        }
    }
}

/// What a clause takes of the other module.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// Values, as far as can be seen.
    Values,
    Types,
}

/// The names between `import`, with its modifier, and `from`, and whether each is said to be a type.
fn import_clause(lexer: &mut Lexer<'_>, findings: &mut Findings) -> Option<(ImportedNames, Kind)> {
    let mut names = Vec::new();
    if let Token::Word(_) = lexer.peek() {
        lexer.next();
        names.push("default".to_owned());
        if !lexer.eat(b',') {
            return Some((ImportedNames::Some(names), Kind::Values));
        }
    }
    match lexer.next() {
        Token::Other(b'*') => {
            lexer.eat_word("as");
            lexer.next();
            Some((ImportedNames::All, Kind::Values))
        }
        Token::Other(b'{') => {
            let listed = name_list(lexer, findings)?;
            let kind = match names.is_empty() {
                true => kind_of(&listed),
                false => Kind::Values,
            };
            names.extend(listed.into_iter().map(|listed| listed.name.to_owned()));
            Some((ImportedNames::Some(names), kind))
        }
        Token::Other(_) | Token::Word(_) | Token::Text(_) | Token::End => None,
    }
}

/// Whether every entry of a list is said to be a type.
fn kind_of(listed: &[Listed<'_>]) -> Kind {
    match !listed.is_empty() && listed.iter().all(|listed| listed.is_type) {
        true => Kind::Types,
        false => Kind::Values,
    }
}

/// Skips the `type` of `import type { A }`, unless it is itself the name imported.
fn skip_modifier(lexer: &mut Lexer<'_>) -> Kind {
    let Token::Word(modifier @ ("type" | "typeof" | "defer" | "source")) = lexer.peek() else {
        return Kind::Values;
    };
    let before = lexer.offset();
    skip_word(lexer);
    match lexer.offset() > before && matches!(modifier, "type" | "typeof") {
        true => Kind::Types,
        false => Kind::Values,
    }
}

/// Moves past the word that comes next, unless it is itself the name imported.
fn skip_word(lexer: &mut Lexer<'_>) {
    let mut ahead = *lexer;
    ahead.next();
    match ahead.peek() {
        Token::Other(b'{' | b'*') => *lexer = ahead,
        Token::Word(word) => {
            // `import type from "m"` imports a name `type`; `import type from from "m"` a type.
            let mut beyond = ahead;
            beyond.next();
            if word != "from" || beyond.peek() == Token::Word("from") {
                *lexer = ahead;
            }
        }
        Token::Other(_) | Token::Text(_) | Token::End => {}
    }
}

/// An entry of `{ name as alias }`.
struct Listed<'a> {
    name: &'a str,
    alias: &'a str,
    offset: usize,
    is_type: bool,
}

/// The entries of a list whose `{` has been read, up to and with its `}`.
fn name_list<'a>(lexer: &mut Lexer<'a>, findings: &mut Findings) -> Option<Vec<Listed<'a>>> {
    let mut listed = Vec::new();
    while findings.budget > 0 {
        let start = lexer.offset();
        let token = lexer.next();
        findings.spend(lexer.offset() - start);
        match token {
            Token::Other(b'}') => return Some(listed),
            Token::Other(b',') => {}
            Token::Word(word) | Token::Text(word) => {
                let offset = lexer.offset();
                let words = entry_words(word, lexer);
                let name = words.names.first().copied().unwrap_or(word);
                let alias = words.names.last().copied().unwrap_or(word);
                listed.push(Listed {
                    name,
                    alias,
                    offset,
                    is_type: words.is_type,
                });
            }
            Token::Other(_) | Token::End => return None,
        }
    }
    None
}

/// The words of an entry without those that are no names.
struct Entry<'a> {
    /// The name and, if there is one, the alias.
    names: Vec<&'a str>,
    is_type: bool,
}

/// The entry that starts with `first`.
fn entry_words<'a>(first: &'a str, lexer: &mut Lexer<'a>) -> Entry<'a> {
    let mut words = vec![first];
    // Four words are the most an entry can have: `type a as b`.
    while let Token::Word(word) | Token::Text(word) = lexer.peek()
        && words.len() < 5
    {
        lexer.next();
        words.push(word);
    }
    let (names, is_type) = match words[..] {
        ["type", "as"] => (vec!["as"], true),
        ["type", "as", alias] => (vec!["type", alias], false),
        ["type", name, "as", alias] => (vec![name, alias], true),
        ["type", name] => (vec![name], true),
        [name, "as", alias] => (vec![name, alias], false),
        _ => (words, false),
    };
    Entry { names, is_type }
}

/// Reads what follows an `export` at `hit`.
pub(super) fn read_export(text: &str, hit: usize, findings: &mut Findings) {
    let mut lexer = Lexer::new(text, hit + "export".len());
    let mut kind = Kind::Values;
    if lexer.peek() == Token::Word("type") {
        let mut ahead = lexer;
        ahead.next();
        if let Token::Other(b'{' | b'*') = ahead.peek() {
            lexer = ahead;
            kind = Kind::Types;
        }
    }
    match lexer.next() {
        Token::Other(b'*') => export_all(hit, lexer, kind, findings),
        Token::Other(b'{') => export_list(hit, lexer, kind, findings),
        Token::Other(b'=') | Token::Word("default") => findings.export(hit, "default"),
        Token::Word(word) => export_declaration(word, lexer, findings),
        Token::Other(_) | Token::Text(_) | Token::End => {}
    }
}

/// `export * from "m"`, `export * as n from "m"`.
fn export_all(hit: usize, mut lexer: Lexer<'_>, kind: Kind, findings: &mut Findings) {
    let mut namespace = None;
    if lexer.eat_word("as")
        && let Token::Word(name) | Token::Text(name) = lexer.next()
    {
        namespace = Some(name);
    }
    if lexer.eat_word("from")
        && let Token::Text(specifier) = lexer.next()
    {
        findings.import(hit, specifier, ImportedNames::All, Usage::Reexported);
        if kind == Kind::Types {
            findings.is_of_types();
        }
        if let Some(name) = namespace {
            findings.export(hit, name);
        }
    }
}

/// `export { a as b }`, `export { a as b } from "m"`.
fn export_list(hit: usize, mut lexer: Lexer<'_>, kind: Kind, findings: &mut Findings) {
    let Some(listed) = name_list(&mut lexer, findings) else {
        return;
    };
    for entry in &listed {
        findings.export(entry.offset, entry.alias);
    }
    if lexer.eat_word("from")
        && let Token::Text(specifier) = lexer.next()
    {
        let names = listed.iter().map(|entry| entry.name.to_owned()).collect();
        findings.import(
            hit,
            specifier,
            ImportedNames::Some(names),
            Usage::Reexported,
        );
        if kind == Kind::Types || kind_of(&listed) == Kind::Types {
            findings.is_of_types();
        }
    }
}

/// `export const a = …`, `export async function f`, and whatever else declares a name.
fn export_declaration(first: &str, mut lexer: Lexer<'_>, findings: &mut Findings) {
    let mut word = first;
    loop {
        let is_variable = matches!(word, "const" | "let" | "var" | "using");
        match lexer.peek() {
            Token::Word("enum") if word == "const" => {}
            Token::Word(_) | Token::Other(b'{' | b'[') if is_variable => {
                return declarators(lexer, findings);
            }
            Token::Other(b'*') if word == "function" => {
                lexer.next();
            }
            Token::Word(_) => {}
            Token::Other(_) | Token::Text(_) | Token::End => return,
        }
        let Token::Word(next) = lexer.next() else {
            return;
        };
        if !is_modifier(word) {
            findings.export(lexer.offset(), next);
            return;
        }
        word = next;
    }
}

/// Whether a declaration's keyword is still to come after this word.
fn is_modifier(word: &str) -> bool {
    matches!(word, "declare" | "abstract" | "async" | "const" | "await")
}

/// The names of `a = 1, { b, c: d } = x, [e] = y`.
///
/// Initialisers are skipped by their brackets, so a comma that is none between declarators (of a
/// type's arguments, of a regular expression) yields a name too many.
fn declarators(mut lexer: Lexer<'_>, findings: &mut Findings) {
    let start = lexer.offset();
    loop {
        match lexer.next() {
            Token::Word(name) => findings.export(lexer.offset(), name),
            Token::Other(b'{' | b'[') => pattern(&mut lexer, findings),
            Token::Other(_) | Token::Text(_) | Token::End => return,
        }
        let mut depth = 0usize;
        loop {
            if lexer.offset() - start > REACH {
                return;
            }
            match lexer.next() {
                Token::Other(b',') if depth == 0 => break,
                Token::Other(b';') if depth == 0 => return,
                Token::Other(b'(' | b'[' | b'{') => depth += 1,
                Token::Other(b')' | b']' | b'}') if depth == 0 => return,
                Token::Other(b')' | b']' | b'}') => depth -= 1,
                Token::Word("export" | "import") if depth == 0 => return,
                Token::End => return,
                Token::Word(_) | Token::Text(_) | Token::Other(_) => {}
            }
        }
    }
}

/// Every name in a destructuring pattern whose first bracket has been read, keys and defaults too.
fn pattern(lexer: &mut Lexer<'_>, findings: &mut Findings) {
    let start = lexer.offset();
    let mut depth = 1usize;
    while depth > 0 && lexer.offset() - start <= REACH {
        match lexer.next() {
            Token::Word(name) => findings.export(lexer.offset(), name),
            Token::Other(b'(' | b'[' | b'{') => depth += 1,
            Token::Other(b')' | b']' | b'}') => depth -= 1,
            Token::End => return,
            Token::Text(_) | Token::Other(_) => {}
        }
    }
}
