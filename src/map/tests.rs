use expect_test::{Expect, expect};

use super::{DataMap, fixture, story::Story, summary, summary::Usage, totals::Totals};
use crate::{
    access::{Access, TargetKind},
    analysis::Analysis,
    survey::Survey,
};

/// What is made of the accesses of the fixture.
fn analysis(accesses: Vec<Access>) -> Analysis {
    Analysis {
        accesses,
        ..Analysis::default()
    }
}

fn check(lines: Vec<String>, expected: &Expect) {
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn edges_point_the_way_data_moves() {
    let sources = fixture::sources();
    let analysis = analysis(fixture::accesses(&sources));
    let map = DataMap::of(&Survey::of_code(&sources, &analysis));
    let lines = map.graph.edge_indices().map(|edge| {
        let (from, to) = map.graph.edge_endpoints(edge).unwrap();
        let data = &map.graph[edge];
        let (from, to) = (map.graph[from].label(), map.graph[to].label());
        format!(
            "{from} -{}-> {to} {:?}",
            data.effect.as_str(),
            data.accesses
        )
    });
    check(
        lines.collect(),
        &expect![[r#"
            posts -read-> src/posts.ts#list [0]
            src/posts.ts#PostStore.save -write-> posts [1]
            src/posts.ts#drop -write-> drafts [2]
            src/posts.ts#drop -write-> posts [3]
            authors -read-> src/posts.ts#(module) [5]
            src/posts.ts#(module) -call-> increment [6]
            src/posts.ts#(module) -write-> audit.events [7]
            src/posts.ts#(module) -use-> avatars [8]
            src/posts.ts#(module) -call-> send-email [9]
            posts -read-> src/posts.ts#(module) [10]
        "#]],
    );
}

#[test]
fn every_target_is_counted_once_for_each_place() {
    let sources = fixture::sources();
    let mut accesses = fixture::accesses(&sources);
    let doubled = accesses[0].clone();
    accesses.push(doubled);
    let analysis = analysis(accesses);
    let survey = Survey::of_code(&sources, &analysis);
    let lines = summary::summaries(&survey, &DataMap::of(&survey))
        .into_iter()
        .map(|summary| {
            let usage = match summary.kind {
                TargetKind::Relation => {
                    format!("{}: {}", summary.usage().as_str(), summary.usage_reason())
                }
                TargetKind::Routine | TargetKind::Bucket | TargetKind::EdgeFunction => {
                    format!("{} places", summary.counts.total())
                }
            };
            format!("{} {usage}", summary.label())
        });
    check(
        lines.collect(),
        &expect![[r#"
            authors read_only: read in 1 place by 1 unit; no resolved access writes it
            drafts write_only: written in 1 place by 1 unit; no resolved access reads it
            audit.events write_only: written in 1 place by 1 unit; no resolved access reads it
            posts read_write: read in 2 places by 2 units and written in 2 places by 2 units
            increment 1 places
            avatars 1 places
            send-email 1 places
        "#]],
    );
}

#[test]
fn a_subscription_alone_is_a_usage_of_its_own() {
    let sources = fixture::sources();
    let accesses = fixture::accesses(&sources);
    let usage_of = |range: std::ops::Range<usize>| {
        let analysis = analysis(accesses[range].to_vec());
        let survey = Survey::of_code(&sources, &analysis);
        summary::summaries(&survey, &DataMap::of(&survey))[0].usage()
    };
    assert_eq!(usage_of(10..11), Usage::SubscribeOnly);
    assert_eq!(usage_of(0..1), Usage::ReadOnly);
    assert_eq!(usage_of(1..2), Usage::WriteOnly);
}

#[test]
fn totals_count_places_not_names() {
    let sources = fixture::sources();
    let totals = Totals::of(&fixture::accesses(&sources));
    assert_eq!(totals.accesses, 8, "`drop` is one place, the wrapper none");
    assert_eq!(totals.resolved, 7);
    assert_eq!(totals.coverage_permille(), 875);
    assert!(totals.covers(87.5) && !totals.covers(87.6));
    assert_eq!((totals.buckets, totals.edge_functions), (1, 1));
    assert_eq!(Totals::default().coverage_permille(), 1000);
}

#[test]
fn triggers_have_their_own_names() {
    let story = Story::new(
        &[],
        "create table posts (id int primary key, title text);
         create table log (at text);
         create function stamp() returns trigger language plpgsql as $$
         begin insert into log values (new.title); return new; end $$;
         create trigger stamped before update on posts for each row execute function stamp();
         create view titles as select title from posts;",
    );
    let map = DataMap::of(&story.survey());
    let mut lines: Vec<String> = map
        .graph
        .edge_indices()
        .map(|edge| {
            let (from, to) = map.graph.edge_endpoints(edge).unwrap();
            let effect = map.graph[edge].effect.as_str();
            let (from, to) = (&map.graph[from], &map.graph[to]);
            format!("{} {effect} {} {}", from.label(), to.kind(), to.label())
        })
        .collect();
    lines.sort();
    check(
        lines,
        &expect![[r#"
            posts fires trigger posts.stamped
            posts read table titles
            posts.stamped call routine stamp
            stamp write table log
        "#]],
    );
}
