//! `require`, `exports` and `module.exports`, as people and compilers write them.

use super::{
    Findings, ImportedNames, Usage,
    lexer::{Lexer, REACH, Token, is_word},
    starts_word,
};

/// How many tokens may stand behind a specifier before the call is closed: import attributes.
const ATTRIBUTES: usize = 16;

/// Reads what follows a `require` at `hit`.
pub(super) fn read_require(text: &str, hit: usize, findings: &mut Findings) {
    let mut lexer = Lexer::new(text, hit + "require".len());
    if lexer.eat(b'(')
        && let Token::Text(specifier) = lexer.next()
    {
        let names = names_around(text, hit, lexer);
        findings.import(hit, specifier, names, usage_before(&text[..hit]));
    }
}

/// What is taken of the module that a call `require("m")` or `import("m")` at `hit` yields.
///
/// `after` stands behind the specifier.
pub(super) fn names_around(text: &str, hit: usize, mut after: Lexer<'_>) -> ImportedNames {
    let mut attributes = 0;
    while !after.eat(b')') {
        attributes += 1;
        if attributes > ATTRIBUTES || after.next() == Token::End {
            return ImportedNames::All;
        }
    }
    if after.eat(b'.') {
        return match after.next() {
            Token::Word("then" | "catch" | "finally") | Token::Other(_) | Token::Text(_) => {
                ImportedNames::All
            }
            Token::Word(name) => ImportedNames::Some(vec![name.to_owned()]),
            Token::End => ImportedNames::All,
        };
    }
    destructured(&text[..hit]).map_or(ImportedNames::All, ImportedNames::Some)
}

/// The keys `a` and `b` of `{ a, b: c } =`, where that ends the text, `await` aside.
fn destructured(before: &str) -> Option<Vec<String>> {
    let before = before.trim_end();
    let before = before.strip_suffix("await").unwrap_or(before).trim_end();
    let before = before.strip_suffix('=')?.trim_end().strip_suffix('}')?;
    let bytes = before.as_bytes();
    let near = bytes.len().saturating_sub(REACH);
    let open = bytes[near..]
        .iter()
        .rposition(|&byte| byte == b'{' || byte == b'}')?
        + near;
    if bytes[open] == b'}' {
        return None;
    }
    let mut lexer = Lexer::new(before, open + 1);
    let mut names = Vec::new();
    loop {
        match lexer.next() {
            Token::Word(name) | Token::Text(name) => names.push(name.to_owned()),
            Token::End => return Some(names),
            // A rest element takes everything.
            Token::Other(_) => return None,
        }
        // An alias, a default.
        loop {
            match lexer.next() {
                Token::Other(b',') => break,
                Token::End => return Some(names),
                Token::Word(_) | Token::Text(_) | Token::Other(_) => {}
            }
        }
    }
}

/// Whether what is required is exported again: `module.exports = `, `...`, `__exportStar(`.
fn usage_before(before: &str) -> Usage {
    let before = before.trim_end();
    if before.ends_with("...") || before.ends_with("__exportStar(") || before.ends_with("__export(")
    {
        return Usage::Reexported;
    }
    let assigned = before.strip_suffix('=').map(str::trim_end);
    if assigned.is_some_and(|target| target.ends_with("module.exports")) {
        return Usage::Reexported;
    }
    Usage::Local
}

/// Reads what follows an `exports` at `hit`: `exports.a =`, `module.exports = …`.
pub(super) fn read_exports(text: &str, hit: usize, findings: &mut Findings) {
    let end = hit + "exports".len();
    if text.as_bytes().get(end).is_some_and(|&byte| is_word(byte)) {
        return;
    }
    let is_module = text[..hit].ends_with("module.");
    if !is_module && !starts_word(text, hit) {
        return;
    }
    let mut lexer = Lexer::new(text, end);
    match lexer.next() {
        Token::Other(b'.') => {
            if let Token::Word(name) = lexer.next() {
                findings.export(hit, name);
            }
        }
        Token::Other(b'[') => {
            if let Token::Text(name) = lexer.next() {
                findings.export(hit, name);
            }
        }
        // `Object.defineProperty(exports, "a", …)`, `__export(exports, { a: … })`.
        Token::Other(b',') => match lexer.next() {
            Token::Text(name) => findings.export(hit, name),
            Token::Other(b'{') => object_keys(lexer, findings),
            Token::Word(_) | Token::Other(_) | Token::End => {}
        },
        Token::Other(b'=') if is_module => {
            findings.export(hit, "default");
            if lexer.eat(b'{') {
                object_keys(lexer, findings);
            }
        }
        Token::Word(_) | Token::Text(_) | Token::Other(_) | Token::End => {}
    }
}

/// The keys of an object literal whose `{` has been read.
///
/// Brackets in a regular expression may shift the depth, so a word counts as a key at any depth
/// where one can stand.
fn object_keys(mut lexer: Lexer<'_>, findings: &mut Findings) {
    let mut depth = 1usize;
    let mut can_be_key = true;
    while depth > 0 && findings.budget > 0 {
        let start = lexer.offset();
        let token = lexer.next();
        findings.spend(lexer.offset() - start);
        match token {
            Token::Word(_) | Token::Text(_) if can_be_key => key(token, lexer, findings),
            Token::Other(b'(' | b'[' | b'{') => depth += 1,
            Token::Other(b')' | b']' | b'}') => depth -= 1,
            Token::End => return,
            Token::Word(_) | Token::Text(_) | Token::Other(_) => {}
        }
        can_be_key = matches!(
            token,
            Token::Other(b',' | b'{' | b'*') | Token::Word("async" | "get" | "set")
        );
    }
}

/// Adds a word that is followed by what follows a key.
fn key(token: Token<'_>, after: Lexer<'_>, findings: &mut Findings) {
    if let Token::Word(name) | Token::Text(name) = token
        && let Token::Other(b':' | b',' | b'}' | b'(') = after.peek()
    {
        findings.export(after.offset(), name);
    }
}
