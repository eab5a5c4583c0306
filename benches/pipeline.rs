//! The stages of a run, over a project that is made up: `cargo bench`.
//!
//! Whole runs of the binary over real projects are compared with other tools in the README.

use std::fmt::Write as _;

use divan::{Bencher, black_box, counter::BytesCount};
use tabletrace::{
    analysis::{Inputs, analyse},
    cache::Cache,
    demand, extract,
    link::Depth,
    source::{Dialect, SourceFile, Sources},
    syntax::{parse, scan},
};

fn main() {
    divan::main();
}

/// How many files of a made-up project use the database; as many again do not.
const SIZES: [usize; 2] = [100, 1_000];

const CLIENT: &str = "import { createClient } from '@supabase/supabase-js';
export const supabase = createClient(process.env.URL!, process.env.KEY!);
export const TABLES = { users: 'users', posts: 'posts' } as const;
export async function fetchAll(table: string) {
  const { data, error } = await supabase.from(table).select('*');
  if (error) throw error;
  return data;
}
";

fn user(index: usize) -> String {
    let mut text = "import { supabase, TABLES, fetchAll } from './client';\n".to_owned();
    for function in 0..8 {
        write!(
            text,
            "export async function load{index}_{function}(id: string, options: {{ limit?: number }} = {{}}) {{
  const started = Date.now();
  let query = supabase.from(TABLES.posts).select('id, title, author:users(name)').eq('author_id', id);
  if (options.limit) query = query.limit(options.limit);
  const {{ data, error }} = await query.order('created_at', {{ ascending: false }});
  if (error) console.error(`load failed after ${{Date.now() - started}} ms`, error);
  await supabase.from('views{function}').insert({{ id, started, rows: data?.length ?? 0 }});
  return {{ posts: data?.map((post) => ({{ ...post, url: `/p/${{post.id}}` }})), all: await fetchAll('users') }};
}}
"
        )
        .expect("a string can be written to");
    }
    text
}

fn bystander(index: usize) -> String {
    let line =
        "export const format = (value: number) => new Intl.NumberFormat('en').format(value);\n";
    format!(
        "import x from './y{index}';\n{}",
        line.replace("format =", "format1 =").repeat(60)
    )
}

fn project(size: usize) -> Inputs {
    let file = |path: String, text| SourceFile::new(path, text, Dialect::TypeScript);
    let mut files = vec![file("src/client.ts".to_owned(), CLIENT.to_owned())];
    for index in 0..size {
        files.push(file(format!("src/user{index}.ts"), user(index)));
        files.push(file(format!("src/other{index}.ts"), bystander(index)));
    }
    Inputs {
        sources: Sources::new(files),
        ..Inputs::default()
    }
}

fn bytes(inputs: &Inputs) -> BytesCount {
    BytesCount::new(
        inputs
            .sources
            .files()
            .iter()
            .map(|file| file.text.len())
            .sum::<usize>(),
    )
}

#[divan::bench]
fn scan_imports(bencher: Bencher<'_, '_>) {
    let text = user(0);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| scan::scan(black_box(&text)));
}

#[divan::bench]
fn parse_file(bencher: Bencher<'_, '_>) {
    let text = user(0);
    let bencher = bencher.counter(BytesCount::of_str(&text));
    bencher.bench(|| parse::parse(Dialect::TypeScript, black_box(&text)));
}

/// Parsing included: the difference to `parse_file` is what lowering costs.
#[divan::bench]
fn extract_file(bencher: Bencher<'_, '_>) {
    let text = user(0);
    let bencher = bencher.counter(BytesCount::of_str(&text));
    bencher.bench(|| extract::extract(Dialect::TypeScript, black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn find_seeds(bencher: Bencher<'_, '_>, size: usize) {
    let inputs = project(size);
    let scans = demand::scans(&inputs.sources);
    let bencher = bencher.counter(bytes(&inputs));
    bencher.bench(|| demand::seeds(black_box(&inputs.sources), &scans));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn analyse_project(bencher: Bencher<'_, '_>, size: usize) {
    let inputs = project(size);
    let bencher = bencher.counter(bytes(&inputs));
    bencher.bench(|| analyse(black_box(&inputs), &Cache::disabled(), Depth::Flows));
}
