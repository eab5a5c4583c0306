use super::{ImportedNames, Scan, ScannedImport, scan};

/// The scan as text: `a,b < m` for an import, `*` for all, `<<` for a re-export, `> a` for an export.
fn summary(text: &str) -> String {
    let Scan { imports, exports } = scan(text);
    let import = |import: &ScannedImport| {
        let names = match &import.names {
            ImportedNames::All => "*".to_owned(),
            ImportedNames::Some(names) => names.join(","),
        };
        let arrow = if import.is_reexport { "<<" } else { "<" };
        format!("{names} {arrow} {}", import.specifier)
    };
    let mut parts: Vec<String> = imports.iter().map(import).collect();
    if !exports.is_empty() {
        parts.push(format!("> {}", exports.join(",")));
    }
    parts.join("; ")
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(summary(text), *expected, "in {text}");
    }
}

#[test]
fn import_statements() {
    check(&[
        ("import x, { a as b, type T } from \"m\"", "default,a,T < m"),
        ("import {\n  a, // why\n  b as c,\n} from 'm';", "a,b < m"),
        ("import*as n from'm'", "* < m"),
        ("import x, * as n from 'm'", "* < m"),
        ("import \"m\"", "* < m"),
        ("import type { A } from 'm'", "A < m"),
        ("import type A from 'm'", "default < m"),
        ("import type from 'm'", "default < m"),
        ("import type, { a } from 'm'", "default,a < m"),
        ("import { type } from 'm'", "type < m"),
        ("import { type as t } from 'm'", "type < m"),
        ("import { default as a } from 'm'", "default < m"),
        ("import { 'a-b' as c } from 'm'", "a-b < m"),
        ("import defer * as n from 'm'", "* < m"),
        (
            "import data from './d.json' with { type: 'json' }",
            "default < ./d.json",
        ),
        ("import x = require('m')", "* < m"),
        ("\u{feff}import a from 'm'", "default < m"),
        ("<script>import a from 'm'</script>", "default < m"),
        ("import /* a */ { b } /* c */ from /* d */ 'm'", "b < m"),
        ("import.meta.env; important from 'm'; reimport from 'm'", ""),
        ("import {} from 'm'", " < m"),
    ]);
}

#[test]
fn calls() {
    check(&[
        ("await import('m')", "* < m"),
        ("import(/* webpackChunkName: \"c\" */ `m`)", "* < m"),
        ("import(`./${name}.ts`)", ""),
        ("const { a, b: c = 1 } = await import('m')", "a,b < m"),
        ("import('m').then((m) => m.a)", "* < m"),
        ("let t: import('m').Type", "Type < m"),
        ("const { a, b: c } = require(\"m\")", "a,b < m"),
        ("const {\n  a, // first\n  b,\n} = require('m')", "a,b < m"),
        ("const { a, ...rest } = require('m')", "* < m"),
        ("const { a: { b } } = require('m')", "* < m"),
        ("const a = require('m').a", "a < m"),
        ("import('m', { with: { type: 'json' } }).a", "a < m"),
        (
            "require.resolve('m'); system.require('m'); requires('m')",
            "",
        ),
    ]);
}

#[test]
fn exports() {
    check(&[
        ("export { a as b, c }", "> b,c"),
        ("export { a as b, type T } from 'm'", "a,T << m; > b,T"),
        ("export type { T } from 'm'", "T << m; > T"),
        ("export { default } from 'm'", "default << m; > default"),
        ("export * from 'm'", "* << m"),
        ("export type * from 'm'", "* << m"),
        ("export * as n from 'm'", "* << m; > n"),
        ("export const a = 1;", "> a"),
        (
            "export const a: Map<string, X> = f(1, 2), b = { c: 1, d }",
            "> a,X,b",
        ),
        ("export let a, b;\nlet c", "> a,b"),
        ("export const { a, b: c } = x", "> a,b,c"),
        ("export const [a, b] = x", "> a,b"),
        ("export function f() {}", "> f"),
        ("export async function* f() {}", "> f"),
        ("export class C {}", "> C"),
        ("export abstract class C {}", "> C"),
        ("export enum E {}", "> E"),
        ("export const enum E {}", "> E"),
        ("export declare const a: string", "> a"),
        ("export type T = 1; export interface I {}", "> T,I"),
        ("export namespace N {}", "> N"),
        ("export default function f() {}", "> default"),
        ("export = x", "> default"),
        ("export const a = 1\nexport const b = 2", "> a,b"),
        ("reexport const a = 1; exporter.b", ""),
    ]);
}

#[test]
fn commonjs_exports() {
    check(&[
        ("exports.a = exports.b = void 0", "> a,b"),
        ("module.exports.a = 1; exports['b'] = 2", "> a,b"),
        (
            "module.exports = { a, b: 1, c() {}, async d() {} }",
            "> default,a,b,c,d",
        ),
        (
            "module.exports = { a: function () { return { x: /'/ } }, b }",
            "> default,a,x,b",
        ),
        ("module.exports = create()", "> default"),
        ("module.exports = require('m')", "* << m; > default"),
        ("module.exports = { ...require('m') }", "* << m; > default"),
        ("Object.defineProperty(exports, \"a\", {})", "> a"),
        ("__exportStar(require('m'), exports)", "* << m"),
        ("__export(src_exports, {\n  a: () => a\n})", ""),
        ("0 && (module.exports = {\n  a,\n  b\n})", "> default,a,b"),
        ("my.exports.a = 1; exportsOf(x)", ""),
    ]);
}

#[test]
fn a_long_list_is_read_to_its_end() {
    let names: Vec<String> = (0..20_000).map(|index| format!("name{index}")).collect();
    let text = format!("export {{\n  {}\n}} from 'm'", names.join(",\n  "));
    assert_eq!(scan(&text).exports, names);
}

#[test]
fn hostile_texts_take_linear_time() {
    let patterns = [
        "import /*",
        "//import\n",
        "import {\n a,//",
        "export const { a = {",
        "module.exports = {a,//",
        "require('x',//",
        "{ a } = require(",
        "import \"",
        "export const a = (",
        "import\u{a0}",
    ];
    for pattern in patterns {
        let text = pattern.repeat(20_000 / pattern.len());
        let start = std::time::Instant::now();
        scan(&text);
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 5.0, "{pattern:?} took {seconds} s");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    const FRAGMENTS: [&str; 28] = [
        "import", "export", "exports", "require", "module.", "from", "as", "type", "const", "{",
        "}", "(", ")", "[", "]", ",", "*", "=", "'", "\"", "`", "/*", "*/", "//", "\n", " a ", "é",
        "\\",
    ];

    fn name() -> impl Strategy<Value = String> {
        "[a-z]{1,6}[A-Z0-9$_]{1,3}"
    }

    proptest! {
        #[test]
        fn nothing_panics(text in any::<String>()) {
            scan(&text);
        }

        #[test]
        fn no_sequence_of_keywords_panics(
            parts in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..60),
        ) {
            scan(&parts.concat());
        }

        #[test]
        fn what_a_module_says_is_found(
            imported in prop::collection::vec(name(), 1..5),
            exported in prop::collection::vec(name(), 1..5),
            specifier in "[./@a-z0-9-]{1,20}",
            space in prop::sample::select(&[" ", "\n", "\r\n  ", " /* from 'x' */ ", " // {\n"][..]),
        ) {
            let mut text = format!(
                "import{space}{{{space}{}{space}}}{space}from{space}'{specifier}';\n",
                imported.join(&format!("{space},")),
            );
            for name in &exported {
                text.push_str(&format!("export{space}const{space}{name}{space}= f({name}, 1);\n"));
            }
            let found = scan(&text);
            let names = ImportedNames::Some(imported);
            let expected = ScannedImport { specifier, names, is_reexport: false, is_type: false };
            prop_assert!(found.imports.contains(&expected), "{found:?}");
            for name in exported {
                prop_assert!(found.exports.contains(&name), "{name} in {found:?}");
            }
        }
    }
}
