//! Which operators a type has.
//!
//! Asked of Postgres 15 through PostgREST 12 for every type and operator; a text is compared as
//! whatever type the column has.

use super::types::Kind;
use crate::select::operation::{Operator, Quantifier};

/// Whether a type has an operator.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Support {
    /// It has, or that is not known.
    Has,
    /// Postgres answers 42883, 42725, 42704, 42804 or 0A000.
    Lacks,
}

/// Whether columns of a type can be compared with an operator.
pub(super) fn support(kind: &Kind, operator: Operator, quantifier: Option<Quantifier>) -> Support {
    let has = match kind {
        Kind::Unknown => true,
        // What is asked for null may be an embed of the name.
        Kind::Set => operator == Operator::Is,
        _ => has(kind, operator, quantifier),
    };
    if has { Support::Has } else { Support::Lacks }
}

fn has(kind: &Kind, operator: Operator, quantifier: Option<Quantifier>) -> bool {
    match operator {
        Operator::In => is_comparable(kind) && !matches!(kind, Kind::Array(_)),
        Operator::Eq
        | Operator::Neq
        | Operator::Gt
        | Operator::Gte
        | Operator::Lt
        | Operator::Lte
        | Operator::IsDistinct => {
            // Postgres has no arrays of arrays.
            let has_array = quantifier.is_none() || !matches!(kind, Kind::Array(_));
            is_comparable(kind) && has_array
        }
        Operator::Like => matches!(kind, Kind::Text { .. } | Kind::Bytea),
        Operator::Ilike | Operator::Match | Operator::Imatch => {
            matches!(kind, Kind::Text { .. })
        }
        // Which values are allowed depends on the value: see `takes_is`.
        Operator::Is => true,
        // From PostgREST 13 on, JSON is searched, too.
        Operator::Fts | Operator::Plfts | Operator::Phfts | Operator::Wfts => matches!(
            kind,
            Kind::Text { .. } | Kind::TsVector | Kind::Json | Kind::Jsonb | Kind::EitherJson
        ),
        Operator::Cs | Operator::Cd => {
            is_set(kind)
                || matches!(
                    kind,
                    Kind::Jsonb | Kind::EitherJson | Kind::TsQuery | Kind::Polygon | Kind::Box
                )
        }
        Operator::Ov => is_set(kind) || matches!(kind, Kind::Network | Kind::Polygon | Kind::Box),
        Operator::Sl | Operator::Sr => {
            is_range(kind)
                || matches!(
                    kind,
                    Kind::Network | Kind::Point | Kind::Polygon | Kind::Box
                )
        }
        Operator::Nxr | Operator::Nxl => {
            is_range(kind) || matches!(kind, Kind::Polygon | Kind::Box)
        }
        Operator::Adj => is_range(kind),
    }
}

/// Whether `is` may compare the type with a word other than null.
pub(super) fn takes_truth(kind: &Kind) -> bool {
    matches!(kind, Kind::Boolean | Kind::Set | Kind::Unknown)
}

/// Whether rows can be ordered by values of a type.
pub(super) fn has_order(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Json | Kind::Xml | Kind::Point | Kind::Polygon | Kind::Box
    )
}

/// What an operator can be used on, and what may be meant instead.
pub(super) fn advice(kind: &Kind, operator: Operator) -> Option<&'static str> {
    if *kind == Kind::Set {
        return Some("no row can be chosen by a function that gives any number of values");
    }
    match operator {
        Operator::Like | Operator::Ilike | Operator::Match | Operator::Imatch => match kind {
            Kind::Json | Kind::Jsonb | Kind::EitherJson => {
                Some("patterns work on text: reach into the JSON with `->>`")
            }
            _ => Some("patterns work on text only; compare with `eq` or `in`"),
        },
        Operator::Cs | Operator::Cd => match kind {
            Kind::Json => Some("`json` has no containment; `jsonb` has"),
            _ => Some("containment works on arrays, ranges and `jsonb`; compare with `eq` or `in`"),
        },
        Operator::Ov => Some("overlap works on arrays and ranges; compare with `eq` or `in`"),
        Operator::Sl | Operator::Sr | Operator::Nxr | Operator::Nxl | Operator::Adj => {
            Some("this works on ranges; compare with `gt` or `lt`")
        }
        Operator::Fts | Operator::Plfts | Operator::Phfts | Operator::Wfts => {
            Some("text search works on `tsvector` and text")
        }
        Operator::Eq
        | Operator::Neq
        | Operator::Gt
        | Operator::Gte
        | Operator::Lt
        | Operator::Lte
        | Operator::In
        | Operator::IsDistinct => match kind {
            Kind::Json => Some("`json` values cannot be compared: reach into them with `->>`"),
            Kind::Array(_) => Some("compare the elements with `cs` or `ov`"),
            _ => None,
        },
        Operator::Is => Some("only a boolean is true, false or unknown; `null` fits every type"),
    }
}

/// All but those without equality.
fn is_comparable(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Json | Kind::Xml | Kind::Point | Kind::Polygon | Kind::Composite
    )
}

fn is_range(kind: &Kind) -> bool {
    matches!(kind, Kind::Range(_) | Kind::Multirange)
}

fn is_set(kind: &Kind) -> bool {
    matches!(kind, Kind::Array(_)) || is_range(kind)
}

#[cfg(test)]
mod tests {
    use super::{Support, support};
    use crate::{
        postgrest::types::Type,
        schema::catalog::Catalog,
        select::operation::{Operator, Quantifier},
    };

    /// What the server answered for the operators below, by type: `.` for data, `x` for refusal.
    #[test]
    fn types_have_the_operators_that_the_server_takes() {
        let operators = [
            Operator::Eq,
            Operator::Gt,
            Operator::Like,
            Operator::Match,
            Operator::In,
            Operator::Fts,
            Operator::Cs,
            Operator::Cd,
            Operator::Ov,
            Operator::Sl,
            Operator::Nxr,
            Operator::Adj,
        ];
        for (name, expected) in [
            ("smallint", "..xx.xxxxxxx"),
            ("numeric", "..xx.xxxxxxx"),
            ("text", "......xxxxxx"),
            ("character varying(5)", "......xxxxxx"),
            ("boolean", "..xx.xxxxxxx"),
            ("uuid", "..xx.xxxxxxx"),
            ("timestamp with time zone", "..xx.xxxxxxx"),
            ("interval", "..xx.xxxxxxx"),
            ("json", "xxxxx.xxxxxx"),
            ("jsonb", "..xx....xxxx"),
            ("integer[]", "..xxxx...xxx"),
            ("int4range", "..xx.x......"),
            ("int4multirange", "..xx.x......"),
            ("inet", "..xx.xxx..xx"),
            ("tsvector", "..xx..xxxxxx"),
            ("tsquery", "..xx.x..xxxx"),
            ("bytea", "...x.xxxxxxx"),
            ("point", "xxxxxxxxx.xx"),
            ("polygon", "xxxxxx.....x"),
            ("box", "..xx.x.....x"),
            ("xml", "xxxxxxxxxxxx"),
            ("money", "..xx.xxxxxxx"),
            ("geometry", "............"),
        ] {
            let kind = Type::named(&Catalog::default(), name).kind;
            for (operator, expected) in operators.into_iter().zip(expected.chars()) {
                let has = support(&kind, operator, None) == Support::Has;
                // PostgREST 12 refuses to search JSON; 13 does not.
                assert_eq!(has, expected == '.', "{name} {operator:?}");
            }
        }
        let array = Type::named(&Catalog::default(), "text[]").kind;
        let any = Some(Quantifier::Any);
        assert_eq!(support(&array, Operator::Eq, any), Support::Lacks);
    }
}
