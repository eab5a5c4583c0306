use expect_test::expect;

use super::{model::Page, page, shell};
use crate::{
    link::Through,
    map::story::Story,
    reach::EntryKind,
    report::{Report, tests::analysis},
    survey::Survey,
};

fn document() -> String {
    let (sources, analysis) = analysis();
    let survey = Survey::of_code(&sources, &analysis);
    let mut out = Vec::new();
    super::write(&Report::new(&survey), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_page_holds_the_map() {
    let (sources, analysis) = analysis();
    let survey = Survey::of_code(&sources, &analysis);
    let page = page(&Report::new(&survey), 60);
    let text = |index: u32| &page.strings[index as usize];
    let mut lines = Vec::new();
    for edge in &page.edges {
        let (from, to) = (&page.nodes[edge.from], &page.nodes[edge.to]);
        lines.push(format!("{} -{}-> {}", from.label, edge.effect, to.label));
        for &place in &edge.places {
            let place = &page.places[place as usize];
            let code = place.2.map_or("", |code| text(code));
            lines.push(format!("    {}:{} {code}", text(place.0), place.1));
        }
    }
    for unknown in &page.unknown {
        let place = &page.places[unknown.place as usize];
        lines.push(format!(
            "{}:{}: {}",
            text(place.0),
            place.1,
            unknown.because
        ));
    }
    expect![[r#"
        posts -read-> src/posts.ts#list
            src/posts.ts:5 supabase.from("posts").select("id, title").eq("published", t…
        src/posts.ts#PostStore.save -write-> posts
            src/posts.ts:10 supabase .from(Tables.Posts) .upsert(row)
        src/posts.ts#drop -write-> drafts
            src/posts.ts:16 supabase.from(draft ? "drafts" : "posts").delete().eq("id", …
        src/posts.ts#drop -write-> posts
            src/posts.ts:16 supabase.from(draft ? "drafts" : "posts").delete().eq("id", …
        authors -read-> src/posts.ts#(module)
            src/posts.ts:23 fetchAll("authors")
        src/posts.ts#(module) -call-> increment
            src/posts.ts:24 supabase.rpc("increment", { by: 1 })
        src/posts.ts#(module) -write-> audit.events
            src/posts.ts:25 supabase.schema("audit").from("events").insert({ kind: "boot…
        src/posts.ts#(module) -use-> avatars
            src/posts.ts:26 supabase.storage.from("avatars").upload("a.png", file)
        src/posts.ts#(module) -call-> send-email
            src/posts.ts:27 supabase.functions.invoke("send-email")
        posts -read-> src/posts.ts#(module)
            src/posts.ts:28 supabase.channel("x").on("postgres_changes", { event: "*", t…
        src/posts.ts:29: comes with a request or from the command line
    "#]]
    .assert_eq(&(lines.join("\n") + "\n"));
}

const SQL: &str = "\
create table authors (id bigint primary key, name text not null);
create table posts (id bigint primary key, author bigint references authors on delete cascade);
create table unused (id bigint);
create view shown as select id from posts;
create function bump() returns trigger language plpgsql as
  $$ begin update authors set name = name; return new; end $$;
create trigger bump after insert on posts for each row execute function bump();
create policy own on posts for select to authenticated using (exists (select from authors));
";

const CODE: &str = r#"
export const publish = () => db.from("posts").insert({ id: 1, author: 2 });
export const archive = async () => {
  const { data } = await db.from("posts").select("id");
  await db.from("old_posts").insert(data);
};
"#;

/// What the page says of each node beside its name.
fn told(page: &Page) -> String {
    let text = |index: u32| &page.strings[index as usize];
    let mut lines = Vec::new();
    for node in &page.nodes {
        let at = node.place.map(|place| &page.places[place as usize]);
        let at = at.map_or(String::new(), |at| format!(" ({}:{})", text(at.0), at.1));
        lines.push(format!("{} {}{at}", node.kind, node.label));
        lines.extend(node.facts.iter().map(|fact| format!("    {fact}")));
        if let Some(class) = &node.class {
            lines.push(format!("    {}: {}", class.name, class.because));
        }
        if let Some(reached) = node.reached {
            let calls = page.reached[reached].calls.iter();
            lines.extend(calls.map(|&entry| format!("    from {}", page.entries[entry].name)));
        }
        let keys = node.relation.iter().flat_map(|relation| &relation.keys);
        lines.extend(keys.map(|key| {
            let columns: Vec<&String> = key.columns.iter().map(|&column| text(column)).collect();
            let (to, on_delete) = (&key.to, &key.on_delete);
            format!("    {} {columns:?} {to:?} {on_delete:?}", key.kind)
        }));
    }
    for flow in &page.flows {
        let acts = flow.acts.iter().map(|act| {
            let (by, on) = (&page.nodes[act.0].label, &page.nodes[act.2].label);
            format!("{by} {} {on}", act.1)
        });
        lines.push(acts.collect::<Vec<_>>().join(" → "));
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_page_holds_what_is_known_of_nodes() {
    let mut story = Story::new(&[("src/posts.ts", CODE)], SQL);
    story.derive(
        "archive select posts",
        "archive insert old_posts",
        Through::Rows,
    );
    story.enter(EntryKind::Job, "nightly", &["archive"]);
    let survey = story.survey();
    let page = page(&Report::new(&survey), 60);
    expect![[r#"
        code src/posts.ts#publish
        table posts (1.sql:2)
            peripheral: reached by 1 of 1 entry point, read by 1 unit, written by nothing in production, also used by 1 unit that no known entry point leads to and 1 unit of SQL that nothing is seen to run
            foreign ["author"] Some("authors") Some("cascade")
            primary ["id"] None None
        code src/posts.ts#archive
            from nightly
        table old_posts
            peripheral: reached by 1 of 1 entry point, written by 1 unit, read by nothing in production
        view shown (1.sql:4)
            dead: no code uses it, and no SQL but migrations and seeds
        routine bump (1.sql:5)
            function () returns trigger, plpgsql
        table authors (1.sql:1)
            peripheral: reached by 1 of 1 entry point, read by 1 unit of SQL, written by nothing in production, referenced by keys of 1 relation, also used by 1 unit of SQL that nothing is seen to run
            primary ["id"] None None
        trigger posts.bump (1.sql:7)
            after insert: runs public.bump
        policy posts.own (1.sql:8)
            lets through select to authenticated
        table unused (1.sql:3)
            dead: no code uses it, and no SQL but migrations and seeds
        src/posts.ts#publish inserts posts → src/posts.ts#archive selects posts → src/posts.ts#archive inserts old_posts
        src/posts.ts#publish inserts posts → posts.bump fires on posts → bump updates authors
        src/posts.ts#publish inserts posts → shown shows posts
    "#]].assert_eq(&told(&page));
}

#[test]
fn what_is_too_large_has_its_code_cut() {
    let (sources, analysis) = analysis();
    let survey = Survey::of_code(&sources, &analysis);
    let report = Report::new(&survey);
    let longest = |cut| {
        let page = page(&report, cut);
        let codes = page.places.iter().filter_map(|place| place.2);
        let lengths = codes.map(|code| page.strings[code as usize].chars().count());
        (lengths.max(), page.cut)
    };
    assert_eq!(longest(40), (Some(41), Some(40)), "with its ellipsis");
    assert_eq!(longest(0), (None, Some(0)));
    assert_eq!(longest(200).1, None, "as elsewhere");
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    assert_eq!(document(), document());
}

#[test]
fn nothing_in_the_data_ends_its_element() {
    let hostile = ["</script><script>alert(1)</script>", "<!--", "a&b\u{2028}"];
    let data = shell::data(&hostile).unwrap();
    assert!(!data.contains(['<', '>', '&', '\u{2028}']), "{data}");
    let read: Vec<String> = serde_json::from_str(&data).unwrap();
    assert_eq!(read, hostile);
}

#[test]
fn the_document_is_whole() {
    let document = document();
    // The three scripts end where they should: nothing within them looks like an end.
    assert_eq!(document.matches("<script").count(), 3);
    assert_eq!(document.matches("</script").count(), 3);
    assert_eq!(document.matches("<style").count(), 1);
    assert!(!document.contains("{{") || !document.contains("<!--"));
    for word in [
        "http-equiv=\"Content-Security-Policy\"",
        "default-src 'none'",
    ] {
        assert!(document.contains(word), "{word}");
    }
    for word in [" src=", "@import", "url("] {
        let (before, _) = document.split_once("<script>").unwrap();
        assert!(!before.contains(word), "{word}");
    }
    assert!(document.len() < super::MOST_BYTES);
}
