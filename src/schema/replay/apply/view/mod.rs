//! Views and materialized views.

mod replace;

mod updatable;

use rustc_hash::FxHashSet;

use crate::{
    schema::replay::{
        analyze::{self, Analysed, scope::Scope},
        apply::{
            dependency, parameter,
            table::relation::{already_exists, make, schema_of, with_columns},
        },
        failure::{Applied, Stop},
        session::Session,
        state::{
            ObjectId,
            object::{Class, Dependency, Kind, Part},
            relation::{Column, Relation, RelationKind},
        },
    },
    sql::{
        expression::{Expression, ExpressionKind},
        name::{Identifier, Name, Word},
        query::{
            CommonBody, CommonTable, FromItem, FromKind, Query, QueryBody, Select, Target, With,
        },
        statement::table::{CreateView, Persistence},
    },
};

/// A view that is about to be made.
struct Draft {
    relation: Relation,
    needs: Vec<Dependency>,
}

pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateView) -> Applied {
    let has_into = matches!(&create.query.body, QueryBody::Select(select) if select.into.is_some());
    if has_into {
        let what = if create.materialized {
            "materialized views"
        } else {
            "views"
        };
        let message = format!("{what} must not contain SELECT INTO");
        return Err(Stop::failed("0A000", message));
    }
    let recursive = create.recursive.then(|| recursive(create));
    let query = recursive.as_ref().unwrap_or(&create.query);
    let analysed = analyse(session, query)?;
    if create.materialized {
        parameter::of_materialized_view(&create.parameters)?;
    } else {
        parameter::of_view(&create.parameters)?;
    }
    let draft = draft(session, create, query, &analysed)?;
    let temporary = create.temporary || (!create.materialized && reads_temporary(session, &draft));
    let persistence = if temporary && create.name.schema.is_none() {
        Persistence::Temporary
    } else if create.temporary {
        return schema_of(session, &create.name, Persistence::Temporary).map(drop);
    } else {
        Persistence::Permanent
    };
    let schema = schema_of(session, &create.name, persistence)?;
    let known = session
        .state
        .find(Class::Relation, Some(schema), &create.name.name);
    match known {
        Some(_) if create.if_not_exists => Ok(()),
        Some(known) if create.or_replace => replace::replace(session, known, create, draft),
        Some(known) if create.materialized && !is_assumed(session, known) => {
            Err(already_exists(&create.name.name).at(create.name.span))
        }
        Some(_) | None => make_new(session, create, schema, known, draft),
    }
}

/// Makes a view of a name that is free, or taken by what is only assumed.
fn make_new(
    session: &mut Session,
    create: &CreateView,
    schema: ObjectId,
    known: Option<ObjectId>,
    draft: Draft,
) -> Applied {
    if let Some(name) = repeated(&draft.relation.columns) {
        let message = format!("column \"{name}\" specified more than once");
        return Err(Stop::failed("42701", message));
    }
    match known {
        Some(known) if is_assumed(session, known) => {
            replace::take_place(session, known, draft);
            Ok(())
        }
        Some(_) => Err(already_exists(&create.name.name).at(create.name.span)),
        None => {
            let Draft { relation, needs } = draft;
            let id = make(session, schema, &create.name, relation)?;
            session.depend(id, needs);
            Ok(())
        }
    }
}

/// Whether a relation is only there because a statement needed it.
fn is_assumed(session: &Session, id: ObjectId) -> bool {
    let relation = session
        .state
        .object(id)
        .and_then(|object| object.relation());
    relation.is_some_and(|relation| relation.assumed)
}

/// What the query gives; nothing that is known where it cannot be analysed.
fn analyse(session: &Session, query: &Query) -> Applied<Analysed> {
    let unknown = || Analysed {
        open: true,
        ..Analysed::default()
    };
    match analyze::query(session, query, &Scope::default()) {
        Ok(analysed) => Ok(analysed),
        Err(Stop::Opaque(_)) => Ok(unknown()),
        Err(stop) => {
            session.tolerate(stop)?;
            Ok(unknown())
        }
    }
}

fn draft(
    session: &Session,
    create: &CreateView,
    query: &Query,
    analysed: &Analysed,
) -> Applied<Draft> {
    let kind = if create.materialized {
        RelationKind::MaterializedView
    } else {
        RelationKind::View
    };
    let mut relation = with_columns(kind, columns(session, create, analysed)?);
    relation.open = analysed.open;
    relation.security_invoker = create.security_invoker;
    relation.query = Some(session.slice(create.query.span).to_owned());
    relation.reads = reads(session, analysed);
    relation.temporary = create.temporary;
    if !create.materialized {
        relation.writes = updatable::target(session, query, analysed);
    }
    let needs = dependency::of_uses(session, &analysed.uses, Part::Whole);
    Ok(Draft { relation, needs })
}

/// # Errors
///
/// 42601 for more names than columns.
fn columns(session: &Session, create: &CreateView, analysed: &Analysed) -> Applied<Vec<Column>> {
    let given = &create.columns;
    if given.len() > analysed.columns.len() && !analysed.open {
        let message = if create.materialized {
            "too many column names were specified"
        } else {
            "CREATE VIEW specifies more column names than columns"
        };
        return Err(Stop::failed("42601", message));
    }
    let count = given.len().max(analysed.columns.len());
    let mut columns: Vec<Column> = Vec::with_capacity(count);
    for index in 0..count {
        let output = analysed.columns.get(index);
        let name = match (given.get(index), output) {
            (Some(word), _) => word.text.clone(),
            (None, Some(output)) => output.name.clone(),
            (None, None) => continue,
        };
        let mut column = Column::new(name, output.and_then(|output| output.data_type.clone()));
        column.definition = Some(session.definition);
        column.source = output.and_then(|output| output.origin);
        columns.push(column);
    }
    Ok(columns)
}

/// The first name that a column before has too.
fn repeated(columns: &[Column]) -> Option<&Identifier> {
    let mut names = FxHashSet::default();
    let mut names_of = columns.iter().map(|column| &column.name);
    names_of.find(|name| !names.insert(*name))
}

/// The relations that a query reads.
fn reads(session: &Session, analysed: &Analysed) -> Vec<ObjectId> {
    let objects = analysed.uses.iter().map(|used| used.object);
    let mut reads: Vec<ObjectId> = objects
        .filter(|&id| {
            let object = session.state.object(id);
            object.is_some_and(|object| matches!(object.kind, Kind::Relation(_)))
        })
        .collect();
    reads.dedup();
    reads
}

fn reads_temporary(session: &Session, draft: &Draft) -> bool {
    let temporary = session.state.schema("pg_temp");
    let mut parents = draft
        .relation
        .reads
        .iter()
        .filter_map(|&id| session.state.object(id)?.parent);
    parents.any(|parent| Some(parent) == temporary)
}

/// `CREATE RECURSIVE VIEW v (a) AS q` is `CREATE VIEW v AS WITH RECURSIVE v (a) AS (q) SELECT a
/// FROM v`.
fn recursive(create: &CreateView) -> Query {
    let span = create.query.span;
    let name = Word {
        text: create.name.name.clone(),
        span: create.name.span,
    };
    let target = |word: &Word| Target {
        value: Expression {
            kind: ExpressionKind::Column(vec![word.clone()]),
            span: word.span,
        },
        alias: None,
    };
    let select = Select {
        targets: create.columns.iter().map(target).collect(),
        from: vec![FromItem {
            kind: FromKind::Relation(Name {
                schema: None,
                name: name.text.clone(),
                span: name.span,
            }),
            alias: None,
            lateral: false,
            span: name.span,
        }],
        ..Select::default()
    };
    let table = CommonTable {
        name,
        columns: create.columns.clone(),
        body: CommonBody::Query(create.query.clone()),
        added: Vec::new(),
    };
    Query {
        with: Some(With {
            recursive: true,
            tables: vec![table],
        }),
        body: QueryBody::Select(Box::new(select)),
        order_by: Vec::new(),
        limits: Vec::new(),
        span,
    }
}
