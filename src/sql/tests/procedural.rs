//! Bodies in PL/pgSQL and SQL.

use expect_test::expect;

use super::{check, statements};
use crate::sql::{
    procedural::{Block, StepKind},
    statement::{Body, Statement},
};

/// The block of the only statement of a text.
fn block(sql: &str) -> Block {
    let items = statements(sql);
    match items.into_iter().next().map(|item| item.statement) {
        Some(Statement::Do(Body::Procedural(block))) => *block,
        Some(Statement::CreateRoutine(routine)) => match routine.body {
            Some(Body::Procedural(block)) => *block,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn declarations() {
    check(
        "do $$ <<l>> declare a int := 1; b constant text not null default 'x'; c alias for a; d cursor for select 1; e t%rowtype; f t.a%type[]; declare g record; begin null; end l $$",
        expect![[r#"
            Do(Procedural(Block { label: Some("l"), declarations: [Declaration { name: "a", kind: Variable { data_type: TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" } }, value: Some(Number("1")) } }, Declaration { name: "b", kind: Variable { data_type: TypeName { name: Name { name: "text" } }, value: Some(String("x")) } }, Declaration { name: "c", kind: Alias("a") }, Declaration { name: "d", kind: Cursor(Query { body: Select(Select { targets: [Number("1")] }) }) }, Declaration { name: "e", kind: Variable { data_type: TypeName { name: Name { name: "t" }, like: Some(Row) } } }, Declaration { name: "f", kind: Variable { data_type: TypeName { name: Name { name: "t" }, array: true, like: Some(Column("a")) } } }, Declaration { name: "g", kind: Variable { data_type: TypeName { name: Name { name: "record" } } } }], body: [Step { kind: Null }] }))
        "#]],
    );
}

#[test]
fn steps() {
    check(
        r"
        do $$ begin a := 1; new.b[1] := now(); x := count(*) from t; end $$
        do $$ begin if a then null; elsif b then return; else return 1; end if; case a when 1, 2 then null; else null; end case; end $$
        do $$ begin <<l>> loop exit l when a; continue; end loop; while a loop null; end loop; for i in reverse 1..10 by 2 loop null; end loop; end $$
        do $$ begin for r in select 1 loop null; end loop; for r, s in execute 'x' using a loop null; end loop; for r in c loop null; end loop; foreach x in array a loop null; end loop; for r in insert into t values (1) returning a loop null; end loop; end $$
        do $$ begin execute 'x' into strict a, b.c using d; perform f(); call p(); commit; rollback; assert a; end $$
        do $$ begin raise exception 'a %', b using errcode = '23505'; raise notice 'x'; raise unique_violation; raise sqlstate '22012'; raise; end $$
        do $$ begin return next a; return query select 1; return query execute 'x' using a; get diagnostics a = row_count; open c for select 1; fetch c into a; end $$
        do $$ begin begin null; exception when unique_violation or sqlstate '22000' then null; when others then raise; end; end $$
        ",
        expect![[r#"
            Do(Procedural(Block { body: [Step { kind: Assign { target: ["a"], value: Number("1") } }, Step { kind: Assign { target: ["new", "b"], value: Call(Call { name: Name { name: "now" } }) } }, Step { kind: Assign { target: ["x"], value: Subquery(Query { body: Select(Select { targets: [Call(Call { name: Name { name: "count" }, star: true })], from: [FromItem { kind: Relation(Name { name: "t" }) }] }) }) } }] }))
            Do(Procedural(Block { body: [Step { kind: If { branches: [(Column(["a"]), [Step { kind: Null }]), (Column(["b"]), [Step { kind: Return(None) }])], otherwise: [Step { kind: Return(Some(Number("1"))) }] } }, Step { kind: Case { subject: Some(Column(["a"])), branches: [([Number("1"), Number("2")], [Step { kind: Null }])], otherwise: Some([Step { kind: Null }]) } }] }))
            Do(Procedural(Block { body: [Step { kind: Loop { label: Some("l"), kind: Endless, body: [Step { kind: Exit { label: Some("l"), when: Some(Column(["a"])) } }, Step { kind: Continue {} }] } }, Step { kind: Loop { kind: While(Column(["a"])), body: [Step { kind: Null }] } }, Step { kind: Loop { kind: Range { variable: "i", low: Number("1"), high: Number("10"), step: Some(Number("2")), reverse: true }, body: [Step { kind: Null }] } }] }))
            Do(Procedural(Block { body: [Step { kind: Loop { kind: Query { variables: ["r"], query: Query { body: Select(Select { targets: [Number("1")] }) } }, body: [Step { kind: Null }] } }, Step { kind: Loop { kind: Execute { variables: ["r", "s"], command: String("x"), using: [Column(["a"])] }, body: [Step { kind: Null }] } }, Step { kind: Loop { kind: Cursor { variables: ["r"], cursor: "c" }, body: [Step { kind: Null }] } }, Step { kind: Loop { kind: Each { variables: ["x"], array: Column(["a"]) }, body: [Step { kind: Null }] } }, Step { kind: Loop { kind: Query { variables: ["r"], query: Query { with: Some(With { tables: [CommonTable { name: "change", body: Change(Change { kind: Insert(Insert { source: Some(Query { body: Values(Values { rows: [[Number("1")]], count: 1 }) }) }), target: Name { name: "t" }, returning: [Column(["a"])] }) }] }), body: Table(Name { name: "change" }) } }, body: [Step { kind: Null }] } }] }))
            Do(Procedural(Block { body: [Step { kind: Execute { command: String("x"), into: [["a"], ["b", "c"]], using: [Column(["d"])] } }, Step { kind: Sql { statement: Query(Query { body: Select(Select { targets: [Call(Call { name: Name { name: "f" } })] }) }) } }, Step { kind: Sql { statement: Call { name: Name { name: "p" } } } }, Step { kind: Commit }, Step { kind: Rollback }, Step { kind: Assert(Column(["a"])) }] }))
            Do(Procedural(Block { body: [Step { kind: Raise(Raise { is_exception: true, condition: Some("23505"), message: Some("a %"), parameters: [Column(["b"])] }) }, Step { kind: Raise(Raise { message: Some("x") }) }, Step { kind: Raise(Raise { is_exception: true, condition: Some("unique_violation") }) }, Step { kind: Raise(Raise { is_exception: true, condition: Some("22012") }) }, Step { kind: Raise(Raise { is_exception: true }) }] }))
            Do(Procedural(Block { body: [Step { kind: ReturnNext(Some(Column(["a"]))) }, Step { kind: ReturnQuery(Query { body: Select(Select { targets: [Number("1")] }) }) }, Step { kind: ReturnExecute { command: String("x"), using: [Column(["a"])] } }, Step { kind: Diagnostics(["a"]) }, Step { kind: Cursor { query: Some(Query { body: Select(Select { targets: [Number("1")] }) }) } }, Step { kind: Cursor { into: [["a"]] } }] }))
            Do(Procedural(Block { body: [Step { kind: Block(Block { body: [Step { kind: Null }], handlers: [Handler { conditions: ["unique_violation", "22000"], body: [Step { kind: Null }] }, Handler { conditions: ["others"], body: [Step { kind: Raise(Raise { is_exception: true }) }] }] }) }] }))
        "#]],
    );
}

#[test]
fn into_is_taken_out_of_statements() {
    check(
        r"
        do $$ begin select a, b into strict x, y.z from t; select into x a; insert into t values (1) returning id into x; end $$
        do $$ begin with c as (insert into t select 1 returning 2) select * into x from c; delete from t returning a into b; end $$
        ",
        expect![[r#"
            Do(Procedural(Block { body: [Step { kind: Sql { statement: Query(Query { body: Select(Select { targets: [Column(["a"]), Column(["b"])], from: [FromItem { kind: Relation(Name { name: "t" }) }] }) }), into: [["x"], ["y", "z"]] } }, Step { kind: Sql { statement: Query(Query { body: Select(Select { targets: [Column(["a"])] }) }), into: [["x"]] } }, Step { kind: Sql { statement: Change(Change { kind: Insert(Insert { source: Some(Query { body: Values(Values { rows: [[Number("1")]], count: 1 }) }) }), target: Name { name: "t" }, returning: [Column(["id"])] }), into: [["x"]] } }] }))
            Do(Procedural(Block { body: [Step { kind: Sql { statement: Query(Query { with: Some(With { tables: [CommonTable { name: "c", body: Change(Change { kind: Insert(Insert { source: Some(Query { body: Select(Select { targets: [Number("1")] }) }) }), target: Name { name: "t" }, returning: [Number("2")] }) }] }), body: Select(Select { targets: [Star([])], from: [FromItem { kind: Relation(Name { name: "c" }) }] }) }), into: [["x"]] } }, Step { kind: Sql { statement: Change(Change { kind: Delete(Delete {}), target: Name { name: "t" }, returning: [Column(["a"])] }), into: [["b"]] } }] }))
        "#]],
    );
}

#[test]
fn spans_are_of_the_file() {
    for sql in [
        "do $$ begin perform target; end $$",
        "do $a$ begin perform target; end $a$",
        "do 'begin perform ''x'', target; end'",
        r"do E'begin\n perform \'x\', target; end'",
    ] {
        let block = block(sql);
        let StepKind::Sql { statement, .. } = &block.body[0].kind else {
            panic!("{block:?}");
        };
        let Statement::Query(query) = &**statement else {
            panic!("{statement:?}");
        };
        let crate::sql::query::QueryBody::Select(select) = &query.body else {
            panic!("{query:?}");
        };
        let span = select.targets.last().unwrap().value.span;
        assert_eq!(&sql[span.range()], "target", "{sql}");
    }
}

#[test]
fn errors_of_bodies() {
    let check = |body: &str, expected: &str| {
        let sql = format!("create function f() returns int language plpgsql as $$ {body} $$");
        let errors = block(&sql).errors;
        let first = errors.first().map(|(_, message)| message.as_str());
        assert_eq!(first, Some(expected), "{body}");
    };
    check("begin retrun 1; end", "syntax error at or near \"retrun\"");
    check(
        "begin select 1 from t wher a; end",
        "syntax error at or near \"a\"",
    );
    check(
        "begin if a then return 1; end;",
        "syntax error at or near \";\"",
    );
    check(
        "declare a int begin null; end",
        "syntax error at or near \"begin\"",
    );
    check(
        "begin raise notice 'a %'; end",
        "too few parameters specified for RAISE",
    );
    check(
        "begin raise notice 'a %%', b; end",
        "too many parameters specified for RAISE",
    );
    assert!(
        block("do $$ begin raise notice 'a % %%', b; end $$")
            .errors
            .is_empty()
    );
}
