//! One feature of the language or of a library, one file: `testdata/<what is shown>/<case>.<ext>`.
//!
//! A file is a project of its own; `// @file PATH` starts another file of the same project. What is
//! found is drawn under it by `UPDATE_EXPECT=1 cargo test`.

use std::{fs, ops::Range, path::Path};

use tabletrace::{
    access::{Access, Certainty, CodeUnit, EvidenceKind, Rejected, SchemaRef, TargetKind},
    analysis::{self, Analysis, Inputs},
    cache::Cache,
    link::{Depth, Through, UnitCallKind},
    map,
    modules::{Manifest, is_manifest},
    operation::{Known, Modifiers, Operation},
    source::{Dialect, FileId, SourceFile, Sources, Span},
};

use crate::{
    caret, clauses,
    folder::{self, check_file},
};

/// A label and the span it is about, in a file of the project.
type Label = (FileId, Span, String);

#[test]
fn accesses() {
    check("extract", |analysis| {
        let accesses = analysis
            .accesses
            .iter()
            .map(|access| (access.file, access.target_span, access_label(access)));
        accesses
            .chain(analysis.rejected.iter().map(rejected_label))
            .collect()
    });
}

#[test]
fn columns() {
    check("columns", |analysis| {
        let mut labels = Vec::new();
        for access in &analysis.accesses {
            let mut label = access_label(access);
            if access.all_columns {
                label.push_str(", all columns");
            }
            if access.columns_open {
                label.push_str(", open");
            }
            labels.push((access.file, access.target_span, label));
            for column in &access.columns {
                let name = column.name.split_whitespace().collect::<Vec<_>>().join(" ");
                let label = format!("{} {name}", column.role.as_str());
                let label = (column.location.file, column.location.span, label);
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        labels
    });
}

#[test]
fn clauses() {
    check("clauses", |analysis| {
        let mut labels = Vec::new();
        for access in &analysis.accesses {
            labels.push((access.file, access.target_span, access_label(access)));
            for clause in &access.clauses {
                for (location, label) in clauses::labels(clause) {
                    let label = (location.file, location.span, label);
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                }
            }
        }
        labels
    });
}

#[test]
fn modifiers() {
    check("modifiers", |analysis| {
        let accesses = analysis.accesses.iter();
        accesses
            .map(|access| {
                let modifiers = modifiers_label(access.modifiers);
                (
                    access.file,
                    access.target_span,
                    format!("{}: {modifiers}", access_label(access)),
                )
            })
            .collect()
    });
}

#[test]
fn units() {
    check("units", |analysis| {
        let accesses = analysis.accesses.iter();
        accesses
            .map(|access| {
                let kind = access.unit.kind.as_str();
                let unit = map::unit_name(access);
                (
                    access.file,
                    access.target_span,
                    format!("{} in {unit} ({kind})", access_label(access)),
                )
            })
            .collect()
    });
}

#[test]
fn calls() {
    check("calls", |analysis| {
        let calls = analysis.calls.iter();
        calls
            .map(|call| {
                let how = match call.kind {
                    UnitCallKind::Called => "runs",
                    UnitCallKind::Handed => "hands on",
                };
                let caller = unit_word(&call.caller);
                let callee = unit_word(&call.callee);
                let label = format!("{caller} {how} {callee}");
                (call.location.file, call.location.span, label)
            })
            .collect()
    });
}

#[test]
fn derived() {
    check("derived", |analysis| {
        let mut labels = Vec::new();
        for (index, access) in analysis.accesses.iter().enumerate() {
            let mut label = access_label(access);
            for derived in analysis.derived.iter().filter(|one| one.write == index) {
                let read = access_label(&analysis.accesses[derived.read]);
                let through = match derived.through {
                    Through::Rows => "rows",
                    Through::Filter => "filter",
                };
                label.push_str(&format!("; {through} from {read}"));
            }
            labels.push((access.file, access.target_span, label));
        }
        labels
    });
}

fn unit_word(unit: &CodeUnit) -> &str {
    match unit.name.as_str() {
        "" => "(module)",
        name => name,
    }
}

/// Holds every file of a folder of `testdata` to what is drawn in it.
fn check(name: &str, labels: fn(&Analysis) -> Vec<Label>) {
    let paths = folder::files(&folder::testdata(name));
    assert!(!paths.is_empty(), "no fixtures in testdata/{name}");
    let wrong: Vec<String> = paths
        .iter()
        .filter_map(|path| {
            let expected = fs::read_to_string(path).unwrap();
            check_file(path, &drawn(path, &caret::strip(&expected), labels)).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text with everything that is found in it drawn in.
fn drawn(path: &Path, text: &str, labels: fn(&Analysis) -> Vec<Label>) -> String {
    let files = virtual_files(path.file_name().unwrap().to_str().unwrap(), text);
    let mut inputs = Inputs::default();
    let mut sources = Vec::new();
    for (path, range) in &files {
        let text = &text[range.clone()];
        if is_manifest(path) {
            inputs.manifests.push(Manifest {
                path: path.clone(),
                text: without_separator(text).to_owned(),
            });
        }
        if let Some(dialect) = Dialect::of_path(path) {
            sources.push(SourceFile::new(path.clone(), text.to_owned(), dialect));
        }
    }
    inputs.sources = Sources::new(sources);
    let analysis = analysis::analyse(&inputs, &Cache::disabled(), Depth::Flows);
    let labels = labels(&analysis).into_iter().map(|(file, span, label)| {
        let path = &inputs.sources.get(file).path;
        let (_, range) = files.iter().find(|(name, _)| name == path).unwrap();
        (
            span.start as usize + range.start..span.end as usize + range.start,
            label,
        )
    });
    caret::annotate(text, labels)
}

/// The files that a fixture holds, with their ranges; each starts with its `// @file` line.
fn virtual_files(name: &str, text: &str) -> Vec<(String, Range<usize>)> {
    let mut files = vec![(name.to_owned(), 0..text.len())];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("// @file ") {
            files.last_mut().unwrap().1.end = start;
            files.push((path.trim_end().to_owned(), start..text.len()));
        }
        start += line.len();
    }
    files
}

/// A manifest's own text: JSON has no comments.
fn without_separator(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, rest)| rest)
}

fn access_label(access: &Access) -> String {
    let word = match (access.target.kind, access.operation) {
        (TargetKind::Bucket, None) => "bucket".to_owned(),
        (TargetKind::Bucket, Some(operation)) => format!("{} bucket", operation.as_str()),
        (TargetKind::EdgeFunction, _) => "edge function".to_owned(),
        (TargetKind::Relation | TargetKind::Routine, Some(operation)) => {
            operation.as_str().to_owned()
        }
        (TargetKind::Relation | TargetKind::Routine, None) => "?".to_owned(),
    };
    let schema = match &access.target.schema {
        SchemaRef::Default => String::new(),
        SchemaRef::Named(schema) => format!("{schema}."),
        SchemaRef::Unknown => "?.".to_owned(),
    };
    let name = access.target.name.as_deref().unwrap_or("?");
    let mut remarks = Vec::new();
    match access.certainty {
        Certainty::Literal => {}
        Certainty::Constant | Certainty::Passed => {
            remarks.push(access.certainty.as_str().to_owned())
        }
        Certainty::OneOf => remarks.push("one of".to_owned()),
        Certainty::Dynamic(reason) => remarks.push(format!("dynamic: {}", reason.as_str())),
    }
    if access.operation.is_none()
        && access.target.name.is_some()
        && let Some(reason) = map::dynamic_reason(access)
    {
        remarks.push(format!("operation: {}", reason.as_str()));
    }
    if access.wrapper {
        remarks.push("wrapper".to_owned());
    }
    match access.evidence.kind {
        EvidenceKind::Created => {}
        kind @ (EvidenceKind::Annotated
        | EvidenceKind::Imported
        | EvidenceKind::Named
        | EvidenceKind::Shape) => {
            remarks.push(format!("client {}", kind.as_str()));
        }
    }
    let remarks = match remarks.is_empty() {
        true => String::new(),
        false => format!(" ({})", remarks.join(", ")),
    };
    format!("{word} {schema}{name}{remarks}")
}

fn rejected_label(rejected: &Rejected) -> Label {
    let label = format!("no access: {}", rejected.because);
    (rejected.file, rejected.method_span, label)
}

/// All that is said of an access but a plain no.
fn modifiers_label(modifiers: Modifiers) -> String {
    let Modifiers {
        filter,
        limit,
        single,
        returning,
        head,
        count,
        throw_on_error,
        awaited,
        error_read,
        in_loop,
        in_test,
        expects_failure,
    } = modifiers;
    let all = [
        ("filter", filter),
        ("limit", limit),
        ("single", single),
        ("returning", returning),
        ("head", head),
        ("count", count),
        ("throw on error", throw_on_error),
        ("awaited", awaited),
        ("error read", error_read),
        ("in loop", in_loop),
        ("in test", in_test),
        ("expects failure", expects_failure),
    ];
    let said = all.iter().filter_map(|(name, known)| match known {
        Known::Yes => Some((*name).to_owned()),
        Known::No => None,
        Known::Unknown => Some(format!("{name}?")),
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        "nothing".to_owned()
    } else {
        said.join(", ")
    }
}

#[test]
fn every_operation_has_a_fixture() {
    let all: String = folder::files(&folder::testdata("extract"))
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for operation in Operation::ALL {
        assert!(
            all.contains(&format!("^ {} ", operation.as_str())),
            "{}",
            operation.as_str()
        );
    }
}
