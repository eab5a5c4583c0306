//! A cheap lexical scan of one file for what it imports and exports.
//!
//! It runs on every file before any is parsed, so it looks at nothing but the neighbourhood of a few
//! keywords. It may find more than there is (in comments, strings and markup), never less.

mod commonjs;
pub(crate) mod lexer;
mod module;

use bitcode::{Decode, Encode};
use memchr::memmem;
use rustc_hash::FxHashSet;

use lexer::is_word;

/// The imports and exports of one file, each in the order of the text.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, PartialEq)]
pub struct Scan {
    pub imports: Vec<ScannedImport>,
    /// Exported names, each once; `default` for a default export or an assigned `module.exports`.
    ///
    /// What `export *` hands on is not among them: that is an import with `is_reexport`.
    pub exports: Vec<String>,
}

/// One place that names another module.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct ScannedImport {
    /// As the code writes it, escapes included.
    pub specifier: String,
    pub names: ImportedNames,
    /// Whether the file exports again what it imports here.
    pub is_reexport: bool,
    /// Whether only types are taken, so that the other module is not run: `import type { A }`.
    pub is_type: bool,
}

/// What is taken from the other module.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub enum ImportedNames {
    /// The whole module, or nothing but its effects: which names are used is not said here.
    All,
    /// These names, as the other module exports them; `default` for a default import.
    Some(Vec<String>),
}

/// The imports and exports of a text, in whatever dialect it is.
pub fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut findings = Findings {
        budget: bytes.len() * 16,
        ..Findings::default()
    };
    for hit in memmem::find_iter(bytes, "import") {
        if starts_word(text, hit) && ends_word(text, hit + "import".len()) {
            module::read_import(text, hit, &mut findings);
        }
    }
    for hit in memmem::find_iter(bytes, "export") {
        if bytes.get(hit + "export".len()) == Some(&b's') {
            commonjs::read_exports(text, hit, &mut findings);
        } else if starts_word(text, hit) && ends_word(text, hit + "export".len()) {
            module::read_export(text, hit, &mut findings);
        }
    }
    for hit in memmem::find_iter(bytes, "require") {
        if starts_word(text, hit) && ends_word(text, hit + "require".len()) {
            commonjs::read_require(text, hit, &mut findings);
        }
    }
    findings.in_order()
}

/// Whether a word begins at the byte offset: not in the middle of a name, and not as a member.
fn starts_word(text: &str, offset: usize) -> bool {
    let before = &text[..offset];
    match before.chars().next_back() {
        // `...require("m")` is a spread, `system.import("m")` a member.
        Some('.') => before.ends_with("..."),
        Some(last) => !last.is_alphanumeric() && last != '_' && last != '$',
        None => true,
    }
}

/// Whether no word goes on at the byte offset.
fn ends_word(text: &str, offset: usize) -> bool {
    text.as_bytes()
        .get(offset)
        .is_none_or(|&byte| !is_word(byte))
}

/// What was found so far, keyword by keyword.
#[derive(Default)]
struct Findings {
    imports: Vec<(usize, ScannedImport)>,
    exports: Vec<(usize, String)>,
    /// How many bytes of lists may still be read.
    ///
    /// A list is as long as it likes, but keywords in its comments could each read it again.
    budget: usize,
}

impl Findings {
    fn import(&mut self, at: usize, specifier: &str, names: ImportedNames, usage: Usage) {
        let import = ScannedImport {
            specifier: specifier.to_owned(),
            names,
            is_reexport: usage == Usage::Reexported,
            is_type: false,
        };
        self.imports.push((at, import));
    }

    /// Says of the import found last that it takes types alone.
    fn is_of_types(&mut self) {
        if let Some((_, import)) = self.imports.last_mut() {
            import.is_type = true;
        }
    }

    fn export(&mut self, at: usize, name: &str) {
        self.exports.push((at, name.to_owned()));
    }

    /// Counts a list that was read.
    fn spend(&mut self, bytes: usize) {
        self.budget = self.budget.saturating_sub(bytes);
    }

    fn in_order(mut self) -> Scan {
        self.imports.sort_by_key(|&(at, _)| at);
        self.exports.sort_by_key(|&(at, _)| at);
        let mut seen = FxHashSet::default();
        self.exports.retain(|(_, name)| seen.insert(name.clone()));
        Scan {
            imports: self.imports.into_iter().map(|(_, import)| import).collect(),
            exports: self.exports.into_iter().map(|(_, name)| name).collect(),
        }
    }
}

/// What becomes of an import.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Usage {
    Local,
    Reexported,
}

#[cfg(test)]
mod tests;
