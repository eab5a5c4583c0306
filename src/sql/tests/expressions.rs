//! Expressions, a line each.

use expect_test::expect;

use super::check;

/// Each line is an expression.
fn check_values(lines: &str, expect: expect_test::Expect) {
    let selects: Vec<String> = lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("select {line}"))
        .collect();
    check(&selects.join("\n"), expect);
}

#[test]
fn constants() {
    check_values(
        r"
        null, true, 1, -1, 1.5e3, $2, b'101', x'ff'
        'it''s', E'a\n\x41\u00e9\'', U&'d\0061t\+000061', U&'d!0061' uescape '!', $a$ 'x' $a$
        'a'
        ",
        expect![[r#"
            Query(Query { body: Select(Select { targets: [Null, Boolean(true), Number("1"), Number("-1"), Number("1.5e3"), Parameter(2), BitString("101"), BitString("ff")] }) })
            Query(Query { body: Select(Select { targets: [String("it's"), String("a\nAé'"), String("data"), String("da"), String(" 'x' ")] }) })
            Query(Query { body: Select(Select { targets: [String("a")] }) })
        "#]],
    );
}

#[test]
fn names() {
    check_values(
        r#"
        a, T.A, "T"."a""b", a.b.c, *, t.*, s.t.*
        (a).b, (a).*, (a).b.c, f(x).y, a[1], a[1:2], a[1].b
        U&"d\0061ta", current_date, current_timestamp(3), user
        "#,
        expect![[r#"
            Query(Query { body: Select(Select { targets: [Column(["a"]), Column(["t", "a"]), Column(["T", "a\"b"]), Column(["a", "b", "c"]), Star([]), Star(["t"]), Star(["s", "t"])] }) })
            Query(Query { body: Select(Select { targets: [Field(Column(["a"]), "b"), FieldStar(Column(["a"])), Field(Field(Column(["a"]), "b"), "c"), Field(Call(Call { name: Name { name: "f" }, arguments: [Column(["x"])] }), "y"), Index(Column(["a"]), Number("1")), Slice(Column(["a"])), Field(Index(Column(["a"]), Number("1")), "b")] }) })
            Query(Query { body: Select(Select { targets: [Column(["data"]), Current("current_date"), Current("current_timestamp"), Current("user")] }) })
        "#]],
    );
}

#[test]
fn operators_by_precedence() {
    check_values(
        r"
        a and b and c or not d and e
        a || b || c
        a -> 'b' ->> 'c' = 'd'
        a + b * c - d
        a + 1 between 2 and 3 and b
        a not between 1 and 2 or b
        not a = b
        - a ^ 2
        a is null and b is not true
        a is distinct from b
        a like b || '%' escape '!'
        a not ilike b, a similar to b
        a::text || b::int[]
        a at time zone 'utc' > b
        a operator(pg_catalog.+) b, @ a
        a in (1, 2) and b not in (select 1)
        a = any (array[1]) and b <> all (select 1)
        a collate c < b
        (a or (b or c)) and ((d))
        ",
        expect![[r#"
            Query(Query { body: Select(Select { targets: [Or([And([Column(["a"]), Column(["b"]), Column(["c"])]), And([Not(Column(["d"])), Column(["e"])])])] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "||" }, left: Some(Operator { operator: Operator { symbol: "||" }, left: Some(Column(["a"])), right: Some(Column(["b"])) }), right: Some(Column(["c"])) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "=" }, left: Some(Operator { operator: Operator { symbol: "->>" }, left: Some(Operator { operator: Operator { symbol: "->" }, left: Some(Column(["a"])), right: Some(String("b")) }), right: Some(String("c")) }), right: Some(String("d")) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "-" }, left: Some(Operator { operator: Operator { symbol: "+" }, left: Some(Column(["a"])), right: Some(Operator { operator: Operator { symbol: "*" }, left: Some(Column(["b"])), right: Some(Column(["c"])) }) }), right: Some(Column(["d"])) }] }) })
            Query(Query { body: Select(Select { targets: [And([Between { value: Operator { operator: Operator { symbol: "+" }, left: Some(Column(["a"])), right: Some(Number("1")) }, low: Number("2"), high: Number("3") }, Column(["b"])])] }) })
            Query(Query { body: Select(Select { targets: [Or([Between { value: Column(["a"]), low: Number("1"), high: Number("2"), negated: true }, Column(["b"])])] }) })
            Query(Query { body: Select(Select { targets: [Not(Operator { operator: Operator { symbol: "=" }, left: Some(Column(["a"])), right: Some(Column(["b"])) })] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "^" }, left: Some(Operator { operator: Operator { symbol: "-" }, right: Some(Column(["a"])) }), right: Some(Number("2")) }] }) })
            Query(Query { body: Select(Select { targets: [And([IsTest(Column(["a"]), Null), IsTest(Column(["b"]), NotTrue)])] }) })
            Query(Query { body: Select(Select { targets: [Distinct { left: Column(["a"]), right: Column(["b"]) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "~~" }, left: Some(Column(["a"])), right: Some(Call(Call { name: Name { schema: Some("pg_catalog"), name: "like_escape" }, arguments: [Operator { operator: Operator { symbol: "||" }, left: Some(Column(["b"])), right: Some(String("%")) }, String("!")] })) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "!~~*" }, left: Some(Column(["a"])), right: Some(Column(["b"])) }, Operator { operator: Operator { symbol: "~" }, left: Some(Column(["a"])), right: Some(Call(Call { name: Name { schema: Some("pg_catalog"), name: "similar_to_escape" }, arguments: [Column(["b"])] })) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "||" }, left: Some(Cast(Column(["a"]), TypeName { name: Name { name: "text" } })), right: Some(Cast(Column(["b"]), TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" }, array: true })) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: ">" }, left: Some(Call(Call { name: Name { schema: Some("pg_catalog"), name: "timezone" }, arguments: [String("utc"), Column(["a"])] })), right: Some(Column(["b"])) }] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { schema: Some("pg_catalog"), symbol: "+" }, left: Some(Column(["a"])), right: Some(Column(["b"])) }, Operator { operator: Operator { symbol: "@" }, right: Some(Column(["a"])) }] }) })
            Query(Query { body: Select(Select { targets: [And([InList { value: Column(["a"]), list: [Number("1"), Number("2")] }, InQuery { value: Column(["b"]), query: Query { body: Select(Select { targets: [Number("1")] }) }, negated: true }])] }) })
            Query(Query { body: Select(Select { targets: [And([AnyArray { left: Column(["a"]), operator: Operator { symbol: "=" }, array: Array([Number("1")]) }, AnyQuery { left: Column(["b"]), operator: Operator { symbol: "<>" }, query: Query { body: Select(Select { targets: [Number("1")] }) } }])] }) })
            Query(Query { body: Select(Select { targets: [Operator { operator: Operator { symbol: "<" }, left: Some(Collate(Column(["a"]), Name { name: "c" })), right: Some(Column(["b"])) }] }) })
            Query(Query { body: Select(Select { targets: [And([Or([Column(["a"]), Column(["b"]), Column(["c"])]), Column(["d"])])] }) })
        "#]],
    );
}

#[test]
fn calls() {
    check_values(
        r"
        count(*) filter (where a), f(distinct a, b order by c), s.f(x => 1, variadic b)
        sum(a) over (partition by b order by c), rank() over w
        percentile_cont(0.5) within group (order by a)
        coalesce(a, b), greatest(a, b), nullif(a, b), grouping(a)
        extract(year from a), position(a in b), substring(a from 1 for 2), substring(a, 1), trim(leading 'x' from a), overlay(a placing b from 1)
        json_object('a', 1), xmlelement(name a, b)
        ",
        expect![[r#"
            Query(Query { body: Select(Select { targets: [Call(Call { name: Name { name: "count" }, star: true, filter: Some(Column(["a"])) }), Call(Call { name: Name { name: "f" }, arguments: [Column(["a"]), Column(["b"])], distinct: true, order_by: [Column(["c"])] }), Call(Call { name: Name { schema: Some("s"), name: "f" }, arguments: [Argument { name: Some("x"), value: Number("1") }, Column(["b"]), variadic: true] })] }) })
            Query(Query { body: Select(Select { targets: [Call(Call { name: Name { name: "sum" }, arguments: [Column(["a"])], over: Some(Window { partition_by: [Column(["b"])], order_by: [Column(["c"])] }) }), Call(Call { name: Name { name: "rank" }, over: Some(Window { name: Some("w") }) })] }) })
            Query(Query { body: Select(Select { targets: [Call(Call { name: Name { name: "percentile_cont" }, arguments: [Number("0.5")], within_group: [Column(["a"])] })] }) })
            Query(Query { body: Select(Select { targets: [Coalesce([Column(["a"]), Column(["b"])]), Extreme([Column(["a"]), Column(["b"])]), NullIf(Column(["a"]), Column(["b"])), Cast(Other([Column(["a"])]), TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" } })] }) })
            Query(Query { body: Select(Select { targets: [Call(Call { name: Name { schema: Some("pg_catalog"), name: "extract" }, arguments: [String("year"), Column(["a"])] }), Call(Call { name: Name { schema: Some("pg_catalog"), name: "position" }, arguments: [Column(["b"]), Column(["a"])] }), Call(Call { name: Name { schema: Some("pg_catalog"), name: "substring" }, arguments: [Column(["a"]), Number("1"), Number("2")] }), Call(Call { name: Name { name: "substring" }, arguments: [Column(["a"]), Number("1")] }), Call(Call { name: Name { schema: Some("pg_catalog"), name: "ltrim" }, arguments: [Column(["a"]), String("x")] }), Call(Call { name: Name { schema: Some("pg_catalog"), name: "overlay" }, arguments: [Column(["a"]), Column(["b"]), Number("1")] })] }) })
            Query(Query { body: Select(Select { targets: [Call(Call { name: Name { name: "json_object" }, arguments: [String("a"), Number("1")] }), Cast(Other([Column(["b"])]), TypeName { name: Name { schema: Some("pg_catalog"), name: "xml" } })] }) })
        "#]],
    );
}

#[test]
fn constructors() {
    check_values(
        r"
        cast(a as numeric(10, 2)), date '2020-01-01', interval '1' year, interval(3) '1'
        case a when 1 then 2 else 3 end, case when a then b end
        array[1, 2], array[[1], [2]], array(select 1), row(1, 2), (1, 2), exists (select 1), (select 1)
        ",
        expect![[r#"
            Query(Query { body: Select(Select { targets: [Cast(Column(["a"]), TypeName { name: Name { schema: Some("pg_catalog"), name: "numeric" }, modifiers: [Number("10"), Number("2")] }), Cast(String("2020-01-01"), TypeName { name: Name { name: "date" } }), Cast(String("1"), TypeName { name: Name { schema: Some("pg_catalog"), name: "interval" }, modifiers: [String("year")] }), Cast(String("1"), TypeName { name: Name { schema: Some("pg_catalog"), name: "interval" }, modifiers: [Number("3")] })] }) })
            Query(Query { body: Select(Select { targets: [Case { operand: Some(Column(["a"])), branches: [(Number("1"), Number("2"))], otherwise: Some(Number("3")) }, Case { branches: [(Column(["a"]), Column(["b"]))] }] }) })
            Query(Query { body: Select(Select { targets: [Array([Number("1"), Number("2")]), Array([Array([Number("1")]), Array([Number("2")])]), ArrayQuery(Query { body: Select(Select { targets: [Number("1")] }) }), Row([Number("1"), Number("2")]), Row([Number("1"), Number("2")]), Exists(Query { body: Select(Select { targets: [Number("1")] }) }), Subquery(Query { body: Select(Select { targets: [Number("1")] }) })] }) })
        "#]],
    );
}

#[test]
fn types() {
    check(
        r#"
        create table t (a int, b bigint[], c character varying(20), d char, e timestamp(3) with time zone, f double precision, g float(3), h "char", i s.t, j text array[3], k interval day to second(2), l bit, m serial, n decimal(3), "N" "Mixed")
        create function f(a setof int, b t.c%type) returns setof r language c as 'x'
        "#,
        expect![[r#"
            CreateTable(CreateTable { name: Name { name: "t" }, elements: [Column(ColumnDefinition { name: "a", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" } }) }), Column(ColumnDefinition { name: "b", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "int8" }, array: true }) }), Column(ColumnDefinition { name: "c", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "varchar" }, modifiers: [Number("20")] }) }), Column(ColumnDefinition { name: "d", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "bpchar" }, modifiers: [Number("1")] }) }), Column(ColumnDefinition { name: "e", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "timestamptz" }, modifiers: [Number("3")] }) }), Column(ColumnDefinition { name: "f", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "float8" } }) }), Column(ColumnDefinition { name: "g", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "float4" } }) }), Column(ColumnDefinition { name: "h", data_type: Some(TypeName { name: Name { name: "char" } }) }), Column(ColumnDefinition { name: "i", data_type: Some(TypeName { name: Name { schema: Some("s"), name: "t" } }) }), Column(ColumnDefinition { name: "j", data_type: Some(TypeName { name: Name { name: "text" }, array: true }) }), Column(ColumnDefinition { name: "k", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "interval" }, modifiers: [String("day to second"), Number("2")] }) }), Column(ColumnDefinition { name: "l", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "bit" }, modifiers: [Number("1")] }) }), Column(ColumnDefinition { name: "m", data_type: Some(TypeName { name: Name { name: "serial" } }) }), Column(ColumnDefinition { name: "n", data_type: Some(TypeName { name: Name { schema: Some("pg_catalog"), name: "numeric" }, modifiers: [Number("3")] }) }), Column(ColumnDefinition { name: "N", data_type: Some(TypeName { name: Name { name: "Mixed" } }) })] })
            CreateRoutine(CreateRoutine { name: Name { name: "f" }, kind: Function, parameters: [Parameter { name: Some("a"), mode: In, data_type: TypeName { name: Name { schema: Some("pg_catalog"), name: "int4" }, set_of: true } }, Parameter { name: Some("b"), mode: In, data_type: TypeName { name: Name { name: "t" }, like: Some(Column("c")) } }], returns: Some(Type(TypeName { name: Name { name: "r" }, set_of: true })), language: Some("c"), body: Some(Opaque("x")) })
        "#]],
    );
}
