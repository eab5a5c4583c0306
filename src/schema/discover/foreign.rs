//! SQL of other database systems, by words that Postgres does not know.

/// The system that SQL is written for, when it is not Postgres.
pub(super) fn system(text: &str) -> Option<&'static str> {
    /// Enough for the first tables.
    const LOOKED_AT: usize = 20_000;
    let text = super::candidate::beginning(text, LOOKED_AT).to_ascii_lowercase();
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if has("create table `") || has("engine=innodb") || has("engine = innodb") {
        return Some(
            if has("innodb") || has("auto_increment") || has("int unsigned") {
                "MySQL"
            } else {
                "MySQL or SQLite"
            },
        );
    }
    if has("auto_increment") {
        return Some("MySQL");
    }
    if has("autoincrement") || has("pragma foreign_keys") {
        return Some("SQLite");
    }
    if has("engine = mergetree") || has("replacingmergetree") || has("engine = replicated") {
        return Some("ClickHouse");
    }
    if has("identity(1,1)") || has("identity(1, 1)") || has("nvarchar(") || has("\ngo\n") {
        return Some("SQL Server");
    }
    None
}

/// The system that a folder is named after, when that is not Postgres.
pub(super) fn system_of_path(path: &str) -> Option<&'static str> {
    path.split('/').find_map(|part| match part {
        "clickhouse" => Some("ClickHouse"),
        "mysql" | "mariadb" => Some("MySQL"),
        "sqlite" | "d1" | "turso" | "libsql" => Some("SQLite"),
        "mssql" | "sqlserver" => Some("SQL Server"),
        "bigquery" => Some("BigQuery"),
        "snowflake" => Some("Snowflake"),
        "duckdb" => Some("DuckDB"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_systems_are_known_by_their_words() {
        for (text, known) in [
            ("CREATE TABLE `a` (id int) ENGINE=InnoDB;", Some("MySQL")),
            (
                "create table a (id integer primary key autoincrement);",
                Some("SQLite"),
            ),
            ("CREATE TABLE a (id INT IDENTITY(1,1))", Some("SQL Server")),
            (
                "create table a (x UInt8) ENGINE = MergeTree()",
                Some("ClickHouse"),
            ),
            (
                "create table a (id bigint generated always as identity)",
                None,
            ),
        ] {
            assert_eq!(system(text), known, "{text}");
        }
    }
}
