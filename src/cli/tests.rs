use clap::{CommandFactory, Parser, error::ErrorKind};

use super::Cli;

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn command_lines_are_parsed() {
    for line in [
        "",
        "map",
        "map apps/web apps/api -o map.json --min-coverage 95",
        "map --format json=map.json --format text --output-format csv=map.csv",
        "map --json-schema",
        "map --include src/** --exclude **/*.test.ts --hidden --no-ignore --no-cache --threads 2",
        "map --files-from - -v --color never",
        "uses content_metadata apps/web -q",
        "uses audit.events",
        "why src/a.ts:12:5 --no-cache",
        "explain unknown-relation",
        "rules --format json",
        "completions zsh",
        "check apps/web --staged --format full --format sarif=a.sarif -v",
        "check --since origin/main --fail-on warning --all --no-baseline --config a.toml",
        "check --select unknown-relation,unknown-column --ignore unused-column --ignore invalid-value",
        "check --schema db --schema a.sql --files-from -",
        "baseline apps/web --prune",
        "init --force",
    ] {
        let arguments = std::iter::once("tabletrace").chain(line.split_whitespace());
        let parsed = Cli::try_parse_from(arguments);
        assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
    }
}

#[test]
fn wrong_command_lines_are_refused() {
    for (line, kind) in [
        ("map --format yaml", ErrorKind::ValueValidation),
        ("map --min-coverage 101", ErrorKind::ValueValidation),
        ("map -v -q", ErrorKind::ArgumentConflict),
        ("uses", ErrorKind::MissingRequiredArgument),
        ("why src/a.ts", ErrorKind::ValueValidation),
        ("explain", ErrorKind::MissingRequiredArgument),
        ("rules --format csv", ErrorKind::InvalidValue),
        ("completions tcsh", ErrorKind::InvalidValue),
        ("check --staged --since main", ErrorKind::ArgumentConflict),
        ("check --select no-such-rule", ErrorKind::ValueValidation),
        ("check --fail-on off", ErrorKind::InvalidValue),
        ("check --format csv", ErrorKind::ValueValidation),
        ("chart", ErrorKind::InvalidSubcommand),
    ] {
        let arguments = std::iter::once("tabletrace").chain(line.split_whitespace());
        let error = Cli::try_parse_from(arguments).unwrap_err();
        assert_eq!(error.kind(), kind, "{line}");
    }
}
