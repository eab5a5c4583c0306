//! `supabase/config.toml`, as far as it is about the schema.

use toml::{Table, Value};

/// What the configuration of a Supabase project says; the defaults are Supabase's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Settings {
    /// `[api] schemas`
    pub(super) exposed: Vec<String>,
    /// `[api] max_rows`
    pub(super) max_rows: Option<u32>,
    /// `[db.migrations] enabled`
    pub(super) migrations_enabled: bool,
    /// `[db.migrations] schema_paths`, globs relative to the folder `supabase`.
    pub(super) schema_paths: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            exposed: vec!["public".to_owned(), "graphql_public".to_owned()],
            max_rows: Some(1000),
            migrations_enabled: true,
            schema_paths: Vec::new(),
        }
    }
}

impl Settings {
    /// What is not there, not of the right type or not TOML at all is as Supabase has it.
    pub(super) fn read(text: &str) -> Self {
        let mut settings = Self::default();
        let Ok(table) = text.parse::<Table>() else {
            return settings;
        };
        let at = |path: &[&str]| {
            let (first, rest) = path.split_first()?;
            rest.iter()
                .try_fold(table.get(*first)?, |value, key| value.get(key))
        };
        if let Some(exposed) = at(&["api", "schemas"]).and_then(strings)
            && !exposed.is_empty()
        {
            settings.exposed = exposed;
        }
        if let Some(rows) = at(&["api", "max_rows"]).and_then(Value::as_integer) {
            settings.max_rows = u32::try_from(rows).ok();
        }
        if let Some(enabled) = at(&["db", "migrations", "enabled"]).and_then(Value::as_bool) {
            settings.migrations_enabled = enabled;
        }
        if let Some(paths) = at(&["db", "migrations", "schema_paths"]).and_then(strings) {
            settings.schema_paths = paths;
        }
        settings
    }
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let values = value.as_array()?.iter();
    Some(
        values
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_or_as_supabase_has_them() {
        let settings = Settings::read(
            "[api]\nschemas = [\"api\"]\nmax_rows = 50\n[db.migrations]\nenabled = false\n\
             schema_paths = [\"./schemas/*.sql\"]\n",
        );
        assert_eq!(
            settings,
            Settings {
                exposed: vec!["api".into()],
                max_rows: Some(50),
                migrations_enabled: false,
                schema_paths: vec!["./schemas/*.sql".into()],
            }
        );
        for text in ["", "not toml = [", "[api]\nschemas = 3\n"] {
            assert_eq!(Settings::read(text), Settings::default());
        }
    }
}
