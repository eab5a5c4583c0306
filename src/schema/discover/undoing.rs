//! Migrations that hold their own undoing, under a comment of the tool that applies them.

use crate::schema::source::SchemaFile;

/// Comments, in lower case, after which a migration undoes itself: those of dbmate, goose,
/// sql-migrate and Evolutions.
const MARKS: [&str; 4] = [
    "-- migrate:down",
    "-- +goose down",
    "-- +migrate down",
    "-- !downs",
];

/// Blanks what undoes the migration; every line stays where it is.
pub(in crate::schema) fn blank(file: &mut SchemaFile) {
    let mut at = 0;
    let mut start = None;
    for line in file.text.split_inclusive('\n') {
        if is_mark(line) {
            start = Some(at);
            break;
        }
        at += line.len();
    }
    let Some(start) = start else { return };
    let (kept, undoing) = file.text.split_at(start);
    let blank = undoing.chars().map(|character| match character {
        '\n' | '\r' => character,
        _ => ' ',
    });
    let text = kept.chars().chain(blank).collect();
    *file = SchemaFile::new(std::mem::take(&mut file.path), text);
}

fn is_mark(line: &str) -> bool {
    MARKS.iter().any(|mark| {
        let start = line.trim_start().as_bytes().get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_undoes_is_blank() {
        let text = "-- migrate:up\ncreate table a ();\n-- migrate:down\ndrop table a; -- ü\n";
        let mut file = SchemaFile::new("a.sql".to_owned(), text.to_owned());
        blank(&mut file);
        assert_eq!(file.text.lines().count(), 4);
        assert_eq!(file.text.trim_end(), "-- migrate:up\ncreate table a ();");
        let mut file = SchemaFile::new("a.sql".to_owned(), "select 1;\n".to_owned());
        blank(&mut file);
        assert_eq!(file.text, "select 1;\n");
    }
}
