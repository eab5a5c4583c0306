//! Findings as SARIF 2.1.0, the format of code scanning.
//!
//! Result identity is in `partialFingerprints`, which has nothing of lines; what comments hide is
//! there with its suppression.

use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::CheckReport;
use crate::{
    finding::{Finding, Place, Severity},
    report::{secrets, texts::Texts},
    rules::{RULES, Rule},
};

/// The published schema, which readers of the format go by.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Debug, Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Value,
    /// Columns count code points, as everywhere in the output.
    column_kind: &'static str,
    results: Vec<Value>,
}

/// Writes the log, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &CheckReport<'_>, mut out: impl io::Write) -> io::Result<()> {
    let shown = report
        .findings
        .iter()
        .map(|finding| result(report.texts, finding, json!([])));
    let hidden = report.suppressed.iter().map(|suppressed| {
        let mut suppression = json!({ "kind": "inSource" });
        if let Some(reason) = &suppressed.reason {
            suppression["justification"] = json!(secrets::mask(reason));
        }
        result(report.texts, &suppressed.finding, json!([suppression]))
    });
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: json!({ "driver": driver() }),
            column_kind: "unicodeCodePoints",
            results: shown.chain(hidden).collect(),
        }],
    };
    serde_json::to_writer_pretty(&mut out, &log)?;
    out.write_all(b"\n")
}

fn driver() -> Value {
    json!({
        "name": "tabletrace",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": RULES.iter().map(rule).collect::<Vec<Value>>(),
    })
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": format!("{}.", capitalised(rule.summary)) },
        "help": { "text": rule.docs, "markdown": rule.docs },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(texts: Texts<'_>, finding: &Finding, suppressions: Value) -> Value {
    let mut message = secrets::mask(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message += &format!("\n{}", secrets::mask(help));
    }
    let index = RULES.iter().position(|rule| rule.id == finding.rule);
    let related = finding.labels.iter().enumerate().map(|(index, label)| {
        let mut location = location(texts, &label.place);
        location["id"] = json!(index);
        location["message"] = json!({ "text": secrets::mask(&label.message) });
        location
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message },
        "partialFingerprints": { "tabletrace/v1": finding.fingerprint().to_string() },
        "relatedLocations": related.collect::<Vec<Value>>(),
        "suppressions": suppressions,
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !finding.place.path.is_empty() {
        result["locations"] = json!([location(texts, &finding.place)]);
    }
    result
}

fn location(texts: Texts<'_>, place: &Place) -> Value {
    let range = texts.range(place);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.path) },
            "region": {
                "startLine": range.start.line,
                "startColumn": range.start.column,
                "endLine": range.end.line,
                "endColumn": range.end.column,
            },
        },
    })
}

/// A path as a relative URI reference: bytes that have no place in one are percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(byte.into());
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("app/[id]/page.tsx"), "app/%5Bid%5D/page.tsx");
        assert_eq!(uri("ä b#.ts"), "%C3%A4%20b%23.ts");
    }
}
