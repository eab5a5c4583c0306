//! Why a relation has its class, in words.

use super::{Because, Classed, Evidence};

impl Classed {
    /// Why it has its class, with the numbers, as one sentence without a full stop.
    pub fn reason(&self) -> String {
        let numbers = self.evidence.numbers();
        let with_numbers = |said: String| match numbers.as_str() {
            "" => said,
            numbers => format!("{said}; {numbers}"),
        };
        match &self.because {
            Because::Declared(Some(because)) => {
                with_numbers(format!("the configuration says so: {because}"))
            }
            Because::Declared(None) => with_numbers("the configuration says so".to_owned()),
            Because::DeclaredLegacy(Some(other)) => {
                with_numbers(format!("the configuration says to use `{other}` instead"))
            }
            Because::DeclaredLegacy(None) => {
                with_numbers("the configuration declares it as legacy".to_owned())
            }
            Because::Name(Some(base)) => with_numbers(format!(
                "its name says that it is a former `{base}`, which is there, too"
            )),
            Because::Name(None) => with_numbers("its name says that it is out of date".to_owned()),
            Because::Unused => "no code uses it, and no SQL but migrations and seeds".to_owned(),
            Because::Doubtful(doubts) => format!(
                "nothing is seen to use it, but it is not called dead: {}",
                doubts.join("; ")
            ),
            Because::OnlyTestsAndScripts => format!("used by nothing but {numbers}"),
            Because::Unreached => format!("no known entry point leads to what uses it: {numbers}"),
            Because::Idle => {
                format!("only SQL uses it, and nothing is seen to run that: {numbers}")
            }
            Because::Numbers if numbers.is_empty() => "only the schema itself names it".to_owned(),
            Because::Numbers => numbers,
        }
    }
}

impl Evidence {
    /// The numbers as one clause; empty when all are nought.
    fn numbers(&self) -> String {
        let mut parts = Vec::new();
        if self.is_used() {
            parts.push(self.reached());
            parts.extend(self.read_and_written());
        }
        if self.keys > 0 {
            let relations = counted(self.keys, "relation");
            parts.push(format!("referenced by keys of {relations}"));
        }
        parts.extend(self.aside());
        let mut text = parts.join(", ");
        let marks = self.marked();
        if !marks.is_empty() {
            text += &format!("; among the first quarter by {}", listed(&marks));
        }
        text
    }

    fn reached(&self) -> String {
        if self.known_entries == 0 {
            let modules = counted(self.modules, "file");
            return format!("no entry point is known, used in {modules}");
        }
        let mut text = format!(
            "reached by {} of {}",
            self.entries,
            counted(self.known_entries, "entry point")
        );
        if self.imported > 0 {
            text += &format!(" ({} more import what uses it)", self.imported);
        }
        text
    }

    fn read_and_written(&self) -> Option<String> {
        let side = |verb: &str, code: usize, sql: usize| match (code, sql) {
            (0, 0) => None,
            (code, 0) => Some(format!("{verb} by {}", counted(code, "unit"))),
            (0, sql) => Some(format!("{verb} by {} of SQL", counted(sql, "unit"))),
            (code, sql) => Some(format!(
                "{verb} by {} of code and {sql} of SQL",
                counted(code, "unit")
            )),
        };
        let read = side("read", self.readers, self.sql_readers);
        let written = side("written", self.writers, self.sql_writers);
        let imported = match self.only_imported {
            0 => String::new(),
            number => format!(" ({number} of the units are only imported)"),
        };
        match (read, written) {
            (Some(read), Some(written)) => Some(format!("{read}, {written}{imported}")),
            (Some(read), None) if self.is_view => Some(format!("{read}{imported}")),
            (Some(read), None) => Some(format!(
                "{read}{imported}, written by nothing in production"
            )),
            (None, Some(written)) => Some(format!(
                "{written}{imported}, read by nothing in production"
            )),
            (None, None) => None,
        }
    }

    /// What uses it beside production.
    fn aside(&self) -> Option<String> {
        let named = [
            (self.unreached, "unit that no known entry point leads to"),
            (self.idle, "unit of SQL that nothing is seen to run"),
            (self.scripts, "unit of scripts"),
            (self.tests, "unit of tests"),
        ];
        let named = named.into_iter().filter(|(number, _)| *number > 0);
        let named: Vec<String> = named
            .map(|(number, noun)| {
                let noun = if number == 1 {
                    noun.to_owned()
                } else {
                    noun.replacen("unit", "units", 1)
                };
                format!("{number} {noun}")
            })
            .collect();
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        let all = listed(&named);
        match (all.as_str(), self.is_used()) {
            ("", _) => None,
            (all, true) => Some(format!("also used by {all}")),
            (_, false) => Some(all),
        }
    }

    fn marked(&self) -> Vec<&'static str> {
        let breadth = if self.known_entries > 0 {
            "entry points"
        } else {
            "files"
        };
        let marks = [
            (self.marks.broad, breadth),
            (self.marks.busy, "units"),
            (self.marks.referenced, "keys"),
        ];
        let marks = marks.into_iter().filter(|(is_marked, _)| *is_marked);
        marks.map(|(_, word)| word).collect()
    }
}

/// "a", "a and b", "a, b and c"
fn listed(words: &[&str]) -> String {
    match words {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        words => words.concat(),
    }
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
