//! The contract: what is said of a change, field by field, in the order it is written.

use schemars::JsonSchema;
use serde::Serialize;

use super::{entries, entries_in_short};
use crate::{
    access::Access,
    map::{
        self,
        impact::{Change, CodeItem, Impact, SqlItem},
    },
    operation::Known,
    report::{excerpt, visible::visible},
    source::{Location, Position},
    survey::Survey,
};

/// The version of the format, raised when a reader of it could break.
const VERSION: u32 = 1;

/// Everything that breaks when one thing is dropped or renamed.
///
/// Lists are ordered by file and line. Paths are relative to the project root and `/`-separated;
/// lines and columns count from one, columns in characters.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(title = "Impact of a change")]
pub(super) struct Document {
    /// The version of this format.
    pub version: u32,
    /// `schema.name.column`, without the default schema; with the database in front where there
    /// are several.
    pub subject: String,
    pub kind: &'static str,
    /// The new name; null when it is dropped.
    pub rename_to: Option<String>,
    /// Whether anything breaks.
    pub breaks: bool,
    /// Why Postgres refuses the change whatever depends on it, as a clause; null when it does not.
    pub refused: Option<String>,
    /// Code that fails.
    pub code: Vec<Code>,
    /// SQL that fails, or for which Postgres refuses the change.
    pub sql: Vec<Sql>,
    /// What is part of it and ends with it.
    pub goes_with: Vec<Sql>,
    /// What may not notice: it means all columns, or uses what has to be made anew.
    pub may_depend: May,
    /// What only the run tells.
    pub cannot_tell: CannotTell,
}

/// One access, where the code makes it.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Code {
    pub file: String,
    /// Of the name that leads to the subject.
    pub line: u32,
    pub column: u32,
    /// The named piece of code around it; `(module)` for the module itself.
    pub unit: String,
    /// What is asked of the database; null when that is not known.
    pub operation: Option<&'static str>,
    /// A clause of which the access is the subject: "selects from it".
    pub how: String,
    /// What stands between, nearest to the subject first.
    pub via: Vec<String>,
    /// How well the target of the access is known: `literal`, `constant`, `passed` or `one_of`.
    pub certainty: &'static str,
    /// Where it runs: `browser`, `server`, `both` or `unknown`.
    pub side: &'static str,
    /// Whether it stands in a test.
    pub in_test: bool,
    /// What leads to it; empty when nothing is known to.
    pub entry_points: Vec<Entry>,
    /// The request in the source, secrets masked.
    pub code: String,
}

/// An entry point that leads to an access.
#[derive(Clone, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub(in crate::report) struct Entry {
    /// `page`, `route`, `server_action`, …
    pub kind: &'static str,
    pub name: String,
    /// The weakest edge on the way: `itself`, `calls` or `imports`.
    pub over: &'static str,
    pub file: String,
    pub line: u32,
}

/// A piece of SQL.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Sql {
    /// Null where it does not stand in a file that was read.
    pub file: Option<String>,
    pub line: Option<u32>,
    /// `view`, `function`, `foreign key`, …
    pub kind: &'static str,
    pub name: String,
    /// A clause of which it is the subject.
    pub how: String,
    /// What stands between, nearest to the subject first.
    pub via: Vec<String>,
    /// Whether Postgres refuses the change because of it, unless told to `CASCADE`.
    pub refuses: bool,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct May {
    pub code: Vec<Code>,
    pub sql: Vec<Sql>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct CannotTell {
    /// Accesses that choose what they are for at run time.
    pub code: Vec<Code>,
    /// Routines and other SQL that put statements together at run time.
    pub sql: Vec<String>,
}

impl Document {
    pub(super) fn new(survey: &Survey<'_>, impact: &Impact) -> Self {
        let code = |items: &[CodeItem]| items.iter().map(|item| of_item(survey, item)).collect();
        let sql = |items: &[SqlItem]| items.iter().map(of_sql).collect();
        let accesses = survey.accesses();
        let unknown = impact.cannot_tell.iter().map(|&index| {
            let access = &accesses[index];
            let location = Location {
                file: access.file,
                span: access.method_span,
            };
            let how = "chooses its target at run time".to_owned();
            self::code(survey, access, location, how, Vec::new())
        });
        Self {
            version: VERSION,
            subject: impact.subject.label(survey),
            kind: match impact.subject.column {
                Some(_) => "column",
                None => impact.subject.kind.as_str(),
            },
            rename_to: match &impact.change {
                Change::Drop => None,
                Change::Rename(name) => Some(name.clone()),
            },
            breaks: impact.breaks(),
            refused: impact.refused.clone(),
            code: code(&impact.code),
            sql: sql(&impact.sql),
            goes_with: sql(&impact.goes_with),
            may_depend: May {
                code: code(&impact.may_code),
                sql: sql(&impact.may_sql),
            },
            cannot_tell: CannotTell {
                code: unknown.collect(),
                sql: impact.cannot_tell_sql.iter().cloned().collect(),
            },
        }
    }

    /// What is said first: "`posts.title` dropped: breaks 3 accesses and 2 pieces of SQL".
    pub(super) fn verdict(&self) -> String {
        use crate::report::words::counted;
        if let Some(refused) = &self.refused {
            return format!("Postgres refuses it: {refused}");
        }
        let mut parts = Vec::new();
        if !self.code.is_empty() {
            let units: std::collections::BTreeSet<(&str, &str)> =
                self.code.iter().map(|it| (&*it.file, &*it.unit)).collect();
            parts.push(format!(
                "{} in {}",
                counted(self.code.len(), "access", "accesses"),
                counted(units.len(), "unit", "units")
            ));
        }
        if !self.sql.is_empty() {
            parts.push(counted(self.sql.len(), "piece of SQL", "pieces of SQL"));
        }
        if parts.is_empty() {
            "breaks nothing that is known".to_owned()
        } else {
            format!("breaks {}", parts.join(" and "))
        }
    }

    /// "dropped", "renamed to `new`"
    pub(super) fn change(&self) -> String {
        match &self.rename_to {
            None => "dropped".to_owned(),
            Some(name) => format!("renamed to `{}`", visible(name)),
        }
    }

    /// The SQL for which Postgres refuses the change.
    pub(super) fn refusing(&self) -> Vec<&Sql> {
        self.sql.iter().filter(|item| item.refuses).collect()
    }
}

fn of_item(survey: &Survey<'_>, item: &CodeItem) -> Code {
    let access = &survey.accesses()[item.access];
    code(
        survey,
        access,
        item.location,
        item.how.clone(),
        item.via.clone(),
    )
}

fn code(
    survey: &Survey<'_>,
    access: &Access,
    location: Location,
    how: String,
    via: Vec<String>,
) -> Code {
    let file = survey.sources.get(location.file);
    let Position { line, column } = file.position(location.span.start);
    let unit = access.code_unit();
    let side = survey.analysis.reach.sides.get(&unit);
    Code {
        file: file.path.clone(),
        line,
        column,
        unit: map::unit_name(access).to_owned(),
        operation: access.operation.map(|operation| operation.as_str()),
        how,
        via,
        certainty: access.certainty.as_str(),
        side: side.map(|it| it.side).unwrap_or_default().as_str(),
        in_test: access.modifiers.in_test == Known::Yes,
        entry_points: entries(survey, &unit),
        code: excerpt::excerpt(
            survey.sources.get(access.file),
            access.statement_span,
            excerpt::LIMIT,
        ),
    }
}

fn of_sql(item: &SqlItem) -> Sql {
    Sql {
        file: item.place.as_ref().map(|place| place.path.clone()),
        line: item.place.as_ref().map(|place| place.line),
        kind: item.kind,
        name: item.name.clone(),
        how: item.how.clone(),
        via: item.via.clone(),
        refuses: item.refuses,
    }
}

impl Code {
    pub(super) fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    /// What happens, what stands between, and what is uncertain, in one clause.
    pub(super) fn clause(&self) -> String {
        let mut clause = self.how.clone();
        if !self.via.is_empty() {
            clause += &format!(", through {}", self.via.join(", "));
        }
        match self.certainty {
            "one_of" => clause += " (one of several)",
            "passed" => clause += " (through a wrapper)",
            _ => {}
        }
        clause
    }

    /// Where it runs and what leads to it: "server: page /posts"; empty when nothing is known.
    pub(super) fn reached(&self) -> String {
        let entries = entries_in_short(&self.entry_points);
        let side = match (self.side, self.in_test) {
            (_, true) => "test",
            ("unknown", false) => "",
            (side, false) => side,
        };
        match (side, entries.as_str()) {
            ("", entries) => entries.to_owned(),
            (side, "") => side.to_owned(),
            (side, entries) => format!("{side}: {entries}"),
        }
    }
}

impl Sql {
    pub(super) fn place(&self) -> String {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(_) | None, _) => String::new(),
        }
    }

    pub(super) fn clause(&self) -> String {
        let mut clause = self.how.clone();
        if !self.via.is_empty() {
            clause += &format!(", through {}", self.via.join(", "));
        }
        clause
    }
}
