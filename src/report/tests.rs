use crate::{
    access::{Rejected, Step, StepKind},
    analysis::{Analysis, Statistics},
    map::fixture,
    notice::{Notice, NoticeKind},
    reach::Reach,
    source::{FileId, Location, Sources},
    survey::Survey,
};

use super::Report;

/// The program of the map's tests, with a rejected call site and a notice.
pub(super) fn analysis() -> (Sources, Analysis) {
    let sources = fixture::sources();
    let file = FileId(1);
    let array = fixture::span(&sources, file, "Array");
    let mut method_span = fixture::span(&sources, file, "Array.from");
    method_span.start = array.end + 1;
    let analysis = Analysis {
        accesses: fixture::accesses(&sources),
        rejected: vec![Rejected {
            file,
            method_span,
            because: "a global of the language".into(),
            chain: vec![Step {
                kind: StepKind::Constant,
                location: Location { file, span: array },
            }],
        }],
        unread: Vec::new(),
        calls: Vec::new(),
        derived: Vec::new(),
        reach: Reach::default(),
        notices: vec![
            Notice {
                path: String::new(),
                line: None,
                kind: NoticeKind::Cache,
                message: "the cache was written by another version".into(),
            },
            Notice {
                path: "src/broken.ts".into(),
                line: Some(3),
                kind: NoticeKind::SyntaxError,
                message: "unexpected `}`".into(),
            },
        ],
        statistics: Statistics {
            files: 4,
            parsed: 3,
            parsed_bytes: 1234,
        },
    };
    (sources, analysis)
}

#[test]
fn the_coverage_line_counts_what_is_known() {
    let (sources, analysis) = analysis();
    assert_eq!(
        Report::new(&Survey::of_code(&sources, &analysis)).coverage_line(),
        "8 accesses, 7 resolved (87.5 %), 1 dynamic; 1 file did not fully parse"
    );
}
