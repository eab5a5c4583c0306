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
        expect![[r#""#]],
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
        expect![[r#""#]],
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
        expect![[r#""#]],
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
        expect![[r#""#]],
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
        expect![[r#""#]],
    );
}

#[test]
fn types() {
    check(
        r#"
        create table t (a int, b bigint[], c character varying(20), d char, e timestamp(3) with time zone, f double precision, g float(3), h "char", i s.t, j text array[3], k interval day to second(2), l bit, m serial, n decimal(3), "N" "Mixed")
        create function f(a setof int, b t.c%type) returns setof r language c as 'x'
        "#,
        expect![[r#""#]],
    );
}
