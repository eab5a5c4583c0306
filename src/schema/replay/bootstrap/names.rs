//! Built-in objects that have nothing but a name.

use crate::sql::statement::ObjectKind;

/// Roles that every cluster has.
pub(super) const ROLES: [&str; 12] = [
    "pg_checkpoint",
    "pg_database_owner",
    "pg_execute_server_program",
    "pg_monitor",
    "pg_read_all_data",
    "pg_read_all_settings",
    "pg_read_all_stats",
    "pg_read_server_files",
    "pg_signal_backend",
    "pg_stat_scan_tables",
    "pg_write_all_data",
    "postgres",
];

/// Objects that have nothing but a name, and are in no schema.
pub(super) const LOOSE: [(ObjectKind, &[&str]); 2] = [
    (
        ObjectKind::AccessMethod,
        &["heap", "btree", "hash", "gist", "gin", "spgist", "brin"],
    ),
    (ObjectKind::Language, &["internal", "c", "sql", "plpgsql"]),
];

/// Objects of `pg_catalog` that have nothing but a name.
pub(super) const NAMED: [(ObjectKind, &[&str]); 2] = [
    (
        ObjectKind::Collation,
        &[
            "default",
            "C",
            "POSIX",
            "ucs_basic",
            "unicode",
            "C.UTF-8",
            "en_US",
            "en_US.utf8",
            "und-x-icu",
            "en-x-icu",
            "en-US-x-icu",
        ],
    ),
    (
        ObjectKind::TextSearchConfiguration,
        &[
            "simple",
            "arabic",
            "armenian",
            "basque",
            "catalan",
            "danish",
            "dutch",
            "english",
            "finnish",
            "french",
            "german",
            "greek",
            "hindi",
            "hungarian",
            "indonesian",
            "irish",
            "italian",
            "lithuanian",
            "nepali",
            "norwegian",
            "portuguese",
            "romanian",
            "russian",
            "serbian",
            "spanish",
            "swedish",
            "tamil",
            "turkish",
            "yiddish",
        ],
    ),
];
