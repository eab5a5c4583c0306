//! The document around the data: what the browser is told, and in which order.

use std::io;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Serialize;
use sha2::{Digest, Sha256};

const SHELL: &str = include_str!("assets/shell.html");

const STYLE: &str = include_str!("assets/style.css");

/// The graph library.
const LIBRARY: &str = include_str!("vendor/cytoscape.min.js");

/// The page's own script.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("assets/data.js"),
    include_str!("assets/state.js"),
    include_str!("assets/dom.js"),
    include_str!("assets/groups.js"),
    include_str!("assets/view.js"),
    include_str!("assets/layout.js"),
    include_str!("assets/graph.js"),
    include_str!("assets/flows.js"),
    include_str!("assets/details.js"),
    include_str!("assets/table.js"),
    include_str!("assets/filters.js"),
    include_str!("assets/search.js"),
    include_str!("assets/main.js"),
    "})();\n"
);

/// What stands for the data and the rest in the shell.
const MARKS: [&str; 5] = [
    "{{policy}}",
    "{{style}}",
    "{{data}}",
    "{{library}}",
    "{{script}}",
];

/// The data as JSON that can stand within a script element.
pub(super) fn data(page: &impl Serialize) -> io::Result<String> {
    Ok(escaped(&serde_json::to_string(page)?))
}

/// JSON without what could end a script element or a line of script; only strings hold such.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len() + json.len() / 64);
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text += &format!("\\u{:04x}", u32::from(character));
            }
            _ => text.push(character),
        }
    }
    text
}

/// The size of a document without data.
pub(super) fn bytes_without_data() -> usize {
    SHELL.len() + STYLE.len() + LIBRARY.len() + SCRIPT.len()
}

/// Writes the document.
///
/// # Errors
///
/// Fails when `out` does.
pub(super) fn write(data: &str, out: &mut impl io::Write) -> io::Result<()> {
    let policy = policy();
    let parts = [&policy, STYLE, data, LIBRARY, SCRIPT];
    let mut rest = SHELL;
    for (mark, part) in MARKS.iter().zip(parts) {
        let (before, after) = rest
            .split_once(mark)
            .expect("the shell holds every mark once, in this order");
        out.write_all(before.as_bytes())?;
        out.write_all(part.as_bytes())?;
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// What the page may do: run these two scripts, and nothing that comes from elsewhere.
fn policy() -> String {
    format!(
        "default-src 'none'; script-src {} {}; style-src {} {}; img-src data: blob:; \
         base-uri 'none'; form-action 'none'",
        source(LIBRARY),
        source(SCRIPT),
        source(STYLE),
        source(".__________cytoscape_container { position: relative; }"),
    )
}

/// The hash of a script or style, as a policy names it.
fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}
