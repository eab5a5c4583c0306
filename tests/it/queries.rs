//! Queries: that they fit their grammars, and that lowering loses nothing they find.

use std::{collections::BTreeSet, fs};

use tabletrace::{
    extract::extract,
    source::{Dialect, Span},
    syntax::{grammar::Grammar, parse::parse, span_of},
};
use tree_sitter::{Query, QueryCursor, StreamingIterator};

use crate::folder;

const CALL_SITES: &str = include_str!("../../queries/ecmascript/call_sites.scm");

fn call_sites(grammar: Grammar) -> Query {
    Query::new(&grammar.language(), CALL_SITES).unwrap()
}

#[test]
fn every_query_fits_every_grammar() {
    for grammar in [Grammar::JavaScript, Grammar::TypeScript, Grammar::Tsx] {
        assert_eq!(call_sites(grammar).capture_names(), ["method"]);
    }
}

/// The names of the methods that the query finds in a text.
fn found(dialect: Dialect, text: &str) -> BTreeSet<Span> {
    let parsed = parse(dialect, text);
    let query = call_sites(parsed.grammar);
    let mut spans = BTreeSet::new();
    for script in &parsed.scripts {
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(&query, script.tree.root_node(), text.as_bytes());
        while let Some(found) = matches.next() {
            spans.extend(found.captures().iter().map(|capture| span_of(capture.node)));
        }
    }
    spans
}

#[test]
fn lowering_loses_no_call_site() {
    let mut sites = 0;
    for path in folder::files_below(&folder::root().join("testdata")) {
        let Some(dialect) = Dialect::of_path(&path.to_string_lossy()) else {
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        let facts = extract(dialect, &text);
        let lowered: BTreeSet<Span> = facts.calls.iter().map(|call| call.name_span).collect();
        let found = found(dialect, &text);
        let lost: Vec<_> = found
            .difference(&lowered)
            .map(|span| &text[span.range()])
            .collect();
        assert!(lost.is_empty(), "{}: {lost:?}", path.display());
        sites += found.len();
    }
    assert!(sites > 100, "the fixtures hold call sites: {sites}");
}
