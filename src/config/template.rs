//! A configuration to begin with.

use std::fmt::Write as _;

/// A database of the project, as it was found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FoundDatabase {
    pub name: String,
    /// The folder it belongs to; empty for the root.
    pub root: String,
    /// Its sources, each by its path and in words: `db (SQL, 3 files)`.
    pub sources: Vec<(String, String)>,
}

const HEAD: &str = "\
# What tabletrace takes into account. Everything may be left out; all paths are relative to this file.

# Findings of this severity and above make the exit code 1: error, warning, note or none.
fail-on = \"error\"

# Fail when no source of schema is found, instead of saying so.
# require-schema = true

# Report suppressions that give no reason: `// tabletrace-ignore RULE -- reason`.
# require-reason = true

# Files and folders that are not read, in the syntax of .gitignore.
# exclude = [\"scripts/old\"]

# Relations about which nothing is said.
# ignore-relations = [\"tmp_*\", \"audit.*\"]
";

const TAIL: &str = "
# `tabletrace rules` lists the rules: error, warning, note or off.
[rules]
# unknown-relation = \"warning\"

# Other severities for a part of the project.
# [[override]]
# paths = [\"**/*.test.ts\"]
# rules = { unknown-relation = \"note\" }

# Relations that should not be used any more.
# [[legacy]]
# relation = \"users_old\"
# replaced-by = \"users\"

# Relations that matter more or less than the map can see.
# [[class]]
# relations = [\"feature_flags\"]
# class = \"critical\"
# because = \"the apps in the stores read it\"
";

/// A `tabletrace.toml` with comments that fits the databases found.
pub fn template(databases: &[FoundDatabase]) -> String {
    let mut text = HEAD.to_owned();
    text.push('\n');
    let all = match databases {
        [] => none(&mut text),
        [only] => one(&mut text, only),
        several => many(&mut text, several),
    };
    all.expect("a text takes all that is written to it");
    text
}

fn none(text: &mut String) -> std::fmt::Result {
    writeln!(
        text,
        "# No source of schema was found. Name folders of migrations, files of SQL, a\n\
         # `schema.prisma`, generated types or a snapshot:\n\
         # schema = [\"db/migrations\"]"
    )?;
    write!(text, "{TAIL}")
}

fn one(text: &mut String, database: &FoundDatabase) -> std::fmt::Result {
    writeln!(
        text,
        "# The sources of the schema are found without being named:"
    )?;
    list(text, database)?;
    let sources = database.sources.iter();
    let paths: Vec<String> = sources.take(1).map(|(path, _)| quoted(path)).collect();
    writeln!(
        text,
        "# Name them to have no others looked for:\n# schema = [{}]",
        paths.join(", ")
    )?;
    write!(text, "{TAIL}")
}

/// Tables end what stands at the top, so databases come last.
fn many(text: &mut String, databases: &[FoundDatabase]) -> std::fmt::Result {
    text.truncate(text.trim_end().len());
    writeln!(text, "\n{TAIL}")?;
    writeln!(
        text,
        "# The databases are found without being named, each with the code below its folder.\n\
         # Name them to have no others looked for, or to say which code asks them:"
    )?;
    for database in databases {
        writeln!(
            text,
            "#\n# [[database]]\n# name = {}",
            quoted(&database.name)
        )?;
        writeln!(text, "# root = {}", quoted(&database.root))?;
        list(text, database)?;
        let code = match database.root.as_str() {
            "" => "**",
            root => root,
        };
        writeln!(text, "# paths = [{}]", quoted(code))?;
    }
    Ok(())
}

fn list(text: &mut String, database: &FoundDatabase) -> std::fmt::Result {
    for (_, words) in &database.sources {
        writeln!(text, "#   {words}")?;
    }
    Ok(())
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read;

    fn database(name: &str, root: &str) -> FoundDatabase {
        FoundDatabase {
            name: name.to_owned(),
            root: root.to_owned(),
            sources: vec![("supabase/migrations".into(), "Supabase migrations".into())],
        }
    }

    /// The text with every commented key and table in force.
    fn uncommented(text: &str) -> String {
        let lines = text.lines().map(|line| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            let key = bare.split([' ', '=']).next().unwrap_or_default();
            let is_key = bare[key.len()..].starts_with(" = ");
            if bare.starts_with("[[") || is_key {
                bare
            } else {
                line
            }
        });
        lines.map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn a_template_can_be_read_with_and_without_its_comments() {
        let shop = database("shop", "apps/shop");
        for databases in [
            &[][..],
            &[database("main", "")],
            &[database("main", ""), shop],
        ] {
            let text = template(databases);
            let bare = read(&text).unwrap();
            assert!(
                bare.schema.is_empty() && bare.rules.levels.is_empty(),
                "{text}"
            );
            let full = read(&uncommented(&text)).unwrap();
            assert!(
                full.require_schema && !full.rules.levels.is_empty(),
                "{text}"
            );
            let named = databases.len() > 1;
            assert_eq!(
                full.databases.len(),
                if named { databases.len() } else { 0 }
            );
            assert_eq!(full.schema.len(), usize::from(!named), "{text}");
        }
    }
}
