//! Which relationship an embed means: `findRel` of PostgREST 12.

use std::collections::BTreeSet;

use super::{
    relationship::{Kind, Relationship, is_view},
    served::{Served, is_closed},
    suggest,
};
use crate::schema::catalog::{Facet, relation::Relation};

/// An embed by what decides on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'w, 'a> {
    /// One request sees no other schema.
    pub(super) schema: &'a str,
    pub(super) from: &'a Relation,
    pub(super) target: &'w str,
    pub(super) hint: Option<&'w str>,
}

/// What an embed means.
#[derive(Clone, Debug)]
pub(super) enum Meant<'a> {
    One(Relationship<'a>),
    /// There are several ways, or there may be: the relation, where all lead to the same.
    Perhaps(Option<&'a Relation>),
    Nothing,
    /// All that it can mean.
    Several(Vec<Relationship<'a>>),
}

/// What an embed means to the server.
pub(super) fn meant<'a>(served: &Served<'a>, wanted: Wanted<'_, 'a>) -> Meant<'a> {
    let matching: Vec<&Relationship<'a>> = of_schema(served, wanted)
        .filter(|relationship| matches(relationship, wanted))
        .collect();
    let mut ends: Vec<&Relation> = matching.iter().map(|found| found.to).collect();
    ends.dedup_by_key(|end| end.key());
    let only_end = match ends.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    if matching.iter().any(|found| !found.is_certain) || may_have_more(served, wanted) {
        return match matching.as_slice() {
            [] => Meant::Perhaps(served.relation(wanted.schema, wanted.target)),
            _ => Meant::Perhaps(only_end),
        };
    }
    match matching.as_slice() {
        [] => Meant::Nothing,
        [only] => Meant::One((*only).clone()),
        several => Meant::Several(several.iter().map(|&found| found.clone()).collect()),
    }
}

/// The relationships that a request can use.
fn of_schema<'s, 'a>(
    served: &'s Served<'a>,
    wanted: Wanted<'_, 'a>,
) -> impl Iterator<Item = &'s Relationship<'a>> {
    let from = served.relationships(wanted.from).iter();
    from.filter(move |found| match &found.kind {
        Kind::Computed(computed) => computed.routine.schema == wanted.schema,
        Kind::ManyToOne(_) | Kind::OneToMany(_) | Kind::OneToOne(_) | Kind::ManyToMany(_) => {
            found.to.schema == wanted.schema
        }
    })
}

fn matches(relationship: &Relationship<'_>, wanted: Wanted<'_, '_>) -> bool {
    let Wanted { target, hint, .. } = wanted;
    let is_target = relationship.to.name == target;
    let key = match &relationship.kind {
        // A hint on a function is not looked at.
        Kind::Computed(computed) => return computed.routine.name == target,
        Kind::ManyToMany(junction) => {
            // The way from a relation through another back to itself is never found.
            let is_hinted = hint.is_none_or(|hint| junction.relation.name == hint);
            return is_target && is_hinted && !relationship.is_self();
        }
        Kind::ManyToOne(key) | Kind::OneToMany(key) | Kind::OneToOne(key) => key,
    };
    let near = |name| key.single().is_some_and(|(near, _)| near == name);
    let far = |name| key.single().is_some_and(|(_, far)| far == name);
    if relationship.is_self() {
        let is_parent = matches!(relationship.kind, Kind::ManyToOne(_));
        let is_children = matches!(relationship.kind, Kind::OneToMany(_));
        return match hint {
            None => (is_children && is_target) || (is_parent && near(target)),
            Some(hint) => is_children && is_target && far(hint),
        };
    }
    match hint {
        None => is_target || (!is_view(relationship.to) && (key.name == target || near(target))),
        Some(hint) => is_target && (key.name == hint || near(hint) || far(hint)),
    }
}

/// Whether the catalog may lack relationships that the embed could mean.
fn may_have_more(served: &Served<'_>, wanted: Wanted<'_, '_>) -> bool {
    let far = served.relation(wanted.schema, wanted.target);
    let ends = [Some(wanted.from), far];
    let mut ends = ends.into_iter().flatten();
    let is_type_known = |routine: &crate::schema::catalog::routine::Routine| {
        let first = routine.arguments.first();
        first.is_none_or(|argument| argument.data_type.is_some())
    };
    let mut functions = served.routines(wanted.schema, wanted.target).iter();
    !served.tells(Facet::ForeignKeys)
        || ends.any(|end| !is_closed(end) || (is_view(end) && !tells_keys_of_views(served)))
        || functions.any(|routine| !is_type_known(routine))
}

/// Whether the keys that views have are known: by where their columns come from, or because
/// generated types list them.
fn tells_keys_of_views(served: &Served<'_>) -> bool {
    served.tells(Facet::ColumnSources) || !served.tells(Facet::ColumnTypes)
}

/// Why nothing is meant, or what else to write.
pub(super) fn help_for_nothing<'a>(served: &Served<'a>, wanted: Wanted<'_, 'a>) -> Option<String> {
    let Wanted {
        schema,
        from,
        target,
        hint,
    } = wanted;
    if let Some(help) = hint.and_then(|hint| help_for_hint(served, wanted, hint)) {
        return Some(help);
    }
    let self_parent = of_schema(served, wanted)
        .find(|found| found.is_self() && found.key().is_some_and(|key| key.name == target));
    if let Some(column) = self_parent.and_then(|found| Some(found.key()?.single()?.0)) {
        return Some(format!(
            "within one relation, write `{column}(…)` for the row that the key refers to, `{}(…)` for those that refer to it",
            from.name
        ));
    }
    if let Some(far) = served.relation(schema, target) {
        return Some(match served.parent(far).or(served.parent(from)) {
            Some(parent) => format!(
                "partitions cannot be embedded; the partitioned relation is `{}`",
                parent.name
            ),
            None if is_view(from) || is_view(far) => format!(
                "no foreign key joins `{}` and `{target}`; a view has those of the columns that it takes over as they are",
                from.name
            ),
            None => format!("no foreign key joins `{}` and `{target}`", from.name),
        });
    }
    let embeddable: BTreeSet<&str> = of_schema(served, wanted).flat_map(names_of).collect();
    if let Some(near) = suggest::did_you_mean(target, embeddable.iter().copied()) {
        return Some(near);
    }
    let relations = served.relations_of(schema);
    let names = relations.map(|relation| relation.name.as_str());
    suggest::did_you_mean(target, names).or_else(|| {
        let elsewhere = served.relations().find(|other| other.name == target)?;
        Some(format!(
            "there is a `{}.{target}`, but one request sees one schema only",
            elsewhere.schema
        ))
    })
}

/// What leads to the relation instead of a hint that does not.
fn help_for_hint<'a>(served: &Served<'a>, wanted: Wanted<'_, 'a>, hint: &str) -> Option<String> {
    let choices = choices(served, wanted, related(served, wanted, wanted.target));
    (!choices.is_empty()).then(|| {
        format!(
            "`{hint}` leads from none to the other; write {}",
            listed(&choices)
        )
    })
}

/// The names by which a relationship can be asked for.
fn names_of<'s>(relationship: &'s Relationship<'_>) -> Vec<&'s str> {
    match &relationship.kind {
        Kind::Computed(computed) => vec![&computed.routine.name],
        Kind::ManyToOne(_) | Kind::OneToMany(_) | Kind::OneToOne(_) | Kind::ManyToMany(_) => {
            vec![&relationship.to.name]
        }
    }
}

/// What to write instead of an embed that means several things.
pub(super) fn help_for_several<'a>(
    served: &Served<'a>,
    wanted: Wanted<'_, 'a>,
    several: &[Relationship<'a>],
) -> Option<String> {
    let choices = choices(served, wanted, several.to_vec());
    (!choices.is_empty()).then(|| format!("choose one: {}", listed(&choices)))
}

/// All relationships to a relation.
fn related<'a>(served: &Served<'a>, wanted: Wanted<'_, 'a>, target: &str) -> Vec<Relationship<'a>> {
    let all = of_schema(served, wanted);
    all.filter(|found| found.to.name == target)
        .cloned()
        .collect()
}

/// For each relationship the shortest embed that means it alone.
fn choices<'a>(
    served: &Served<'a>,
    wanted: Wanted<'_, 'a>,
    several: Vec<Relationship<'a>>,
) -> Vec<String> {
    let mut choices = Vec::new();
    for relationship in &several {
        let target = relationship.to.name.as_str();
        let mut ways: Vec<(&str, Option<&str>)> = Vec::new();
        match &relationship.kind {
            Kind::ManyToMany(junction) => ways.push((target, Some(&junction.relation.name))),
            Kind::Computed(computed) => ways.push((&computed.routine.name, None)),
            Kind::ManyToOne(key) | Kind::OneToMany(key) | Kind::OneToOne(key) => {
                ways.push((target, Some(key.name)));
                if let Some((near, far)) = key.single() {
                    ways.extend([(target, Some(near)), (target, Some(far)), (near, None)]);
                }
                ways.push((key.name, None));
            }
        }
        let clear = ways.into_iter().find(|&(target, hint)| {
            let other = Wanted {
                target,
                hint,
                ..wanted
            };
            let mut found = of_schema(served, wanted).filter(|found| matches(found, other));
            let is_meant = found.next().is_some_and(|found| {
                found.to.key() == relationship.to.key()
                    && found.is_to_one() == relationship.is_to_one()
            });
            is_meant && found.next().is_none()
        });
        let choice = clear.map(|(target, hint)| match hint {
            Some(hint) => format!("`{target}!{hint}(…)`"),
            None => format!("`{target}(…)`"),
        });
        choices.extend(choice);
    }
    choices.dedup();
    choices
}

/// `a`, `b` or `c`
fn listed(choices: &[String]) -> String {
    match choices {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} or {last}", all.join(", ")),
    }
}
