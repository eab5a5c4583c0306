//! Lists of plain columns: `onConflict`.

use super::{Name, SyntaxError, list::WhiteSpace, scan::Scanner};
use crate::source::Span;

/// The columns between the commas.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Names {
    pub names: Vec<Name>,
    /// What PostgREST does not look at: all behind the last column.
    pub ignored: Option<Span>,
}

/// The columns of an `onConflict` option, with the white space around them taken off.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn parse(text: &str) -> Result<Names, SyntaxError> {
    let mut scanner = Scanner::new(text, WhiteSpace::Kept);
    let mut names = vec![scanner.name("a column")?];
    while scanner.comma("the end")? {
        names.push(scanner.name("a column behind `,`")?);
    }
    Ok(Names {
        names,
        ignored: scanner.ignored(),
    })
}
