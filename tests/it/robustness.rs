//! Hostile input: whatever the text is, a run ends, says what it could not read and loses nothing else.

use std::fmt::Write as _;

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, proptest};
use tabletrace::{
    analysis::{Analysis, Inputs, analyse},
    cache::Cache,
    extract::extract,
    link::Depth,
    source::{Dialect, SourceFile, Sources},
};

fn run(files: Vec<(String, String)>) -> Analysis {
    let files = files.into_iter().map(|(path, text)| {
        let dialect = Dialect::of_path(&path).unwrap();
        SourceFile::new(path, text, dialect)
    });
    let inputs = Inputs {
        sources: Sources::new(files.collect()),
        ..Inputs::default()
    };
    analyse(&inputs, &Cache::disabled(), Depth::Flows)
}

fn run_one(text: String) -> Analysis {
    run(vec![("a.ts".to_owned(), text)])
}

const CLIENT: &str =
    "import { createClient } from '@supabase/supabase-js'; const db = createClient(u, k);";

/// How many accesses are found in a text behind a client's definition.
fn accesses(text: &str) -> usize {
    run_one(format!("{CLIENT}\n{text}")).accesses.len()
}

#[test]
fn deep_nesting_costs_only_what_is_nested() {
    let after = "db.from('t').select();";
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("a(", ")"),
        ("!", ""),
        ("() => ", ""),
    ] {
        let nested = format!(
            "x = {}1{};\n{after}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let analysis = run_one(format!("{CLIENT}\n{nested}"));
        // Either all of it was read, or it is said that some was not.
        let is_told = !analysis.notices.is_empty() || analysis.accesses.len() == 1;
        assert!(is_told, "nothing is said about {open:?}");
    }
    assert_eq!(
        accesses(&format!(
            "x = {}1{};\n{after}",
            "(".repeat(300),
            ")".repeat(300)
        )),
        1
    );
}

#[test]
fn long_chains_are_followed_to_their_end() {
    let filters = ".eq('a', 1)".repeat(2_000);
    let analysis = run_one(format!(
        "{CLIENT}\ndb.from('t').select(){filters}.single();"
    ));
    let [access] = analysis.accesses.as_slice() else {
        panic!("one access: {:?}", analysis.accesses.len());
    };
    assert_eq!(access.columns.len(), 2_000);
    assert_eq!(access.modifiers.single.as_str(), "yes");
}

#[test]
fn a_long_line_is_read() {
    let row = "db.from('t').insert({ a: 1, b: 'x' });".repeat(10_000);
    assert_eq!(accesses(&row), 10_000);
}

#[test]
fn imports_in_a_circle_end() {
    const FILES: usize = 10_000;
    let mut files: Vec<_> = (0..FILES)
        .map(|index| {
            let next = (index + 1) % FILES;
            let text = format!("export {{ db }} from './f{next}'; export * from './f{next}'; export const n{index} = 1;");
            (format!("f{index}.ts"), text)
        })
        .collect();
    let user = "import { db } from './f0'; db.from('t').select(); import { c } from './client'; c.from('u').select();";
    files.push(("user.ts".to_owned(), user.to_owned()));
    let client = "import { createClient } from '@supabase/supabase-js'; export const c = createClient(u, k);";
    files.push(("client.ts".to_owned(), client.to_owned()));
    let analysis = run(files);
    let tables: Vec<_> = analysis
        .accesses
        .iter()
        .filter_map(|access| access.target.name.as_deref())
        .collect();
    assert!(tables.contains(&"u"), "{tables:?}");
}

#[test]
fn what_defines_itself_ends() {
    for text in [
        "let a = a; a.from('t').select();",
        "let r = { a: 1 }; r = { ...r, b: 2 }; db.from('t').insert(r);",
        "let r = [{ a: 1 }]; r = [...r, ...r.map((x) => ({ ...x }))]; db.from('t').insert(r);",
        "type A = { x: A['x'] }; function f(a: A) { return a.x.from('t').select(); }",
        "type A<T> = A<A<T>>; function f(a: A<string>) { return a.from('t').select(); }",
        "export { x } from './a'; export * from './a'; import { x } from './a'; x.from('t').select();",
        "import * as me from './a'; export const x = me.x; me.x.y.from('t').select();",
        "const b = () => ({ ...b(), c: b }); b().c().from('t').select();",
        "const p = new Proxy(p, { get: (_, k) => p[k] }); p.from('t').select();",
        "const C = createContext(useContext(C)); useContext(C).from('t').select();",
        "let a = b, b = a; a.from('t').select();",
        "const f = () => f(); f().from('t').select();",
        "const o = { ...o, t: o.t }; db.from(o.t).select();",
        "class A extends A { t = this.t; r() { return db.from(this.t).select(); } }",
        "function f(t) { f(t + 'x'); return db.from(t).select(); } f('y');",
        "const s = [...s, 'x']; for (const t of s) db.from(t).select();",
        "type T = T | 'x'; function f(t: T) { return db.from(t).select(); }",
        "interface I extends I { db: I } function f(i: I) { i.db.from('t').select(); }",
        "let q = db.from('t').select(); q = q.eq('a', 1); q = q.eq('b', 2); await q;",
    ] {
        run_one(format!("{CLIENT}\n{text}"));
    }
}

#[test]
fn many_assignments_to_a_builder_take_linear_time() {
    let mut text = "let q = db.from('t').select();\n".to_owned();
    for index in 0..3_000 {
        writeln!(text, "if (a{index}) q = q.eq('c{index}', 1);").unwrap();
    }
    let analysis = run_one(format!("{CLIENT}\n{text}await q;"));
    assert_eq!(analysis.accesses.len(), 1);
    assert_eq!(analysis.accesses[0].columns.len(), 3_000);
}

/// Pieces that programs are made of, so that random texts say something.
fn program() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "const a = ",
        "db",
        ".from(",
        "'t'",
        ")",
        ".select()",
        "(",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ";\n",
        "=> ",
        "async ",
        "function f(a, ...b) ",
        "class A extends B ",
        "this.x = ",
        "...a",
        "await ",
        "`${",
        "}`",
        "import { a as b } from './a';",
        "export * from './a';",
        "export default ",
        "<T>",
        ": SupabaseClient",
        "as any",
        "?.",
        "??",
        "for (const t of a) ",
        "createClient(u, k)",
        "<div>{",
        "}</div>",
        "<script>",
        "</script>",
        "{#each a as b}",
        "{/each}",
        "---\n",
        "a: ",
        "new A()",
        "enum E { A = 'a' }",
        "\r\n",
        "ü",
        "\u{feff}",
        "/*",
        "*/",
        "//",
        "\\",
        "\"",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_program_links(first in program(), second in program(), dialect in any::<prop::sample::Index>()) {
        let dialect = *dialect.get(&Dialect::ALL);
        let facts = extract(dialect, &first);
        for span in &facts.value_spans {
            prop_assert!(first.get(span.range()).is_some());
        }
        let files = vec![
            SourceFile::new("a.ts".to_owned(), first, dialect),
            SourceFile::new("b.ts".to_owned(), format!("{CLIENT}{second}"), Dialect::TypeScript),
        ];
        let inputs = Inputs { sources: Sources::new(files), ..Inputs::default() };
        let once = analyse(&inputs, &Cache::disabled(), Depth::Flows);
        let again = analyse(&inputs, &Cache::disabled(), Depth::Flows);
        prop_assert!(once.accesses == again.accesses);
    }

    #[test]
    fn any_text_has_facts(text in any::<String>(), dialect in prop::sample::select(Dialect::ALL.to_vec()), _unit in Just(())) {
        extract(dialect, &text);
    }
}
