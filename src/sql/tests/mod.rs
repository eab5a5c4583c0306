//! What SQL says, line by line.

mod compact;

mod errors;

mod expressions;

mod hostile;

mod procedural;

mod queries;

mod splitting;

mod statements;

use expect_test::Expect;

use super::{Item, parse};

/// The statements of a text.
fn statements(sql: &str) -> Vec<Item> {
    parse(sql).statements
}

/// Checks what the statements of each line say; a line is a case.
fn check(lines: &str, expect: Expect) {
    let mut found = String::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        for item in statements(line) {
            found.push_str(&compact::debug(&item.statement));
            found.push('\n');
        }
    }
    expect.assert_eq(&found);
}
