use expect_test::{Expect, expect};

use crate::{
    access::{Access, TargetKind},
    report::{Report, tests::analysis},
    survey::Survey,
};

/// Compares what a terminal without colours of this width shows.
fn check(width: usize, expected: &Expect) {
    let (sources, mut analysis) = analysis();
    let model = analysis.accesses[0].clone();
    analysis.accesses.extend((0..30).map(|index| {
        let mut access = model.clone();
        access.target.name = Some(format!("archive_of_everything_that_ever_happened_{index}"));
        access
    }));
    let mut out = Vec::new();
    let stripped = anstream::StripStream::new(&mut out);
    super::write(
        &Report::new(&Survey::of_code(&sources, &analysis)),
        width,
        stripped,
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    for line in text.lines().filter(|line| !is_coverage(line)) {
        assert!(
            line.chars().count() <= width,
            "{line:?} is wider than {width}"
        );
    }
    expected.assert_eq(&text);
}

/// The line of prose at the end, which wraps.
fn is_coverage(line: &str) -> bool {
    line.contains(" resolved ")
}

#[test]
fn at_80_columns_heads_are_short() {
    check(
        80,
        &expect![[r#"
        Relations 34                           sel  ins  ups  upd  del  readers  writers
          posts                                  1    ·    1    ·    1        2        2
          archive_of_everyt…t_ever_happened_0    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…t_ever_happened_1    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_10    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_11    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_12    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_13    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_14    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_15    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_16    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_17    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_18    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_19    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…t_ever_happened_2    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_20    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_21    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_22    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_23    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_24    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_25    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_26    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_27    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_28    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…_ever_happened_29    1    ·    ·    ·    ·        1        ·
          archive_of_everyt…t_ever_happened_3    1    ·    ·    ·    ·        1        ·
          and 9 more (--format markdown lists all)

        Routines 1    calls  called by
          increment       1  src/posts.ts#(module)

        Buckets 1    accesses  used by
          avatars           1  src/posts.ts#(module)

        Edge functions 1    calls  called by
          send-email            1  src/posts.ts#(module)

        Subscriptions 1    places  first at
          posts                 1  src/posts.ts:28:23

        Dynamic 1
          request 1  comes with a request or from the command line
            src/posts.ts:29:38  supabase.from(request.query.table).select()

        8 accesses, 7 resolved (87.5 %), 1 dynamic; 1 file did not fully parse
    "#]],
    );
}

#[test]
fn at_120_columns_names_are_whole() {
    check(
        120,
        &expect![[r#"
        Relations 34                                   select  insert  upsert  update  delete  readers  writers
          posts                                             1       ·       1       ·       1        2        2
          archive_of_everything_that_ever_happened_0        1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_1        1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_10       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_11       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_12       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_13       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_14       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_15       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_16       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_17       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_18       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_19       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_2        1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_20       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_21       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_22       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_23       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_24       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_25       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_26       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_27       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_28       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_29       1       ·       ·       ·       ·        1        ·
          archive_of_everything_that_ever_happened_3        1       ·       ·       ·       ·        1        ·
          and 9 more (--format markdown lists all)

        Routines 1    calls  called by
          increment       1  src/posts.ts#(module)

        Buckets 1    accesses  used by
          avatars           1  src/posts.ts#(module)

        Edge functions 1    calls  called by
          send-email            1  src/posts.ts#(module)

        Subscriptions 1    places  first at
          posts                 1  src/posts.ts:28:23

        Dynamic 1
          request 1  comes with a request or from the command line
            src/posts.ts:29:38  supabase.from(request.query.table).select()

        8 accesses, 7 resolved (87.5 %), 1 dynamic; 1 file did not fully parse
    "#]],
    );
}

#[test]
fn nothing_found_is_said_so() {
    let (sources, mut analysis) = analysis();
    analysis.accesses.clear();
    let mut out = Vec::new();
    super::write(
        &Report::new(&Survey::of_code(&sources, &analysis)),
        80,
        &mut out,
    )
    .unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "no access to a database in 4 files\n"
    );
}

#[test]
fn names_of_any_length_fit() {
    let (sources, mut analysis) = analysis();
    let is_routine = |access: &&mut Access| access.target.kind == TargetKind::Routine;
    for access in analysis.accesses.iter_mut().filter(is_routine) {
        access.target.name = Some("ü".repeat(300));
    }
    for width in [0, 59, 80, 500] {
        let mut out = Vec::new();
        let stripped = anstream::StripStream::new(&mut out);
        super::write(
            &Report::new(&Survey::of_code(&sources, &analysis)),
            width,
            stripped,
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines = text.lines().filter(|line| !is_coverage(line));
        let widest = lines.map(|line| line.chars().count()).max();
        assert!(
            widest <= Some(width.clamp(60, 120)),
            "{width}: {widest:?}\n{text}"
        );
    }
}
