//! The names that Postgres makes up for what a statement leaves without one.

use crate::{
    schema::replay::{
        session::Session,
        state::{ObjectId, object::Class},
    },
    sql::name::Identifier,
};

/// The most bytes that a name keeps.
const MOST: usize = 63;

/// Which names a new relation must not share.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::schema::replay) enum Avoid {
    Relations,
    /// The index of a constraint has its name.
    RelationsAndConstraints,
}

/// A free name of a relation in `schema`, as `ChooseRelationName` finds it.
pub(in crate::schema::replay) fn relation(
    session: &Session,
    schema: ObjectId,
    parts: (&str, Option<&str>, &str),
    avoid: Avoid,
) -> Identifier {
    first_free(parts, |name| {
        let state = &session.state;
        let taken = state.find(Class::Relation, Some(schema), name).is_some();
        let named = match avoid {
            Avoid::Relations => false,
            Avoid::RelationsAndConstraints => state.has_constraint_named(schema, name),
        };
        !taken && !named
    })
}

/// A free name of a constraint in `schema`, as `ChooseConstraintName` finds it.
pub(in crate::schema::replay) fn constraint(
    session: &Session,
    schema: ObjectId,
    parts: (&str, Option<&str>, &str),
    others: &[Identifier],
) -> Identifier {
    first_free(parts, |name| {
        let taken = session.state.has_constraint_named(schema, name);
        !taken && !others.iter().any(|other| other == name)
    })
}

/// The first of `t_a_key`, `t_a_key1`, `t_a_key2`, … that is free.
fn first_free(
    (first, second, label): (&str, Option<&str>, &str),
    is_free: impl Fn(&str) -> bool,
) -> Identifier {
    let plain = object_name(first, second, label);
    if is_free(&plain) {
        return plain;
    }
    let numbered = (1_u64..).map(|pass| object_name(first, second, &format!("{label}{pass}")));
    let mut free = numbered.filter(|name| is_free(name));
    free.next().unwrap_or(plain)
}

/// The parts joined by underscores, the longer of the first two cut until all fit.
pub(in crate::schema::replay) fn object_name(
    first: &str,
    second: Option<&str>,
    label: &str,
) -> Identifier {
    let overhead = label.len() + 1 + usize::from(second.is_some());
    let room = MOST.saturating_sub(overhead);
    let mut lengths = (first.len(), second.map_or(0, str::len));
    while lengths.0 + lengths.1 > room {
        if lengths.0 > lengths.1 {
            lengths.0 -= 1;
        } else {
            lengths.1 -= 1;
        }
    }
    let first = clipped(first, lengths.0);
    match second {
        Some(second) => format!("{first}_{}_{label}", clipped(second, lengths.1)).into(),
        None => format!("{first}_{label}").into(),
    }
}

/// The names of columns in the name of their index or foreign key.
pub(in crate::schema::replay) fn addition<'a>(
    columns: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut name = String::new();
    for column in columns {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(column);
        if name.len() > MOST {
            break;
        }
    }
    name
}

/// The names of an index's own columns, in which none stands twice.
pub(in crate::schema::replay) fn index_columns(names: Vec<Identifier>) -> Vec<Identifier> {
    let mut unique: Vec<Identifier> = Vec::with_capacity(names.len());
    for name in names {
        let mut candidate = name.clone();
        let mut number = 0_u32;
        while unique.contains(&candidate) {
            number += 1;
            let digits = number.to_string();
            candidate = format!("{}{digits}", clipped(&name, MOST - digits.len())).into();
        }
        unique.push(candidate);
    }
    unique
}

/// At most so many bytes, without cutting a character.
fn clipped(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::{addition, index_columns, object_name};

    #[test]
    fn long_names_lose_the_end_of_their_longer_part() {
        let long = "a".repeat(60);
        assert_eq!(object_name("t", Some("a"), "key"), "t_a_key");
        assert_eq!(object_name("t", None, "pkey"), "t_pkey");
        assert_eq!(
            object_name(&long, Some("b"), "fkey"),
            format!("{}_b_fkey", "a".repeat(56))
        );
        assert_eq!(object_name(&long, Some(&long), "idx").len(), 63);
        assert_eq!(
            object_name(&"é".repeat(31), None, "key"),
            format!("{}_key", "é".repeat(29))
        );
    }

    #[test]
    fn columns_of_an_index_are_told_apart() {
        assert_eq!(addition(["a", "b"]), "a_b");
        let names = ["lower", "lower", "expr", "lower"].map(Into::into).to_vec();
        assert_eq!(index_columns(names), ["lower", "lower1", "expr", "lower2"]);
    }
}
