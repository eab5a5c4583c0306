use std::time::Instant;
use tabletrace::{access::*, analysis::analyse, walk};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = Instant::now();
    let inputs = walk::walk(&walk::Options::new(a[1].clone().into()), &|_| {}).unwrap();
    eprintln!("walk {:?} {} files", t.elapsed(), inputs.sources.len());
    let t = Instant::now();
    let an = analyse(&inputs, &tabletrace::cache::Cache::disabled());
    eprintln!("{:?}", an.statistics);
    eprintln!("analyse {:?} accesses {}", t.elapsed(), an.accesses.len());
    let mut out = vec![];
    for x in &an.accesses {
        let f = inputs.sources.get(x.file);
        let p = f.position(x.method_span.start);
        if matches!(x.target.kind, TargetKind::Bucket | TargetKind::EdgeFunction)
            || x.operation == Some(tabletrace::operation::Operation::Subscribe)
        {
            continue;
        }
        out.push(serde_json::json!({"file":f.path,"line":p.line,"table":x.target.name,"operation":x.operation.map(|o|o.as_str()),"certainty":x.certainty.as_str(),"api":x.api.as_str(),"evidence":x.evidence.kind.as_str(),"wrapper":x.wrapper,"unit":x.unit.name, "reason": format!("{:?}",x.certainty)}));
    }
    std::fs::write(&a[2], serde_json::to_string_pretty(&out).unwrap()).unwrap();
}
