//! Any text is read by every grammar to places that lie within it, and printing is undone by reading.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none select`

#![no_main]

use libfuzzer_sys::fuzz_target;
use tabletrace::{
    select::{
        SyntaxError, changes, filter,
        list::{self, WhiteSpace},
        names, operation, order,
    },
    source::Span,
};

fuzz_target!(|text: &str| {
    let lies_within = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    let failed =
        |error: Option<SyntaxError>| error.into_iter().for_each(|error| lies_within(error.span));
    for white_space in [WhiteSpace::Kept, WhiteSpace::TakenOut] {
        match list::parse(text, white_space) {
            Ok(list) => {
                let printed = list.to_string();
                let again = list::parse(&printed, WhiteSpace::Kept).map(|list| list.to_string());
                assert_eq!(again.as_deref(), Ok(printed.as_str()));
            }
            Err(error) => lies_within(error.span),
        }
    }
    match filter::conditions(text) {
        Ok(read) => {
            let printed = read.to_string();
            let again = filter::conditions(&printed).map(|read| read.to_string());
            assert_eq!(again.as_deref(), Ok(printed.as_str()));
        }
        Err(error) => lies_within(error.span),
    }
    failed(filter::path(text).err());
    failed(filter::embeds(text).err());
    failed(operation::parse(text).err());
    failed(operation::operator(text).err());
    failed(order::parse(text).err());
    failed(order::parse_whole(text).err());
    failed(names::parse(text).err());
    failed(changes::parse(text).err());
});
