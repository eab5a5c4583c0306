//! A change and what it breaks, as a document.

use std::io::{self, Write};

use super::model::{Code, Document, Sql};
use crate::{
    map::impact::Impact,
    report::{markdown::code, visible::visible},
    survey::Survey,
};

/// Writes it.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(survey: &Survey<'_>, impact: &Impact, mut out: impl Write) -> io::Result<()> {
    let document = Document::new(survey, impact);
    let out = &mut out;
    let change = match &document.rename_to {
        None => "dropped".to_owned(),
        Some(name) => format!("renamed to {}", quoted(name)),
    };
    writeln!(out, "# {} {change}\n", quoted(&document.subject))?;
    writeln!(out, "{}.", sentence(&document.verdict()))?;
    let refusing = document.refusing();
    if !refusing.is_empty() {
        let names = refusing
            .iter()
            .map(|item| format!("{} {}", item.kind, quoted(&item.name)));
        let names: Vec<String> = names.collect();
        writeln!(
            out,
            "\nPostgres refuses to drop it without `CASCADE` because of {}.",
            names.join(", ")
        )?;
    }
    codes("Code", &document.code, out)?;
    sqls("SQL", &document.sql, out)?;
    sqls("Goes with it", &document.goes_with, out)?;
    codes("Code that may depend", &document.may_depend.code, out)?;
    sqls("SQL that may depend", &document.may_depend.sql, out)?;
    codes("Code that cannot be told", &document.cannot_tell.code, out)?;
    if !document.cannot_tell.sql.is_empty() {
        writeln!(out, "\n## SQL that cannot be told\n")?;
        for name in &document.cannot_tell.sql {
            writeln!(out, "- {} puts SQL together at run time", quoted(name))?;
        }
    }
    Ok(())
}

fn codes(title: &str, items: &[Code], out: &mut impl Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {title}\n")?;
    writeln!(out, "| place | unit | how | reached |\n|---|---|---|---|")?;
    for item in items {
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            quoted(&item.place()),
            quoted(&item.unit),
            clause(&item.clause()),
            match item.reached().as_str() {
                "" => String::new(),
                reached => quoted(reached),
            }
        )?;
    }
    Ok(())
}

fn sqls(title: &str, items: &[Sql], out: &mut impl Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## {title}\n")?;
    writeln!(out, "| place | what | how |\n|---|---|---|")?;
    for item in items {
        writeln!(
            out,
            "| {} | {} {} | {} |",
            match item.place().as_str() {
                "" => String::new(),
                place => quoted(place),
            },
            item.kind,
            quoted(&item.name),
            clause(&item.clause())
        )?;
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    code(&visible(text))
}

/// A clause in which names stand between backticks; outside of them nothing has an effect.
fn clause(text: &str) -> String {
    let mut escaped = String::new();
    let mut is_code = false;
    for character in visible(text).chars() {
        match character {
            '`' => {
                is_code = !is_code;
                escaped.push('`');
            }
            '|' => escaped += "\\|",
            '<' if !is_code => escaped += "&lt;",
            '>' if !is_code => escaped += "&gt;",
            '&' if !is_code => escaped += "&amp;",
            '*' | '_' | '[' | ']' | '\\' | '#' | '~' if !is_code => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

fn sentence(clause: &str) -> String {
    let mut characters = clause.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
