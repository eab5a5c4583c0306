use tabletrace::{extract::extract, source::Dialect, syntax::parse::parse};
use std::time::Instant;
fn main(){ let mut files=vec![]; for a in std::env::args().skip(1){ for e in ignore::WalkBuilder::new(a).build().flatten(){ if let Some(d)=Dialect::of_path(&e.path().to_string_lossy()) { if matches!(d,Dialect::TypeScript|Dialect::Tsx|Dialect::JavaScript) { if let Ok(t)=std::fs::read_to_string(e.path()) { if t.len()<2_000_000 {files.push((d,t,e.path().to_owned()));} } } } } }
 let bytes:usize=files.iter().map(|f|f.1.len()).sum(); println!("{} files {} bytes",files.len(),bytes);
 let t=Instant::now(); for f in &files { std::hint::black_box(parse(f.0,&f.1)); } let p=t.elapsed(); 
 let t=Instant::now(); let mut v=0; let mut c=0; let mut enc=0; for f in &files { let x=extract(f.0,&f.1); v+=x.values.len(); c+=x.calls.len(); enc+=bitcode::encode(&x).len(); } let e=t.elapsed();
 println!("parse {:?} parse+extract+encode {:?} ratio {:.2} values {} calls {} encoded {}", p,e,e.as_secs_f64()/p.as_secs_f64(),v,c,enc);
}
