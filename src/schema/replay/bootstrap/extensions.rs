//! What `CREATE EXTENSION` makes.

use std::sync::OnceLock;

use crate::sql::{self, Item};

const EXTENSIONS: &str = include_str!("../../platform/extensions.sql");

/// An extension that can be created.
#[derive(Debug)]
pub struct Section {
    pub name: &'static str,
    /// The only schema that it goes into, made if missing.
    pub schema: Option<&'static str>,
    /// Extensions that must be installed before.
    pub requires: Vec<&'static str>,
    /// The schema of the platform that its objects are in; then `statements` is empty.
    pub platform: Option<&'static str>,
    /// What the spans of the statements count in.
    pub text: &'static str,
    statements: OnceLock<Vec<Item>>,
}

/// The extension of this name; `None` when it is not available.
pub fn extension(name: &str) -> Option<&'static Section> {
    static SECTIONS: OnceLock<Vec<Section>> = OnceLock::new();
    let sections = SECTIONS.get_or_init(|| sections(EXTENSIONS));
    sections.iter().find(|section| section.name == name)
}

impl Section {
    /// What makes its objects, parsed when first asked for.
    pub fn statements(&self) -> &[Item] {
        self.statements
            .get_or_init(|| sql::parse(self.text).statements)
    }
}

fn sections(text: &'static str) -> Vec<Section> {
    let parts = text.split("\n-- extension: ").skip(1);
    parts.map(section).collect()
}

/// A section from its name on.
fn section(text: &'static str) -> Section {
    let (head, text) = text.split_once('\n').unwrap_or((text, ""));
    let mut words = head.split_whitespace();
    let mut section = Section {
        name: words.next().unwrap_or_default(),
        schema: None,
        requires: Vec::new(),
        platform: None,
        text,
        statements: OnceLock::new(),
    };
    for word in words {
        match word.split_once('=') {
            Some(("schema", schema)) => section.schema = Some(schema),
            Some(("requires", names)) => section.requires = names.split(',').collect(),
            Some(("platform", schema)) => section.platform = Some(schema),
            _ => {}
        }
    }
    section
}

#[cfg(test)]
mod tests {
    use super::extension;

    #[test]
    fn a_section_says_what_its_opening_says() {
        let cron = extension("pg_cron").unwrap();
        assert_eq!(
            (cron.schema, cron.platform),
            (Some("pg_catalog"), Some("cron"))
        );
        assert_eq!(extension("earthdistance").unwrap().requires, ["cube"]);
        assert!(
            extension("citext")
                .unwrap()
                .text
                .contains("create type citext;")
        );
        assert!(extension("nothing").is_none());
    }
}
