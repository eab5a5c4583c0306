use super::*;

#[test]
fn what_means_something_to_mermaid_is_a_code() {
    for (name, label) in [
        ("posts", "posts"),
        ("src/app/page.tsx", "src/app/page.tsx"),
        ("content_metadata", "content_metadata"),
        ("__tests__", "#95;#95;tests#95;#95;"),
        ("a\"b", "a#34;b"),
        ("<script>", "#60;script#62;"),
        ("#quot;", "#35;quot#59;"),
        ("`x`", "#96;x#96;"),
        ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
        ("1. posts", "1#46; posts"),
        ("2) posts", "2#41; posts"),
        ("- posts", "#45; posts"),
        ("drop-down", "drop-down"),
        ("[slug]", "#91;slug#93;"),
        ("www.example.com", "www#46;example#46;com"),
        ("https://x", "https#58;//x"),
        ("$$x$$", "#36;#36;x#36;#36;"),
        ("😀", "#128512;"),
        ("größe", "größe"),
    ] {
        assert_eq!(escaped(name), label, "{name}");
    }
}
