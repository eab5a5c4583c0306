//! Why a database may hold relations that its catalog lacks.

use super::{
    catalog::{Catalog, State},
    source::{self, SchemaFile},
    statement::{Opaque, Statements},
};

/// Parts of the catalog in relation to the whole, in percent, from which it counts as incomplete.
const MANY_ASSUMED: usize = 10;

/// Why relations may be missing.
pub(super) fn gaps(
    catalog: &Catalog,
    statements: &Statements,
    files: &[SchemaFile],
) -> Vec<String> {
    let mut gaps = Vec::new();
    let opaque = statements.opaque.iter();
    let opaque = opaque.filter(|opaque| defines_relations(opaque, statements, files));
    match opaque.count() {
        0 => {}
        1 => gaps.push("the effect of a statement on relations is not known".to_owned()),
        number => gaps.push(format!(
            "the effect of {number} statements on relations is not known"
        )),
    }
    let assumed = catalog.relations.iter();
    let assumed = assumed.filter(|relation| relation.state == State::Assumed);
    let assumed = assumed.count();
    if assumed > 0 && assumed * 100 >= catalog.relations.len() * MANY_ASSUMED {
        let all = catalog.relations.len();
        gaps.push(format!(
            "{assumed} of {all} relations are altered or used, but nothing creates them"
        ));
    }
    gaps
}

/// Whether a statement would create, change or drop relations, by the words in it.
fn defines_relations(opaque: &Opaque, statements: &Statements, files: &[SchemaFile]) -> bool {
    let path = statements.files.get(opaque.place.file);
    let Some(file) = path.and_then(|path| source::by_path(files, path)) else {
        return false;
    };
    let text = file.text.get(opaque.place.span.range());
    may_define_relations(text.unwrap_or_default())
}

/// Whether the words of a statement could change which relations and columns there are; what only
/// adds a key or an index could not.
fn may_define_relations(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let folded = words.join(" ");
    let is_relation = |word: &&&str| matches!(**word, "table" | "view");
    let creates = words.iter().enumerate().any(|(index, word)| {
        let after = words[index + 1..].iter().take(6);
        matches!(*word, "create" | "drop")
            && after
                .take_while(|word| !matches!(**word, "index" | "trigger" | "policy" | "function"))
                .any(|word| is_relation(&word))
    });
    let changes = ["add column", "drop column", "rename", "set schema"];
    let executes = folded.match_indices("execute ").any(|(at, word)| {
        let after = &folded[at + word.len()..];
        !after.starts_with("function") && !after.starts_with("procedure") && !is_harmless(after)
    });
    creates || executes || changes.iter().any(|change| folded.contains(change))
}

/// Whether a text that is executed begins as a statement that leaves relations alone, as far as
/// its literal shows: what is executed otherwise may be anything.
fn is_harmless(executed: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "revoke ",
        "grant ",
        "comment on ",
        "create policy ",
        "alter policy ",
        "drop policy ",
        "create trigger ",
        "create or replace trigger ",
        "drop trigger ",
        "create index ",
        "create unique index ",
        "drop index ",
        "alter function ",
        "drop function ",
    ];
    let executed = executed.trim_start_matches('(');
    let formatted = executed.strip_prefix("format(");
    let text = formatted.unwrap_or(executed).trim_start();
    let literal = match text.strip_prefix('\'') {
        Some(literal) => literal.split('\'').next(),
        None => text
            .strip_prefix('$')
            .and_then(|text| text.split_once('$'))
            .and_then(|(_, literal)| literal.split('$').next()),
    };
    let Some(literal) = literal.map(str::trim_start) else {
        return false;
    };
    let is_one = !literal.trim_end().trim_end_matches(';').contains(';');
    let mut beginnings = BEGINNINGS.iter();
    is_one && beginnings.any(|beginning| literal.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_may_change_relations() {
        for text in [
            "do $$ begin if x then create table a (b int); end if; end $$",
            "CREATE OR REPLACE  TEMP VIEW a AS SELECT 1",
            "drop materialized view a",
            "alter table a add column b int",
            "ALTER TABLE a RENAME TO b",
            "do $$ begin execute 'what' || ever; end $$",
            "do $$ begin execute format('alter table %I add column b int', a); end $$",
            "do $$ begin execute 'revoke all on a from b; drop view ' || c; end $$",
        ] {
            assert!(may_define_relations(text), "{text}");
        }
        for text in [
            "alter table a add constraint b primary key (c)",
            "create unique index a on b (c)",
            "create trigger a after insert on b execute function c()",
            "update a set b = 1",
            "do $$ begin execute format('REVOKE ALL ON FUNCTION %s FROM anon', name); end $$",
            "do $$ begin EXECUTE 'drop policy ' || quote_ident(a) || ' on b'; end $$",
            "do $a$ begin execute format($b$ grant select on %I to c $b$, d); end $a$",
        ] {
            assert!(!may_define_relations(text), "{text}");
        }
    }
}
