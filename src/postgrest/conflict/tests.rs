//! Columns of `onConflict` against the keys of a relation.

use super::problems;
use crate::postgrest::{Served, fixture, request::Request};

#[test]
fn an_upsert_needs_a_unique_key_of_exactly_its_columns() {
    let database = fixture::database(
        "create table keys (
             a int, b int, c int unique, d int, e text, f int,
             primary key (a, b), constraint pair unique (d, e)
         );
         create unique index part on keys (f) where f > 0;
         create unique index expr on keys (lower(e));
         create unique index with_more on keys (f, e) include (a);
         create table bare (a int);
         create view seen as select a, b, c as see, d + 1 as more from keys;",
    );
    let served = Served::new(&database);
    let access = fixture::access();
    let request = Request {
        served: &served,
        access: &access,
        schema: "public",
    };
    let keys = "an upsert needs exactly the columns of a unique constraint or index without a \
                condition: `a,b` or `c` or `d,e` or `e,f`";
    for (relation, text, expected) in [
        ("keys", "a,b", String::new()),
        ("keys", " b , a ", String::new()),
        ("keys", "a,a,b", String::new()),
        ("keys", "c", String::new()),
        ("keys", "\"d\",e", String::new()),
        ("keys", "e,f", String::new()),
        (
            "keys",
            "a",
            format!("ConflictTarget: `a` of `keys` is not unique ({keys})"),
        ),
        (
            "keys",
            "f",
            format!("ConflictTarget: `f` of `keys` is not unique ({keys})"),
        ),
        (
            "keys",
            "e",
            format!("ConflictTarget: `e` of `keys` is not unique ({keys})"),
        ),
        (
            "keys",
            "a, b, c",
            format!("ConflictTarget: `a, b, c` of `keys` are together not unique ({keys})"),
        ),
        (
            "keys",
            "pair",
            "UnknownColumn: column `pair` is not in `keys` (name the columns of the constraint \
             instead: `d,e`)"
                .to_owned(),
        ),
        (
            "keys",
            "A",
            "UnknownColumn: column `A` is not in `keys` (did you mean `a`?)".to_owned(),
        ),
        (
            "keys",
            "a,",
            "InvalidQuery: unexpected end: expected a column behind `,`".to_owned(),
        ),
        (
            "bare",
            "a",
            "ConflictTarget: `a` of `bare` is not unique (`bare` has no unique key at all)"
                .to_owned(),
        ),
        ("seen", "b,a", String::new()),
        ("seen", "see", String::new()),
        (
            "seen",
            "more",
            format!("ConflictTarget: `more` of `seen` is not unique ({keys})"),
        ),
    ] {
        let relation = served.relation("public", relation).unwrap();
        let problems = problems(&request, relation, &fixture::texts(text));
        assert_eq!(fixture::told(&problems), expected, "{text}");
    }
}
