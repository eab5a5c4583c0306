//! `testdata/probes`: statements that TypeScript's compiler mostly lets pass, held against a schema.

use std::collections::BTreeMap;

use tabletrace::finding::Severity;

use crate::{folder, project};

/// The end of a line that names something wrong.
const MARK: &str = "// wrong";

#[test]
fn what_is_wrong_is_found_once_and_nothing_else_is() {
    let project = project::read(&folder::testdata("probes"));
    let mut found: BTreeMap<(String, u32), Vec<String>> = BTreeMap::new();
    for finding in project.check().findings {
        if finding.severity < Severity::Warning {
            continue;
        }
        let path = finding.place.path;
        let file = project.inputs.sources.by_path(&path);
        let line = file.map_or(0, |file| {
            let file = project.inputs.sources.get(file);
            file.position(finding.place.span.start).line
        });
        let said = format!("{}: {}", finding.rule, finding.message);
        found.entry((path, line)).or_default().push(said);
    }
    let mut wrong = Vec::new();
    for (_, file) in project.inputs.sources.iter() {
        for (line, text) in (1..).zip(file.text.lines()) {
            let expected = usize::from(text.ends_with(MARK));
            let found = found.remove(&(file.path.clone(), line));
            let found = found.unwrap_or_default();
            if found.len() != expected {
                wrong.push(format!("{line}: {text}\n  {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found.is_empty(), "outside of the code: {found:?}");
}
