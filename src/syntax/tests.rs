//! Trees of small documents, and what holds for any text.

use std::time::{Duration, Instant};

use proptest::{prelude::*, test_runner::Config};
use tree_sitter::Node;

use super::{
    error_bytes, error_spans,
    grammar::Grammar,
    parse::{Parsed, ScriptKind, expression_of, parse, parse_fragment, parse_pattern, pattern_of},
    span, span_of,
};
use crate::source::Dialect;

/// The kinds and texts of the statements in the module.
fn statements<'t>(parsed: &'t Parsed, text: &'t str) -> Vec<(&'t str, &'t str)> {
    let root = parsed.scripts[0].tree.root_node();
    let mut cursor = root.walk();
    let describe = |node: Node<'t>| (node.kind(), &text[span_of(node).range()]);
    root.named_children(&mut cursor).map(describe).collect()
}

fn is_clean(parsed: &Parsed) -> bool {
    let mut trees = parsed.scripts.iter().map(|script| &script.tree);
    trees.all(|tree| !tree.root_node().has_error())
}

#[test]
fn errors_are_the_outermost_and_limited() {
    let errors = |text: &str| {
        let parsed = parse(Dialect::TypeScript, text);
        let tree = &parsed.scripts[0].tree;
        (error_spans(tree).len(), error_bytes(tree) > 0)
    };
    assert_eq!(errors("const a = f(1);"), (0, false));
    assert_eq!(errors("const a = f(1;"), (1, true));
    assert_eq!(errors(&"function f() { a(; }\n".repeat(100)), (20, true));
}

#[test]
fn files_are_read_with_the_grammar_that_explains_most() {
    let grammar = |dialect, text| {
        let parsed = parse(dialect, text);
        (parsed.grammar, is_clean(&parsed))
    };
    for (dialect, text, expected) in [
        (
            Dialect::JavaScript,
            "const a = <div>{b}</div>;",
            Grammar::JavaScript,
        ),
        (
            Dialect::JavaScript,
            "function f(a: string) {}",
            Grammar::Tsx,
        ),
        (Dialect::TypeScript, "const a = <T>b;", Grammar::TypeScript),
        (
            Dialect::TypeScript,
            "const a = (b: T) => <div>{b}</div>;",
            Grammar::Tsx,
        ),
        (Dialect::Tsx, "const a = <div>{b as T}</div>;", Grammar::Tsx),
        (
            Dialect::Vue,
            "<script lang=ts>let a: T</script>",
            Grammar::TypeScript,
        ),
        (
            Dialect::Vue,
            "<script lang='tsx'>let a = <b>{c as T}</b></script>",
            Grammar::Tsx,
        ),
        (
            Dialect::Svelte,
            "<script>let a: T = 1</script>",
            Grammar::Tsx,
        ),
        (Dialect::Svelte, "<p>{f(a)}</p>", Grammar::JavaScript),
        (
            Dialect::Astro,
            "---\nlet a = b as T\n---\n{f(a as T)}",
            Grammar::Tsx,
        ),
    ] {
        assert_eq!(grammar(dialect, text), (expected, true), "{text}");
    }
}

#[test]
fn blocks_are_one_program_and_no_token_spans_two() {
    for (text, expected) in [
        (
            "<script>const a = 1</script><script setup>const b = 2</script>",
            vec![
                ("lexical_declaration", "const a = 1</"),
                ("lexical_declaration", "const b = 2"),
            ],
        ),
        (
            "<script>f(a) // why</script>\n<script>(b)</script>",
            vec![
                ("expression_statement", "f(a) // why</"),
                ("expression_statement", "(b)"),
            ],
        ),
        (
            "<script>import a from 'a';\r\n</script>\r\n<script> </script>\r\n<script>b()</script>",
            vec![
                ("import_statement", "import a from 'a';"),
                ("empty_statement", "/"),
                ("expression_statement", "b()"),
            ],
        ),
    ] {
        let parsed = parse(Dialect::Vue, text);
        assert_eq!(statements(&parsed, text), expected);
        assert!(is_clean(&parsed), "{text}");
    }
}

#[test]
fn any_number_of_blocks_is_read() {
    let text = "<script>a()</script>".repeat(10_000);
    let parsed = parse(Dialect::Svelte, &text);
    assert!(is_clean(&parsed));
    assert_eq!(
        parsed.scripts[0].tree.root_node().end_byte(),
        text.len() - 9
    );
}

#[test]
fn points_of_the_module_count_lines_of_the_file() {
    let text = "\n<script>a()</script>\n\n<p>é</p><script>\nb()</script>";
    let parsed = parse(Dialect::Vue, text);
    let root = parsed.scripts[0].tree.root_node();
    let last = root.named_child(1).expect("the second statement");
    assert_eq!(last.kind(), "expression_statement");
    assert_eq!(&text[span_of(last).range()], "b()");
    assert_eq!(
        (last.start_position().row, last.start_position().column),
        (4, 0)
    );
}

#[test]
fn markup_is_parsed_as_expressions() {
    for (dialect, text) in [
        (
            Dialect::Vue,
            "<template><p :style=\"{ color: f(), b: 2 }\"/></template>",
        ),
        (
            Dialect::Vue,
            "<template><p @click=\"a(); b()\"/></template>",
        ),
        (
            Dialect::Vue,
            "<template><p @click=\"if (a) { b() }\"/></template>",
        ),
        (
            Dialect::Vue,
            "<template><p @click=\"async () => { await a() }\"/></template>",
        ),
        (
            Dialect::Vue,
            "<template><p @click=\"function () {}\"/></template>",
        ),
        (Dialect::Svelte, "{/* (nothing) */}"),
        (Dialect::Svelte, "{await f()}"),
        (Dialect::Svelte, "<A {...f()} />"),
        (
            Dialect::Astro,
            "{xs.map((x) => <li class={x}>don't {x}</li>)}",
        ),
        (Dialect::Astro, "<a define:vars={{ b: f() }} />"),
    ] {
        let parsed = parse(dialect, text);
        assert_eq!(parsed.scripts.len(), 1, "{text}");
        assert_eq!(
            parsed.scripts[0].kind,
            ScriptKind::Expression { loops: vec![] }
        );
        assert!(is_clean(&parsed), "{text}");
    }
}

#[test]
fn fragments_are_expressions_or_patterns() {
    let text = "é{ a: f(), b } { a = 1, ...b } c; d() e";
    let fragment = |code: &str| {
        let start = text.find(code).unwrap();
        span(start, start + code.len())
    };
    let describe = |node: Node<'_>| format!("{} {}", node.kind(), &text[span_of(node).range()]);
    let expression = |code| {
        let tree = parse_fragment(Grammar::TypeScript, text, fragment(code));
        expression_of(&tree).map_or_else(String::new, describe)
    };
    let pattern = |code| {
        let tree = parse_pattern(Grammar::TypeScript, text, fragment(code));
        pattern_of(&tree).map_or_else(String::new, describe)
    };
    assert_eq!(expression("{ a: f(), b }"), "object { a: f(), b }");
    assert_eq!(expression("e"), "identifier e");
    assert_eq!(expression("c; d()"), "");
    assert_eq!(expression(""), "");
    assert_eq!(pattern("{ a = 1, ...b }"), "object_pattern { a = 1, ...b }");
    assert_eq!(pattern("d"), "identifier d");
    assert_eq!(pattern(""), "");
}

#[test]
fn scripts_within_expressions_are_no_part_of_them() {
    let text = "{a && <script>b('</p>');</script>}{<style>{</style>}";
    let parsed = parse(Dialect::Astro, text);
    assert_eq!(parsed.scripts.len(), 2);
    assert_eq!(
        statements(&parsed, text),
        [("expression_statement", "b('</p>');")]
    );
    assert!(is_clean(&parsed));
}

/// Unclosed comments make the parser read the rest again from each byte, and branches of an
/// ambiguity are released by recursion.
#[test]
fn texts_that_exhaust_the_parser_are_given_up_or_read() {
    for (unit, repeat, is_given_up) in [
        ("{/*", 100_000, true),
        ("<T>(", 4_096, false),
        ("<T>(", 100_000, false),
    ] {
        let text = unit.repeat(repeat);
        let parsed = parse(Dialect::Tsx, &text);
        let root = parsed.scripts[0].tree.root_node();
        assert_eq!(root.end_byte() <= 1, is_given_up, "{unit}");
        assert_eq!(error_spans(&parsed.scripts[0].tree).len(), 1, "{unit}");
        let after = parse(Dialect::Tsx, "f();");
        assert_eq!(
            statements(&after, "f();").len(),
            1,
            "the parser starts anew"
        );
    }
}

#[test]
fn deep_and_broken_texts_are_read_in_time() {
    let started = Instant::now();
    for unit in [
        "(",
        "{",
        "[",
        "<div>",
        "`${",
        "\"",
        "<script",
        "{#each a as b}{f()}",
    ] {
        let text = unit.repeat(20_000);
        for dialect in [Dialect::Vue, Dialect::Svelte, Dialect::Astro, Dialect::Tsx] {
            let parsed = parse(dialect, &text);
            let errors = parsed
                .scripts
                .iter()
                .map(|script| error_spans(&script.tree));
            assert!(errors.map(|spans| spans.len()).all(|count| count <= 20));
        }
    }
    let limit = Duration::from_secs(60);
    assert!(started.elapsed() < limit, "{:?}", started.elapsed());
}

/// Texts made of what matters to the scans.
fn documents() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "<script",
        " lang=\"ts\"",
        ">",
        "</script>",
        "<style>",
        "</style>",
        "<template>",
        "</template>",
        "<div",
        "</div>",
        "/>",
        "<!--",
        "-->",
        "---",
        "\n",
        "\r\n",
        " ",
        "{",
        "}",
        "{{",
        "}}",
        "{#each",
        "{/each}",
        "{#await",
        "{:then",
        "{:else",
        "{@const",
        "{#snippet",
        " as ",
        " then ",
        " in ",
        "v-for=",
        "v-slot=",
        "let:",
        "@click=",
        ":a=",
        "#b=",
        "\"",
        "'",
        "`",
        "${",
        "(",
        ")",
        "[",
        "]",
        "=",
        "=>",
        ",",
        ":",
        ";",
        "//",
        "/*",
        "*/",
        "/",
        "\\",
        "a",
        "b()",
        "é",
        "\u{feff}",
        "\u{1f600}",
        "<",
        "<>",
        "</>",
        "...",
        "=\"",
        "={",
        "return ",
    ]);
    let structured = prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat());
    prop_oneof![4 => structured, 1 => any::<String>()]
}

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_text_is_read_and_spans_lie_in_it(text in documents()) {
        for dialect in Dialect::ALL {
            let parsed = parse(dialect, &text);
            for script in &parsed.scripts {
                prop_assert!(text.get(span_of(script.tree.root_node()).range()).is_some());
                for span in error_spans(&script.tree) {
                    prop_assert!(text.get(span.range()).is_some());
                }
                if let ScriptKind::Expression { loops } = &script.kind {
                    prop_assert!(loops.iter().all(|index| *index < parsed.loops.len()));
                }
            }
            for (index, found) in parsed.loops.iter().enumerate() {
                prop_assert!(found.loops.iter().all(|outer| *outer < index));
                for span in [found.pattern, found.iterable] {
                    prop_assert!(text.get(span.range()).is_some());
                    let tree = parse_fragment(parsed.grammar, &text, span);
                    prop_assert!(text.get(span_of(tree.root_node()).range()).is_some());
                }
                let tree = parse_pattern(parsed.grammar, &text, found.pattern);
                prop_assert!(text.get(span_of(tree.root_node()).range()).is_some());
            }
        }
    }
}
