//! `FROM`: `parse_clause.c` and `parse_relation.c`.

use smallvec::SmallVec;

use super::{
    analyzer::{Analyzer, Field},
    clause::{At, Clause},
    level::{Common, Level, Sight, Source, SourceColumn},
};
use crate::schema::replay::{
    failure::{Applied, Stop, undefined_relation},
    state::{
        ObjectId,
        object::{Class, Kind},
        types::{TypeRef, Use},
    },
};
use crate::sql::{
    name::{Identifier, Name, TypeName, Word},
    query::{Alias, FromItem, FromKind, Query},
};

impl Analyzer<'_> {
    /// Adds the items of `FROM` to a level.
    pub(super) fn from(&mut self, items: &[FromItem], level: &mut Level<'_>) -> Applied {
        for item in items {
            self.item(item, level)?;
        }
        Ok(())
    }

    /// Adds one item and all that it joins.
    pub(super) fn item(&mut self, item: &FromItem, level: &mut Level<'_>) -> Applied {
        let source = match &item.kind {
            FromKind::Join(join) => {
                return self.deeper(|analyzer| analyzer.join(join, item.alias.as_ref(), level));
            }
            FromKind::Relation(name) => self.named_source(name, level)?,
            FromKind::Subquery(query) => self.subquery_source(query, item, level)?,
            FromKind::Function { calls, ordinality } => {
                let alias = item.alias.as_ref();
                self.function_source(calls, *ordinality, alias, level)?
            }
            FromKind::Table { columns, operands } => {
                let at_level = Level::inside(level);
                for operand in operands {
                    self.expression(operand, At::new(&at_level, Clause::From))?;
                }
                self.table_source(columns)?
            }
        };
        let source = renamed(source, item.alias.as_ref())?;
        self.no_duplicate(&source, &level.sources)?;
        level.sources.push(source);
        Ok(())
    }

    fn subquery_source(
        &mut self,
        query: &Query,
        item: &FromItem,
        level: &Level<'_>,
    ) -> Applied<Source> {
        if item.alias.is_none() {
            let values = matches!(query.body, crate::sql::query::QueryBody::Values(_));
            let (what, help) = if values {
                ("VALUES", "For example, FROM (VALUES ...) [AS] foo.")
            } else {
                ("subquery", "For example, FROM (SELECT ...) [AS] foo.")
            };
            let message = format!("{what} in FROM must have an alias");
            return Err(Stop::failed("42601", message).at(item.span).help(help));
        }
        let mut inner = Level::inside(level);
        if !item.lateral {
            inner.sight = Sight::Blocked;
        }
        let rows = self.subquery(query, &inner)?;
        let mut source = Source::computed(self.next_source(), None, rows.columns);
        source.open = rows.open;
        Ok(source)
    }

    fn table_source(&mut self, columns: &[(Word, Option<TypeName>)]) -> Applied<Source> {
        let mut fields = Vec::with_capacity(columns.len());
        for (name, data_type) in columns {
            let data_type = match data_type {
                Some(data_type) => self.named_type(data_type)?,
                None => self.session.builtin("int4"),
            };
            fields.push(Field {
                name: name.text.clone(),
                data_type,
                origin: None,
            });
        }
        Ok(Source::computed(self.next_source(), None, fields))
    }

    /// A common table, a relation or a transition table by its name.
    pub(super) fn named_source(&mut self, name: &Name, level: &Level<'_>) -> Applied<Source> {
        if name.schema.is_none() {
            if let Some(common) = level.common_table(&name.name) {
                let common = common.clone();
                return self.common_source(common, name);
            }
            let mut relations = self.scope.relations.iter();
            if let Some((_, id)) = relations.find(|(known, _)| *known == name.name) {
                let mut source = self.relation_source(*id, name);
                source.aliased = true;
                return Ok(source);
            }
        }
        let Some(id) = self.session.find(Class::Relation, name) else {
            self.session.tolerate(undefined_relation(name))?;
            let mut source = self.empty_source(&name.name);
            source.open = true;
            return Ok(source);
        };
        match self.session.state.object(id).map(|object| &object.kind) {
            Some(Kind::Relation(relation)) => {
                use crate::schema::replay::state::relation::RelationKind;
                if relation.kind == RelationKind::Composite {
                    let message = format!("cannot open relation \"{}\"", name.name);
                    return Err(Stop::failed("42809", message).at(name.span));
                }
                Ok(self.relation_source(id, name))
            }
            Some(Kind::Sequence(_)) => Ok(self.sequence_source(id, name)),
            _ => {
                let message = format!("cannot open relation \"{}\"", name.name);
                Err(Stop::failed("42809", message).at(name.span))
            }
        }
    }

    fn empty_source(&mut self, name: &Identifier) -> Source {
        Source::computed(self.next_source(), Some(name.clone()), Vec::new())
    }

    fn common_source(&mut self, common: Common, name: &Name) -> Applied<Source> {
        if common.barren {
            let message = format!(
                "WITH query \"{}\" does not have a RETURNING clause",
                common.name
            );
            return Err(Stop::failed("0A000", message).at(name.span));
        }
        let number = self.next_source();
        let mut source = Source::computed(number, Some(common.name), common.columns);
        source.open = common.open;
        Ok(source)
    }

    fn sequence_source(&mut self, id: ObjectId, name: &Name) -> Source {
        let field = |name: &str, data_type: &str| Field {
            name: name.into(),
            data_type: self.session.builtin(data_type),
            origin: None,
        };
        let fields = vec![
            field("last_value", "int8"),
            field("log_cnt", "int8"),
            field("is_called", "bool"),
        ];
        self.uses_object(id);
        Source::computed(self.next_source(), Some(name.name.clone()), fields)
    }

    /// A relation under its own name.
    pub(super) fn relation_source(&mut self, id: ObjectId, name: &Name) -> Source {
        self.uses_object(id);
        let number = self.next_source();
        let mut source = Source::computed(number, Some(name.name.clone()), Vec::new());
        source.relation = Some(id);
        let object = self.session.state.object(id);
        if let Some(relation) = object.and_then(|object| object.relation()) {
            let columns = relation.live_columns().enumerate();
            source.columns = columns
                .map(|(index, (column_number, column))| SourceColumn {
                    name: column.name.clone(),
                    data_type: column.data_type.clone(),
                    uses: SmallVec::from_buf([Use {
                        object: id,
                        column: Some(column_number),
                    }]),
                    identity: (number, index as u16),
                    origin: Some((id, column_number)),
                })
                .collect();
            source.open = relation.open;
            source.row = Some(TypeRef::plain(relation.row_type));
        }
        source
    }

    /// # Errors
    ///
    /// 42712 when another source of the level has the same name.
    pub(super) fn no_duplicate(&self, new: &Source, sources: &[Source]) -> Applied {
        let Some(name) = &new.name else {
            return Ok(());
        };
        let is_same = |old: &&Source| {
            let plain = |source: &Source| source.relation.filter(|_| !source.aliased);
            // Tables of the same name in different schemas get on with each other.
            let differ = match (plain(old), plain(new)) {
                (Some(old), Some(new)) => old != new,
                (Some(_) | None, _) => false,
            };
            old.named && old.name.as_ref() == Some(name) && !differ
        };
        match sources.iter().find(is_same) {
            Some(_) => Err(Stop::failed(
                "42712",
                format!("table name \"{name}\" specified more than once"),
            )),
            None => Ok(()),
        }
    }
}

/// A source under its alias.
pub(super) fn renamed(mut source: Source, alias: Option<&Alias>) -> Applied<Source> {
    let Some(alias) = alias else {
        return Ok(source);
    };
    if let Some(name) = &alias.name {
        source.name = Some(name.text.clone());
        source.aliased = true;
    }
    let known = source.columns.len();
    if alias.columns.len() > known && !source.open {
        let name = source.name.clone().unwrap_or_default();
        let message = format!(
            "table \"{name}\" has {known} columns available but {} columns specified",
            alias.columns.len()
        );
        return Err(Stop::failed("42P10", message));
    }
    for (index, word) in alias.columns.iter().enumerate() {
        match source.columns.get_mut(index) {
            Some(column) => column.name = word.text.clone(),
            None => source.columns.push(SourceColumn {
                name: word.text.clone(),
                data_type: None,
                uses: SmallVec::new(),
                identity: (source.number, index as u16),
                origin: None,
            }),
        }
    }
    Ok(source)
}
