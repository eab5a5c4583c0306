use tabletrace::schema::replay::{Outcome, Platform, ReplayOptions, replay};
use tabletrace::schema::source::SchemaFile;

fn main() {
    let Ok(paths) = std::env::var("PROBE") else {
        return;
    };
    let paths = if let Some(list) = paths.strip_prefix("@") {
        std::fs::read_to_string(list)
            .unwrap()
            .trim()
            .replace("\n", ":")
    } else {
        paths
    };
    let files: Vec<SchemaFile> = paths
        .split(':')
        .map(|path| {
            SchemaFile::new(
                path.to_owned(),
                String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned(),
            )
        })
        .collect();
    let refs: Vec<&SchemaFile> = files.iter().collect();
    let platform = if std::env::var("PROBE_SUPABASE").is_ok() {
        Platform::Supabase
    } else {
        Platform::Postgres
    };
    let start = std::time::Instant::now();
    let replayed = replay(
        &refs,
        &ReplayOptions {
            platform,
            outcome: Outcome::Strict,
            ..ReplayOptions::default()
        },
    );
    eprintln!(
        "took {:?} applied {}",
        start.elapsed(),
        replayed.statements.applied
    );
    for failed in &replayed.statements.failed {
        let file = refs[failed.place.file];
        let line = file
            .lines
            .position(&file.text, failed.place.statement.start)
            .line;
        println!(
            "F\t{}\t{}\t{}\t{}\t{}",
            file.path,
            line,
            failed.error.sqlstate,
            failed.error.message.replace('\n', "\\n"),
            failed.error.help.clone().unwrap_or_default()
        );
    }
    for opaque in &replayed.statements.opaque {
        let file = refs[opaque.place.file];
        let line = file
            .lines
            .position(&file.text, opaque.place.statement.start)
            .line;
        println!("O\t{}\t{}\t{}", file.path, line, opaque.reason);
    }
    for relation in &replayed.catalog.relations {
        for column in &relation.columns {
            println!(
                "C\t{}.{}.{}\t{}",
                relation.schema,
                relation.name,
                column.name,
                column.data_type.clone().unwrap_or_default()
            );
        }
    }
}
