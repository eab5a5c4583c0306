use super::*;

#[test]
#[ignore]
fn dump() {
    for path in std::env::var("DUMP").unwrap().split(' ') {
        let text = std::fs::read_to_string(path).unwrap();
        let is = is_generated_types(&text);
        let start = std::time::Instant::now();
        let (catalog, notices) = read(&SchemaFile::new(path.to_owned(), text));
        eprintln!(
            "{path}: {is} {:?} relations {} columns {} open {} keys {} routines {} enums {} composites {} facets {:?}",
            start.elapsed(),
            catalog.relations.len(),
            catalog
                .relations
                .iter()
                .map(|r| r.columns.len())
                .sum::<usize>(),
            catalog.relations.iter().filter(|r| r.open).count(),
            catalog
                .relations
                .iter()
                .map(|r| r.constraints.len())
                .sum::<usize>(),
            catalog.routines.len(),
            catalog.enums.len(),
            catalog.composites.len(),
            catalog.facets.len(),
        );
        for notice in notices.iter().take(10) {
            eprintln!("   {:?} {:?} {}", notice.line, notice.kind, notice.message);
        }
        if let Ok(out) = std::env::var("OUT") {
            std::fs::write(out, serde_json::to_string_pretty(&catalog).unwrap()).unwrap();
        }
    }
}
