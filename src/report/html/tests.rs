use expect_test::expect;

use super::{page, shell};
use crate::{
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
