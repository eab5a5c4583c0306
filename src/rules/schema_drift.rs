#![doc = include_str!("../../docs/rules/schema-drift.md")]

use super::{Context, Outcome, Rule, written::count};
use crate::{
    finding::{Place, Severity, Subject},
    schema::{
        Database, Other,
        catalog::{Catalog, State},
        diff::{self, Aspect, Difference, Item},
        source::SourceKind,
    },
};

pub(super) const RULE: Rule = Rule {
    id: "schema-drift",
    summary: "a second description of the schema disagrees with the first",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/schema-drift.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, database) in context.databases.iter().enumerate() {
        for other in &database.others {
            if is_of_the_same(&database.catalog, &other.catalog) {
                compare(context, index, database, other, outcome);
            }
        }
    }
}

/// Whether two catalogs describe one database: most relations of the smaller are in the larger.
fn is_of_the_same(left: &Catalog, right: &Catalog) -> bool {
    let number = |catalog: &Catalog| catalog.relations.len();
    let (small, large) = if number(left) <= number(right) {
        (left, right)
    } else {
        (right, left)
    };
    let common = small.relations.iter();
    let common = common.filter(|it| large.relation(&it.schema, &it.name).is_some());
    common.count() * 2 >= number(small) && number(small) > 0
}

fn compare(
    context: &Context<'_>,
    index: usize,
    database: &Database,
    other: &Other,
    outcome: &mut Outcome,
) {
    let differences = diff::diff(&database.catalog, &other.catalog);
    let told: Vec<&Difference> = differences
        .iter()
        .filter(|difference| matters(difference) && !is_of_failure(&database.catalog, difference))
        .collect();
    if told.is_empty() {
        return;
    }
    let first = database.sources.first();
    let first = first.map_or("the first source", |source| &source.path);
    let path = &other.source.path;
    let subject = Subject {
        database: context.name_of(index),
        target: path.clone(),
        ..Subject::default()
    };
    let message = format!("`{path}` does not agree with `{first}`: {}", sum(&told));
    let place = if context.sources.by_path(path).is_some()
        || crate::schema::source::by_path(context.files, path).is_some()
    {
        context.top_of(path)
    } else {
        Place {
            path: path.clone(),
            ..Place::default()
        }
    };
    let mut finding = RULE.finding(place, subject, message);
    if context.completeness[index].is_incomplete() {
        finding.severity = Severity::Note;
    }
    let mut help = list(&told);
    if let Some(mend) = mend(other.source.kind) {
        help = format!("{help}\n{mend}");
    }
    finding.help = Some(help);
    outcome.findings.push(finding);
}

/// Names, and what code sees of them; not keys, indexes, policies, which sources tell unevenly.
fn matters(difference: &Difference) -> bool {
    let item = match difference.item {
        Item::Relation | Item::Column | Item::Enum | Item::Routine => true,
        Item::Key | Item::Index | Item::Policy | Item::Trigger => false,
    };
    let aspect = match difference.aspect {
        Aspect::Presence | Aspect::Type | Aspect::Nullability | Aspect::Labels => true,
        Aspect::Kind | Aspect::RowSecurity | Aspect::Scope => false,
    };
    item && aspect
}

/// Whether it is about something that only a failed statement makes: that is told already.
fn is_of_failure(catalog: &Catalog, difference: &Difference) -> bool {
    let mut shadows = catalog
        .relations
        .iter()
        .filter(|relation| relation.state != State::Created);
    shadows.any(|relation| {
        let name = format!("{}.{}", relation.schema, relation.name);
        let rest = difference.name.strip_prefix(&name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// `it lacks 2 relations and 1 column; 1 routine differs`
fn sum(told: &[&Difference]) -> String {
    let number = |is_such: &dyn Fn(&Difference) -> bool| {
        let nouns = [
            (Item::Relation, "relation"),
            (Item::Column, "column"),
            (Item::Enum, "enum"),
            (Item::Routine, "routine"),
        ];
        let parts = nouns.into_iter().filter_map(|(item, noun)| {
            let such = told.iter().filter(|it| it.item == item && is_such(it));
            let number = such.count();
            (number > 0).then(|| count(number, noun))
        });
        parts.collect::<Vec<_>>()
    };
    let is_presence = |difference: &Difference| difference.aspect == Aspect::Presence;
    let lacks = number(&|it| is_presence(it) && it.right.is_none());
    let has = number(&|it| is_presence(it) && it.left.is_none());
    let other = number(&|it| !is_presence(it));
    let mut parts = Vec::new();
    if !lacks.is_empty() {
        parts.push(format!("it lacks {}", joined(&lacks)));
    }
    if !has.is_empty() {
        parts.push(format!("it alone has {}", joined(&has)));
    }
    if !other.is_empty() {
        parts.push(format!("it tells {} otherwise", joined(&other)));
    }
    parts.join("; ")
}

/// `a`, `a and b`, `a, b and c`
fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The differences by name, up to a number that can be read.
fn list(told: &[&Difference]) -> String {
    const SHOWN: usize = 12;
    let lines = told.iter().take(SHOWN).map(|difference| {
        let name = difference.name.strip_prefix("public.");
        let name = name.unwrap_or(&difference.name);
        let noun = match difference.item {
            Item::Relation => "relation",
            Item::Column => "column",
            Item::Enum => "enum",
            Item::Routine => "routine",
            Item::Key => "key",
            Item::Index => "index",
            Item::Policy => "policy",
            Item::Trigger => "trigger",
        };
        match (&difference.left, &difference.right) {
            (Some(_), None) => format!("{noun} `{name}` is missing there"),
            (None, Some(_)) => format!("{noun} `{name}` is only there"),
            (left, right) => format!(
                "{noun} `{name}` is `{}` there, not `{}`",
                right.as_deref().unwrap_or_default(),
                left.as_deref().unwrap_or_default()
            ),
        }
    });
    let mut lines: Vec<String> = lines.collect();
    if told.len() > SHOWN {
        lines.push(format!(
            "and {} (`tabletrace schema diff` lists all)",
            count(told.len() - SHOWN, "more difference")
        ));
    }
    lines.join("\n")
}

fn mend(kind: SourceKind) -> Option<&'static str> {
    match kind {
        SourceKind::GeneratedTypes => {
            Some("run `supabase gen types` again, or write the migration that is missing")
        }
        SourceKind::Snapshot => Some("run `tabletrace snapshot` again"),
        SourceKind::PrismaSchema => Some("run `prisma migrate dev`, or `prisma db pull`"),
        SourceKind::DrizzleSchema => Some("run `drizzle-kit generate`"),
        SourceKind::Live
        | SourceKind::SupabaseMigrations
        | SourceKind::SupabaseSchemas
        | SourceKind::PrismaMigrations
        | SourceKind::DrizzleMigrations
        | SourceKind::Sql
        | SourceKind::Dump => None,
    }
}
