//! Any text in any dialect becomes facts whose places lie within it, and links.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none facts`

#![no_main]

use libfuzzer_sys::fuzz_target;
use tabletrace::{
    analysis::{Inputs, analyse},
    cache::Cache,
    extract::extract,
    source::{Dialect, SourceFile, Sources},
};

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let dialect = Dialect::ALL[first as usize % Dialect::ALL.len()];
    let text = String::from_utf8_lossy(rest).into_owned();
    let facts = extract(dialect, &text);
    let spans = facts.value_spans.iter().chain(facts.calls.iter().map(|call| &call.name_span));
    for span in spans {
        assert!(text.get(span.range()).is_some(), "{span:?} is not a place in the text");
    }
    let path = match dialect {
        Dialect::TypeScript => "a.ts",
        Dialect::Tsx => "a.tsx",
        Dialect::JavaScript => "a.js",
        Dialect::Vue => "a.vue",
        Dialect::Svelte => "a.svelte",
        Dialect::Astro => "a.astro",
    };
    let file = SourceFile::new(path.to_owned(), text, dialect);
    let inputs = Inputs {
        sources: Sources::new(vec![file]),
        ..Inputs::default()
    };
    analyse(&inputs, &Cache::disabled());
});
