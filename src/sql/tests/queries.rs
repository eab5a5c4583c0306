//! Queries and changes of rows.

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
        expect![[r#"
            Query(Query { body: Select(Select { distinct_on: [Column(["a"])], targets: [Column(["a"]), alias: Some("x"), Column(["b"]), alias: Some("y")], from: [FromItem { kind: Relation(Name { name: "t" }) }], filter: Some(Column(["c"])), group_by: [Column(["a"]), Column(["b"])], having: Some(Column(["d"])), windows: [("w", Window { order_by: [Column(["e"])] })] }), order_by: [Column(["f"])], limits: [Number("1"), Number("2")] })
            Query(Query { body: Select(Select { targets: [Column(["a"])], into: Some(Name { name: "u" }), from: [FromItem { kind: Relation(Name { name: "t" }) }] }) })
            Query(Query { body: Table(Name { schema: Some("s"), name: "t" }) })
            Query(Query { body: Values(Values { rows: [[Number("1"), String("a")], [Number("2"), Default]], count: 2 }) })
            Query(Query { body: Select(Select { targets: [Number("1")] }), order_by: [Number("1")], limits: [Number("1")] })
        "#]],
    );
}

#[test]
fn sets_and_common_tables() {
    check(
        r"
        with recursive a (x) as (select 1 union all select x from a), b as (insert into t values (1) returning id) select 1 union select 2 order by 1
        with a as (select 1) search depth first by x set y cycle z set c using d select 1
        ",
        expect![[r#"
            Query(Query { with: Some(With { recursive: true, tables: [CommonTable { name: "a", columns: ["x"], body: Query(Query { body: Set(Query { body: Select(Select { targets: [Number("1")] }) }, Query { body: Select(Select { targets: [Column(["x"])], from: [FromItem { kind: Relation(Name { name: "a" }) }] }) }) }) }, CommonTable { name: "b", body: Change(Change { kind: Insert(Insert { source: Some(Query { body: Values(Values { rows: [[Number("1")]], count: 1 }) }) }), target: Name { name: "t" }, returning: [Column(["id"])] }) }] }), body: Set(Query { body: Select(Select { targets: [Number("1")] }) }, Query { body: Select(Select { targets: [Number("2")] }) }), order_by: [Number("1")] })
            Query(Query { with: Some(With { tables: [CommonTable { name: "a", body: Query(Query { body: Select(Select { targets: [Number("1")] }) }), added: ["y", "c", "d"] }] }), body: Select(Select { targets: [Number("1")] }) })
        "#]],
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
        expect![[r#"
            Query(Query { body: Select(Select { from: [FromItem { kind: Relation(Name { schema: Some("s"), name: "t" }), alias: Some(Alias { name: Some("x"), columns: ["a", "b"] }) }, FromItem { kind: Subquery(Query { body: Select(Select { targets: [Number("1")] }) }), alias: Some(Alias { name: Some("y") }), lateral: true }, FromItem { kind: Function { calls: [FromCall { value: Call(Call { name: Name { name: "f" }, arguments: [Number("1")] }) }], ordinality: true }, alias: Some(Alias { name: Some("z") }) }, FromItem { kind: Function { calls: [FromCall { value: Call(Call { name: Name { name: "g" } }) }] }, alias: Some(Alias { definitions: [ColumnDefinition { name: "a", data_type: TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" } } }] }) }, FromItem { kind: Function { calls: [FromCall { value: Call(Call { name: Name { name: "f" } }), columns: [ColumnDefinition { name: "a", data_type: TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" } } }] }, FromCall { value: Call(Call { name: Name { name: "g" } }) }] }, alias: Some(Alias { name: Some("r") }) }] }) })
            Query(Query { body: Select(Select { from: [FromItem { kind: Join(Join { left: FromItem { kind: Join(Join { left: FromItem { kind: Join(Join { left: FromItem { kind: Relation(Name { name: "a" }) }, right: FromItem { kind: Relation(Name { name: "b" }) }, kind: Cross }) }, right: FromItem { kind: Relation(Name { name: "c" }) }, kind: Left, condition: On(Column(["d"])) }) }, right: FromItem { kind: Relation(Name { name: "e" }) }, kind: Inner, condition: Natural }) }] }) })
            Query(Query { body: Select(Select { from: [FromItem { kind: Join(Join { left: FromItem { kind: Relation(Name { name: "a" }) }, right: FromItem { kind: Join(Join { left: FromItem { kind: Relation(Name { name: "b" }) }, right: FromItem { kind: Relation(Name { name: "c" }) }, kind: Inner, condition: On(Column(["d"])) }) }, kind: Inner, condition: Using(["e"], Some("f")) }) }] }) })
            Query(Query { body: Select(Select { from: [FromItem { kind: Join(Join { left: FromItem { kind: Relation(Name { name: "a" }) }, right: FromItem { kind: Relation(Name { name: "b" }) }, kind: Inner, condition: On(Boolean(true)) }), alias: Some(Alias { name: Some("j") }) }] }) })
            Query(Query { body: Select(Select { from: [FromItem { kind: Table { columns: [("a", Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" } })), ("c", None)], operands: [String("x"), Column(["y"]), String("b")] }, alias: Some(Alias { name: Some("x") }) }] }) })
        "#]],
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
        expect![[r#"
            Change(Change { kind: Insert(Insert { columns: ["a", "b"], source: Some(Query { body: Values(Values { rows: [[Number("1"), Default]], count: 1 }) }), conflict: Some(Conflict { target: [Column(["a"]), Call(Call { name: Name { name: "lower" }, arguments: [Column(["b"])] })], target_filter: Some(Column(["c"])), assignments: [Assignment { columns: ["a"], value: Column(["excluded", "a"]) }, Assignment { columns: ["b", "c"], value: Row([Number("1"), Number("2")]) }], filter: Some(Column(["d"])) }) }), target: Name { schema: Some("s"), name: "t" }, alias: Some("u"), returning: [Star([])] })
            Change(Change { kind: Insert(Insert { conflict: Some(Conflict { constraint: Some("k") }) }), target: Name { name: "t" } })
            Change(Change { kind: Update(Update { assignments: [Assignment { columns: ["a"], value: Number("1") }, Assignment { columns: ["b", "c"], value: Subquery(Query { body: Select(Select { targets: [Number("1"), Number("2")] }) }) }], from: [FromItem { kind: Relation(Name { name: "v" }) }], filter: Some(Column(["w"])) }), target: Name { name: "t" }, alias: Some("u"), returning: [Column(["u", "a"])] })
            Change(Change { kind: Delete(Delete { using: [FromItem { kind: Relation(Name { name: "u" }) }], filter: Some(Column(["v"])) }), target: Name { name: "t" } })
            Change(Change { kind: Merge(Merge { source: FromItem { kind: Relation(Name { name: "s" }) }, condition: Column(["a"]), assignments: [Assignment { columns: ["b"], value: Number("1") }], inserted: [(["c"], [Number("2")])] }), target: Name { name: "t" } })
            Truncate { tables: [Name { name: "a" }, Name { name: "b" }], cascade: true }
            Copy { target: Some(Name { name: "t" }), columns: ["a"] }
            Copy { query: Some(Query { body: Select(Select { targets: [Number("1")] }) }) }
            Call { name: Name { schema: Some("s"), name: "p" }, arguments: [Number("1"), Argument { name: Some("a"), value: Number("2") }] }
            RefreshMaterializedView(Name { name: "m" })
        "#]],
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
