use expect_test::expect;

use super::{check, statements};
use crate::sql::{
    query::{FromKind, JoinCondition, JoinKind, QueryBody, Values},
    statement::Statement,
};

#[test]
fn selects() {
    check(
        r"
        select distinct on (a) a x, b as y from t where c group by a, rollup(b) having d window w as (order by e) order by f desc limit 1 offset 2
        select a into temp u from t
        table s.t
        values (1, 'a'), (2, default)
        (select 1 limit 1) order by 1
        ",
        expect![[r#""#]],
    );
}

#[test]
fn sets_and_common_tables() {
    check(
        r"
        with recursive a (x) as (select 1 union all select x from a), b as (insert into t values (1) returning id) select 1 union select 2 order by 1
        with a as (select 1) search depth first by x set y cycle z set c using d select 1
        ",
        expect![[r#""#]],
    );
}

#[test]
fn from_items() {
    check(
        r"
        select from only s.t as x (a, b), lateral (select 1) y, f(1) with ordinality z, g() as (a int), rows from (f() as (a int), g()) r
        select from a cross join b left join c on d natural join e
        select from a join b join c on d using (e) as f
        select from (a join b on true) as j
        select from xmltable('x' passing y columns a int path 'b', c for ordinality) x
        ",
        expect![[r#""#]],
    );
}

#[test]
fn changes() {
    check(
        r"
        insert into s.t as u (a, b[1]) values (1, default) on conflict (a, lower(b)) where c do update set a = excluded.a, (b, c) = (1, 2) where d returning *
        insert into t default values on conflict on constraint k do nothing
        update only t u set a = 1, (b, c) = (select 1, 2) from v where w returning u.a
        delete from t using u where v
        merge into t using s on a when matched then update set b = 1 when not matched then insert (c) values (2)
        truncate a, only b cascade
        copy t (a) from 'x'
        copy (select 1) to stdout
        call s.p(1, a => 2)
        refresh materialized view concurrently m
        ",
        expect![[r#""#]],
    );
}

/// The parser nests joins without a condition on the right; Postgres does on the left, so that `ON`
/// can name the first table.
#[test]
fn joins_nest_on_the_left() {
    let items = statements("select * from a cross join b left join c on a.x = c.x");
    let Statement::Query(query) = &items[0].statement else {
        panic!("{items:?}");
    };
    let QueryBody::Select(select) = &query.body else {
        panic!("{query:?}");
    };
    let FromKind::Join(join) = &select.from[0].kind else {
        panic!("{select:?}");
    };
    assert_eq!(join.kind, JoinKind::Left);
    assert!(matches!(join.condition, JoinCondition::On(_)));
    assert!(matches!(&join.left.kind, FromKind::Join(left) if left.kind == JoinKind::Cross));
}

#[test]
fn only_the_first_rows_are_kept() {
    let rows = vec!["(1, 'x')"; 1000].join(", ");
    let items = statements(&format!("values {rows}"));
    let Statement::Query(query) = &items[0].statement else {
        panic!("{items:?}");
    };
    let QueryBody::Values(values) = &query.body else {
        panic!("{query:?}");
    };
    assert_eq!((values.rows.len(), values.count), (Values::MOST, 1000));
}
