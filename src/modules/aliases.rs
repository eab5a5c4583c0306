//! Aliases in the configuration scripts of bundlers and frameworks, found in their text.
//!
//! Nothing is evaluated: an entry counts when its value is made of string literals, as in
//! `path.resolve(__dirname, "./src")`, `fileURLToPath(new URL("./src", import.meta.url))` or
//! `` `${__dirname}/src` ``.

use memchr::memmem;

use super::path;
use crate::syntax::scan::lexer::{Lexer, Token};

/// How often one script may speak of aliases.
const MENTIONS: usize = 64;

/// How much of a script is looked at after each mention, in bytes.
const WINDOW: usize = 16 * 1024;

/// A name that stands for a folder or file of the project.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Alias {
    /// Without a `/` or `/*` at its end.
    pub name: String,
    /// A path from the project root.
    pub target: String,
}

impl Alias {
    /// `None` when the target is outside the project.
    pub(super) fn new(name: &str, folder: &str, target: &str) -> Option<Self> {
        let name = name.trim_end_matches('*').trim_end_matches('/');
        let target = target.trim_end_matches('*');
        if name.is_empty() || name == "." {
            return None;
        }
        Some(Self {
            name: name.to_owned(),
            target: path::join(folder, target)?,
        })
    }

    /// The path that a specifier means by this alias.
    pub(super) fn mapped(&self, specifier: &str) -> Option<String> {
        let rest = specifier.strip_prefix(self.name.as_str())?;
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        path::join(&self.target, rest)
    }
}

/// The aliases that a script in `folder` defines, in the order of its text.
pub(super) fn aliases_in(script: &str, folder: &str) -> Vec<Alias> {
    let mut entries = Vec::new();
    for mention in memmem::find_iter(script.as_bytes(), "lias").take(MENTIONS) {
        let window = window(script, mention + "lias".len());
        // A quote after `"alias"`, as JSON and Babel have it.
        let mut lexer = Lexer::new(window.trim_start_matches(['"', '\'']), 0);
        match lexer.next() {
            Token::Other(b':' | b'=') => {
                if lexer.eat(b'{') {
                    object(&mut lexer, &mut entries);
                } else if lexer.eat(b'[') {
                    array(&mut lexer, &mut entries);
                }
            }
            // `config.resolve.alias["@"] = …`
            Token::Other(b'[') => {
                if let Token::Text(name) = lexer.next()
                    && lexer.eat(b']')
                    && lexer.eat(b'=')
                {
                    entries.push((name.to_owned(), Value::read(&mut lexer)));
                }
            }
            Token::Word(_) | Token::Text(_) | Token::Other(_) | Token::End => {}
        }
    }
    entries
        .iter()
        .filter_map(|(name, value)| Alias::new(name, folder, &value.path(script)?))
        .collect()
}

/// The string that a script gives to the property, at its first mention.
pub(super) fn string_property<'a>(script: &'a str, property: &str) -> Option<&'a str> {
    memmem::find_iter(script.as_bytes(), property)
        .take(MENTIONS)
        .find_map(|mention| {
            let before = script[..mention].chars().next_back();
            if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
                return None;
            }
            let mut lexer = Lexer::new(window(script, mention + property.len()), 0);
            if lexer.eat(b':')
                && let Token::Text(value) = lexer.next()
            {
                return Some(value);
            }
            None
        })
}

/// The text from the offset on, as far as it is looked at.
fn window(script: &str, offset: usize) -> &str {
    let end = script.floor_char_boundary(offset + WINDOW);
    &script[offset..end]
}

/// Reads `{ name: value, … }`, whose `{` has been read, to its `}`.
fn object<'a>(lexer: &mut Lexer<'a>, entries: &mut Vec<(String, Value<'a>)>) {
    loop {
        match lexer.next() {
            Token::Other(b'}') | Token::End => return,
            Token::Other(b',') => {}
            Token::Word(name) | Token::Text(name) if lexer.eat(b':') => {
                entries.push((name.to_owned(), Value::read(lexer)));
            }
            // A spread, a shorthand, a computed name.
            Token::Word(_) | Token::Text(_) | Token::Other(_) => {
                Value::read(lexer);
            }
        }
    }
}

/// Reads `[{ find, replacement }, …]`, whose `[` has been read, to its `]`.
fn array<'a>(lexer: &mut Lexer<'a>, entries: &mut Vec<(String, Value<'a>)>) {
    loop {
        match lexer.next() {
            Token::Other(b']') | Token::End => return,
            Token::Other(b'{') => {
                let mut properties = Vec::new();
                object(lexer, &mut properties);
                let mut take = |name: &str| {
                    let index = properties.iter().position(|(known, _)| known == name)?;
                    Some(properties.swap_remove(index).1)
                };
                if let Some(find) = take("find").and_then(|find| find.literal())
                    && let Some(replacement) = take("replacement")
                {
                    entries.push((find, replacement));
                }
            }
            Token::Word(_) | Token::Text(_) | Token::Other(_) => {}
        }
    }
}

/// An expression, as far as it may spell a path.
#[derive(Debug, Default)]
struct Value<'a> {
    /// Its string literals.
    texts: Vec<String>,
    /// Its identifiers.
    words: Vec<&'a str>,
}

/// Identifiers of expressions that name a path relative to the script.
const PATH_WORDS: [&str; 16] = [
    "path",
    "resolve",
    "join",
    "posix",
    "normalizePath",
    "process",
    "cwd",
    "fileURLToPath",
    "new",
    "URL",
    "import",
    "meta",
    "url",
    "dirname",
    "require",
    "pathToFileURL",
];

impl<'a> Value<'a> {
    /// Reads to the `,`, `;` or closing bracket behind the expression, which is left.
    fn read(lexer: &mut Lexer<'a>) -> Self {
        let mut value = Self::default();
        let mut depth = 0usize;
        if lexer.peek() == Token::Other(b'/') {
            lexer.next();
            value
                .texts
                .extend(lexer.until(b'/').and_then(prefix_of_pattern));
        }
        loop {
            match lexer.peek() {
                Token::Other(b',' | b';') if depth == 0 => return value,
                Token::Other(b')' | b']' | b'}') if depth == 0 => return value,
                Token::End => return value,
                Token::Other(b'(' | b'[' | b'{') => depth += 1,
                Token::Other(b')' | b']' | b'}') => depth -= 1,
                Token::Text(text) => value.texts.push(text.to_owned()),
                Token::Word(word) => value.words.push(word),
                Token::Other(b'`') => {
                    lexer.next();
                    value.texts.extend(lexer.until(b'`').map(text_of_template));
                    continue;
                }
                Token::Other(_) => {}
            }
            lexer.next();
        }
    }

    /// The text of an expression that is one literal.
    fn literal(mut self) -> Option<String> {
        (self.texts.len() == 1).then(|| self.texts.pop())?
    }

    /// The path that the expression spells, relative to the script.
    fn path(&self, script: &str) -> Option<String> {
        let base = self.variable().map(|name| Value::of_variable(script, name));
        let base = base.flatten().filter(|base| !base.texts.is_empty());
        let from_script = self
            .words
            .iter()
            .any(|word| matches!(*word, "__dirname" | "dirname" | "cwd"));
        if self.texts.is_empty() && base.is_none() && !from_script {
            return None;
        }
        let parts = base.iter().flat_map(|base| &base.texts).chain(&self.texts);
        Some(parts.map(String::as_str).collect::<Vec<_>>().join("/"))
    }

    /// The first identifier that may be a variable of the script.
    fn variable(&self) -> Option<&'a str> {
        let mut words = self.words.iter().copied();
        words.find(|word| !PATH_WORDS.contains(word) && !word.starts_with("__"))
    }

    /// What the script assigns to the variable.
    fn of_variable<'s>(script: &'s str, name: &str) -> Option<Value<'s>> {
        let assignments = memmem::find_iter(script.as_bytes(), name).take(MENTIONS);
        assignments.into_iter().find_map(|mention| {
            let before = script[..mention].trim_end();
            if !before.ends_with("const") && !before.ends_with("let") && !before.ends_with("var") {
                return None;
            }
            let mut lexer = Lexer::new(window(script, mention + name.len()), 0);
            lexer.eat(b'=').then(|| Value::read(&mut lexer))
        })
    }
}

/// `@/` of the regular expression `^@\/(.*)$`, or `None` when it says more than a prefix.
fn prefix_of_pattern(pattern: &str) -> Option<String> {
    let prefix = pattern.trim_start_matches('^').replace("\\/", "/");
    let prefix = prefix.trim_end_matches('$');
    let prefix = ["(.*)", "(.+)", ".*"]
        .iter()
        .find_map(|rest| prefix.strip_suffix(rest))
        .unwrap_or(prefix);
    let is_literal = !prefix.contains(['(', ')', '[', ']', '*', '+', '?', '|', '\\', '.']);
    (is_literal && !prefix.is_empty()).then(|| prefix.to_owned())
}

/// The text of a template, in which a substitution stands for its string literals.
fn text_of_template(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, substitution)) = rest.split_once("${") {
        text.push_str(before);
        let (expression, after) = substitution.split_once('}').unwrap_or((substitution, ""));
        let value = Value::read(&mut Lexer::new(expression, 0));
        text.push_str(&value.texts.join("/"));
        rest = after;
    }
    text.push_str(rest);
    text
}
