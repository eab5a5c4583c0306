//! What is found in small documents, one line for each thing.

use super::{Expression, LoopKind, Markup, Regions, regions};

/// Scripts, loops and expressions, each as `what [loops] text`.
fn describe(markup: Markup, text: &str) -> Vec<String> {
    let Regions {
        scripts,
        expressions,
        loops,
    } = regions(markup, text);
    let scripts = scripts
        .iter()
        .map(|block| format!("{:?} {}", block.grammar, text[block.span.range()].trim()));
    let loops = loops.iter().map(|found| {
        let kind = match found.kind {
            LoopKind::Each => "each",
            LoopKind::Await => "await",
            LoopKind::Const => "const",
            LoopKind::Slot => "slot",
        };
        let pattern = &text[found.pattern.range()];
        let iterable = &text[found.iterable.range()];
        format!("{kind} {:?} {pattern} <- {iterable}", found.loops)
    });
    let expressions = expressions
        .iter()
        .map(|Expression { span, loops, .. }| format!("code {loops:?} {}", &text[span.range()]));
    scripts.chain(loops).chain(expressions).collect()
}

fn check(markup: Markup, table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(describe(markup, text), *expected, "{text}");
    }
}

#[test]
fn scripts() {
    let table: &[(&str, &[&str])] = &[
        ("<script>a</script>", &["JavaScript a"]),
        ("\u{feff}<script>\r\na\r\n</script>\r\n", &["JavaScript a"]),
        ("<SCRIPT LANG=\"TS\">a</Script >", &["TypeScript a"]),
        (
            "<script\n  lang='typescript'\n>a</script>",
            &["TypeScript a"],
        ),
        ("<script lang=tsx>a</script>", &["Tsx a"]),
        ("<script type=\"module\">a</script>", &["JavaScript a"]),
        (
            "<script setup lang=\"ts\" generic=\"T extends A<B>\">a</script>",
            &["TypeScript a"],
        ),
        (
            "<script generics='T extends Record<string, \"x\">' lang=\"ts\">a</script>",
            &["TypeScript a"],
        ),
        (
            "<script>a</script><script context=\"module\">b</script>",
            &["JavaScript a", "JavaScript b"],
        ),
        ("<script>a", &["JavaScript a"]),
        (
            "<script>a = '<script>'; b</script>",
            &["JavaScript a = '<script>'; b"],
        ),
        (
            "<script>a = `<\\/script><scripty></scripty>`</script>",
            &["JavaScript a = `<\\/script><scripty></scripty>`"],
        ),
        (
            "<!-- <script>a</script> --><script>b</script>",
            &["JavaScript b"],
        ),
        ("<script type=\"application/ld+json\">{}</script>", &[]),
        (
            "<script src=\"a.js\"></script><script>b</script>",
            &["JavaScript b"],
        ),
        ("<script lang=\"coffee\">a</script>", &[]),
        ("<script />\n<script>b</script>", &["JavaScript b"]),
        (
            "<style>a { content: '<script>' }</style><script>b</script>",
            &["JavaScript b"],
        ),
        ("<style>a", &[]),
        ("<script", &["JavaScript "]),
        ("<script lang=\"ts", &["TypeScript "]),
    ];
    check(Markup::Vue, table);
    check(Markup::Svelte, table);
    check(Markup::Astro, table);
}

#[test]
fn vue() {
    check(
        Markup::Vue,
        &[
            (
                "<template>{{ f(a) }} {{ a }} {{ `b` }}</template>",
                &["code [] f(a)", "code [] `b`"],
            ),
            ("{{ f() }}<docs>{{ g() }}<script>a</script></docs>", &[]),
            (
                "<i18n>{ \"a\": \"{{ f() }} <b\" }</i18n><template>{{ g() }}</template>",
                &["code [] g()"],
            ),
            (
                "<template><a @click=\"f(); g()\" v-on:b='h()' :c=\"i('>')\" v-bind:d.sync=\"j()\" .e=\"k()\"/></template>",
                &[
                    "code [] f(); g()",
                    "code [] h()",
                    "code [] i('>')",
                    "code [] j()",
                    "code [] k()",
                ],
            ),
            (
                "<template><a v-if=\"f()\"/><a v-else-if=\"g()\"/><a v-html=\"h()\" b=\"i()\" @c=j()></a></template>",
                &["code [] f()", "code [] g()", "code [] h()", "code [] j()"],
            ),
            ("<template :a=\"f()\"></template>", &[]),
            (
                "<template><a @[b]=\"f()\" :[c(d)]=\"g()\"/></template>",
                &["code [] f()", "code [] g()"],
            ),
            (
                "<template><a :b=\"f(c &amp;&amp; d)\"/></template>",
                &["code [] f(c &amp;&amp; d)"],
            ),
            (
                "<template><li v-for=\"t in f()\" :key=\"g(t)\">{{ h(t) }}</li>{{ i() }}</template>",
                &[
                    "each [] t <- f()",
                    "code [0] g(t)",
                    "code [0] h(t)",
                    "code [] i()",
                ],
            ),
            (
                "<template><li v-for=\"({ a, b: [c] }, i) of xs\"><br><p v-for='d in c'>{{ f(d) }}</p></li></template>",
                &[
                    "each [] { a, b: [c] } <- xs",
                    "each [0] d <- c",
                    "code [0, 1] f(d)",
                ],
            ),
            (
                "<template><li v-for=\"i,j in 5\"/><b>{{ f() }}</b></template>",
                &["each [] i <- 5", "code [] f()"],
            ),
            ("<template><li v-for=\"f()\"/></template>", &["code [] f()"]),
            (
                "<template><A v-slot=\"{ a = f() }\" :b=\"g()\">{{ h(a) }}</A></template>",
                &["slot [] { a = f() } <- ", "code [] g()", "code [0] h(a)"],
            ),
            (
                "<template><A><template #b.c=\"d\">{{ f(d) }}</template>{{ g() }}</A></template>",
                &["slot [] d <- ", "code [0] f(d)", "code [] g()"],
            ),
            (
                "<template><A v-slot:b=\"c: { d: E<F, G> }\">{{ f() }}</A></template>",
                &["slot [] c <- ", "code [0] f()"],
            ),
            ("<template><!-- {{ f() }} -->{{ g()", &[]),
            ("<template></p></template>{{ f() }}", &[]),
            (
                "<template><p></template><script>a</script>",
                &["JavaScript a"],
            ),
            (
                "<template lang=\"pug\">\np {{ f() }}\n</template>",
                &["code [] f()"],
            ),
        ],
    );
}

#[test]
fn svelte_expressions() {
    check(
        Markup::Svelte,
        &[
            (
                "<p>{f(a)} {a} { `b` }</p>",
                &["code [] f(a)", "code [] `b`"],
            ),
            (
                "{f('}')} {f(`${'`'}}`)} {f({ a: {} })}",
                &[
                    "code [] f('}')",
                    "code [] f(`${'`'}}`)",
                    "code [] f({ a: {} })",
                ],
            ),
            (
                "{a.replace(/[/}]\\/\"/, '')}{f()}",
                &["code [] a.replace(/[/}]\\/\"/, '')", "code [] f()"],
            ),
            (
                "{a / b() / c}{/re/.test(d)}",
                &["code [] a / b() / c", "code [] /re/.test(d)"],
            ),
            (
                "{f() /* } */}{\n// }\ng()}",
                &["code [] f() /* } */", "code [] // }\ng()"],
            ),
            ("it's {f()} isn't", &["code [] f()"]),
            (
                "<a on:click={() => f('>')} on:b|c='{f}' d=\"e {g(\"h\")} {i}\"/>",
                &["code [] () => f('>')", "code [] g(\"h\")"],
            ),
            (
                "<a {...f()} {b} {@attach g()} href=/c/{h()}/>",
                &["code [] f()", "code [] g()", "code [] h()"],
            ),
            (
                "<a class:b={f()} style:--c={`d`} bind:value={() => e, (v) => g(v)}>{h()}</a>",
                &[
                    "code [] f()",
                    "code [] `d`",
                    "code [] () => e, (v) => g(v)",
                    "code [] h()",
                ],
            ),
            (
                "{@html f()}{@render g?.()}{@debug a}{@html`<script>${b}</script>`}",
                &[
                    "code [] f()",
                    "code [] g?.()",
                    "code [] `<script>${b}</script>`",
                ],
            ),
            (
                "{#if f()}{:else if g()}{:else}{h()}{/if}{#key i()}{j()}{/key}",
                &[
                    "code [] f()",
                    "code [] g()",
                    "code [] h()",
                    "code [] i()",
                    "code [] j()",
                ],
            ),
            (
                "{#if /}/.test(a)}{f()}{/if}",
                &["code [] /}/.test(a)", "code [] f()"],
            ),
            ("{a {f()} <b>{g()", &["code [] f()"]),
            (
                "a < b {f()} <!-- {g()} --> <1 {h()}",
                &["code [] f()", "code [] h()"],
            ),
            ("<style>a{b:c(d)}</style>{f()}", &["code [] f()"]),
            (
                "<svelte:head>{@html `<script type=\"application/ld+json\">${f()}</script>`}</svelte:head>",
                &["code [] `<script type=\"application/ld+json\">${f()}</script>`"],
            ),
        ],
    );
}

#[test]
fn svelte_bindings() {
    check(
        Markup::Svelte,
        &[
            (
                "{#each f() as t, i (g(t))}{h(t)}{:else}{j()}{/each}{k()}",
                &[
                    "each [] t <- f()",
                    "code [0] g(t)",
                    "code [0] h(t)",
                    "code [] j()",
                    "code [] k()",
                ],
            ),
            (
                "{#each xs as string[] as { a, b: [c] }(a)}<p>{#each c as d}{f(d)}{/each}{/each}{g()}",
                &[
                    "each [] { a, b: [c] } <- xs as string[]",
                    "each [0] d <- c",
                    "code [0, 1] f(d)",
                    "code [] g()",
                ],
            ),
            ("{#each f(3)}{g()}{/each}", &["code [] f(3)", "code [] g()"]),
            (
                "{#await f()}{g()}{:then v}{h(v)}{:catch e}{i(e)}{/await}",
                &[
                    "await [] v <- f()",
                    "slot [] e <- ",
                    "code [] g()",
                    "code [0] h(v)",
                    "code [1] i(e)",
                ],
            ),
            (
                "{#await f().then((a) => a) then { b }}{g(b)}{/await}{h()}",
                &[
                    "await [] { b } <- f().then((a) => a)",
                    "code [0] g(b)",
                    "code [] h()",
                ],
            ),
            (
                "{#await f()}{g()}{/await}{#await h() then}{/await}{#await i() catch e}{j()}",
                &[
                    "slot [] e <- ",
                    "code [] f()",
                    "code [] g()",
                    "code [] h()",
                    "code [] i()",
                    "code [0] j()",
                ],
            ),
            (
                "{#if a}{@const b: A = f(a)}<p>{g(b)}</p>{/if}{h()}",
                &["const [] b <- f(a)", "code [0] g(b)", "code [] h()"],
            ),
            (
                "{#snippet a(b: B<C, D> = f(), { c }: D)}{g(b, c)}{/snippet}{@render a(h())}",
                &[
                    "slot [] b <- ",
                    "slot [0] { c } <- ",
                    "code [0, 1] g(b, c)",
                    "code [] a(h())",
                ],
            ),
            (
                "<A let:b let:c={{ d }}>{f(b, d)}</A>{g()}",
                &[
                    "slot [] b <- ",
                    "slot [0] { d } <- ",
                    "code [0, 1] f(b, d)",
                    "code [] g()",
                ],
            ),
            (
                "{:then v}{/each}{:else}{#each as}{f()}{/if}",
                &["slot [] v <- ", "code [] f()"],
            ),
        ],
    );
}

#[test]
fn astro() {
    check(
        Markup::Astro,
        &[
            (
                "---\nconst a = `---`;\n---\n<p>{f(a)}</p>",
                &["Tsx const a = `---`;", "code [] f(a)"],
            ),
            (
                "\u{feff}\r\n---\r\na\r\n---\r\n{f()}",
                &["Tsx a", "code [] f()"],
            ),
            ("---\na", &["Tsx a"]),
            ("--- a ---{f()}", &["Tsx a", "code [] f()"]),
            (
                "---\na\n---\n<script>b</script>",
                &["Tsx a", "JavaScript b"],
            ),
            (
                "{xs.map((x) => <li a={x} b=\"{\">don't } {f(x)}</li>)}",
                &[
                    "code [] xs.map((x) => <li a={x} b=\"{\">don't",
                    "code [] f(x)",
                ],
            ),
            (
                "{xs.map((x) => <li a={x} b=\"{\">don't {f(x)}<br></li>)}{g()}",
                &[
                    "code [] xs.map((x) => <li a={x} b=\"{\">don't {f(x)}<br></li>)",
                    "code [] g()",
                ],
            ),
            (
                "{a && (<><B c={d => (<i/>)} e/>it's</>)}{f()}",
                &[
                    "code [] a && (<><B c={d => (<i/>)} e/>it's</>)",
                    "code [] f()",
                ],
            ),
            (
                "{a < b && f(`${<p>`</p>}`)}",
                &["code [] a < b && f(`${<p>`</p>}`)"],
            ),
            (
                "{a ? (<style>{</style>) : <!-- ' --> f()}{g()}",
                &[
                    "code [] a ? (<style>{</style>) : <!-- ' --> f()",
                    "code [] g()",
                ],
            ),
            (
                "{a && <script lang='ts'>b({</script>}{f(<script src='c'>}</script>)}",
                &[
                    "TypeScript b({",
                    "code [] a && <script lang='ts'>b({</script>",
                    "code [] f(<script src='c'>}</script>)",
                ],
            ),
            (
                "{(<li>{f()})}{g()}",
                &["code [] (<li>{f()})", "code [] g()"],
            ),
            (
                "<a b={f()} {...g()} {c} d=`e ${h()}` i=\"{j()}\" set:html={k()}/>",
                &[
                    "code [] f()",
                    "code [] g()",
                    "code [] `e ${h()}`",
                    "code [] k()",
                ],
            ),
            (
                "<style define:vars={{ a: f() }}>b {}</style>",
                &["code [] { a: f() }"],
            ),
            (
                "<script type=\"application/ld+json\" set:html={JSON.stringify(a)} />{f()}",
                &["code [] JSON.stringify(a)", "code [] f()"],
            ),
        ],
    );
}

#[test]
fn loops_around_a_place_are_limited_to_the_innermost() {
    let text = format!("{}{{f()}}", "{#each a as b}".repeat(1_000));
    let found = regions(Markup::Svelte, &text);
    assert_eq!(found.loops.len(), 1_000);
    assert_eq!(found.expressions[0].loops, (984..1_000).collect::<Vec<_>>());
}
