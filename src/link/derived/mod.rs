//! Which requests depend on what others gave.
//!
//! From the values that a request is made of, expressions are followed backwards to what they are
//! made of, through names, members, functions and those that call them, until they are what another
//! request gave. That code runs only if something was read is no dependence, and neither is how much
//! was read.

mod answers;
mod callback;
mod called;
mod context;
mod member;
mod method;
mod parts;
mod path;
mod walk;

use std::collections::BTreeMap;

use crate::access::Access;

use self::{answers::Answers, walk::Walk};

use super::{Derived, Through, evaluate::Evaluator, origin::Origin};

/// The dependences between accesses, ordered: for each two of them the strongest.
///
/// `origins` is parallel to `accesses`.
pub(super) fn derived(
    evaluator: &mut Evaluator<'_>,
    accesses: &[Access],
    origins: &[Vec<Origin>],
) -> Vec<Derived> {
    let asked = std::mem::replace(&mut evaluator.is_asking, false);
    let answers = Answers::of(evaluator, accesses, origins);
    let mut walk = Walk::new(evaluator, answers);
    let mut found: BTreeMap<(usize, usize), Through> = BTreeMap::new();
    for (write, (access, origins)) in accesses.iter().zip(origins).enumerate() {
        if access.wrapper {
            continue;
        }
        for origin in origins {
            for part in parts::parts(&mut walk, access, origin) {
                for &read in walk.reads(part.state).iter().filter(|&&read| read != write) {
                    let through = found.entry((read, write)).or_insert(part.through);
                    *through = part.through.min(*through);
                }
            }
        }
    }
    walk.evaluator.is_asking = asked;
    let found = found.into_iter();
    found
        .map(|((read, write), through)| Derived {
            read,
            write,
            through,
        })
        .collect()
}
