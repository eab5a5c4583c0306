//! The columns of a select list: their names, casts and aggregates.

use super::{
    super::{
        Problem, ProblemKind, cast,
        column::{self, Named, Rows},
        embed::{self, Meant, Wanted},
    },
    lookup,
    plan::{Level, Planner},
};
use crate::{
    select::{
        Arrow, Field, Name,
        list::{Column, Embed, Item},
    },
    source::Span,
};

impl<'a> Planner<'_, 'a> {
    pub(super) fn column(&mut self, column: &Column, level: &Level<'_, 'a>) {
        if let Some(aggregate) = &column.aggregate {
            let text = format!(
                "{}.{}()",
                column.field.name.text,
                aggregate.function.as_str()
            );
            self.switched_off(&text, aggregate.span, level.name);
        }
        self.known(&column.field, level);
        self.arrows(&column.field, level.name);
        // Without an aggregate the second cast is not looked at.
        let result_cast = column.result_cast.as_ref();
        let result_cast = result_cast.filter(|_| column.aggregate.is_some());
        for cast in column.cast.iter().chain(result_cast) {
            self.cast(cast, column, level.name);
        }
        if let Some(cast) = &column.cast {
            self.castable(cast, &column.field, level);
        }
    }

    /// Whether Postgres has a cast from the type of the column.
    fn castable(&mut self, cast: &Name, field: &Field, level: &Level<'_, 'a>) {
        let served = self.request.served;
        let named = level
            .rows
            .named(served, self.request.schema, &field.name.text);
        let Named::Column(found) = named else {
            return;
        };
        let Some(declared) = found.data_type.as_deref() else {
            return;
        };
        let data_type = match field.path.last().map(|step| step.arrow) {
            None => declared,
            Some(Arrow::Text) => return,
            Some(Arrow::Json) if declared == "json" => "json",
            Some(Arrow::Json) => "jsonb",
        };
        if !cast::is_impossible(served.catalog(), data_type, &cast.text) {
            return;
        }
        let subject = match field.path.as_slice() {
            [] => format!("column `{}` is", field.name.text),
            [..] => format!("what stands in column `{}` is", field.name.text),
        };
        let message = format!(
            "{subject} `{data_type}`, which cannot be cast to `{}`",
            cast.text
        );
        let kind = ProblemKind::InvalidQuery;
        let part = &field.name.text;
        let fault = self.fault(kind, cast.span, level.name, part, message);
        self.problems.push(fault);
    }

    fn cast(&mut self, cast: &Name, column: &Column, name: &str) {
        let served = self.request.served;
        if !cast::is_unknown(served, &cast.text) {
            return;
        }
        let message = format!("there is no type `{}`", cast.text);
        let kind = ProblemKind::InvalidQuery;
        let part = &column.field.name.text;
        let fault = self.fault(kind, cast.span, name, part, message);
        self.problems.push(Problem {
            help: cast::help(served, &cast.text),
            ..fault
        });
    }

    fn known(&mut self, field: &Field, level: &Level<'_, 'a>) {
        let name = &field.name;
        let served = self.request.served;
        // What a write returns with `*` has the columns of the table alone.
        let returns_all = || level.items.iter().any(|item| matches!(item, Item::All(_)));
        let is_returned = level.depth == 0 && self.request.is_write() && returns_all();
        let is_gone = column::is_system(&name.text) && (level.is_result || is_returned);
        match level.rows.named(served, self.request.schema, &name.text) {
            Named::Nothing => {}
            Named::Value(_) if is_gone => {}
            Named::Column(_) | Named::Value(_) | Named::Aggregate | Named::Perhaps => return,
        }
        let help = self.help_for_column(name, level);
        self.problems.push(Problem {
            help,
            ..self.fault(
                ProblemKind::UnknownColumn,
                name.span,
                level.name,
                &name.text,
                lookup::not_a_column(&level.rows, level.name, &name.text),
            )
        });
    }

    fn help_for_column(&self, name: &Name, level: &Level<'_, 'a>) -> Option<String> {
        let written = self.text.text.get(name.span.range()).unwrap_or_default();
        let words: Vec<&str> = written.split_whitespace().collect();
        if let [column, word, alias] = words.as_slice()
            && word.eq_ignore_ascii_case("as")
        {
            return Some(format!("write `{alias}:{column}` to rename it"));
        }
        let request = self.request;
        if let Rows::Relation(from) = &level.rows {
            let wanted = Wanted {
                schema: request.schema,
                from,
                target: &name.text,
                hint: None,
            };
            let is_embed = match embed::meant(request.served, wanted) {
                Meant::One(_) | Meant::Several(_) => true,
                Meant::Perhaps(_) | Meant::Nothing => false,
            };
            if is_embed {
                return Some(format!("to embed the relation, write `{0}(…)`", name.text));
            }
        }
        lookup::help_for_column(&level.rows, &name.text).or_else(|| {
            let mut embeds = level.items.iter().filter_map(|item| match item {
                Item::Embed(embed) => Some(embed.target.text.as_str()),
                Item::All(_) | Item::Column(_) | Item::Count(_) => None,
            });
            let owner = embeds.find(|target| {
                let far = request.served.relation(request.schema, target);
                far.is_some_and(|far| far.column(&name.text).is_some())
            })?;
            Some(format!(
                "`{owner}`, which is embedded here, has such a column"
            ))
        })
    }

    /// `->>` gives text, which has nothing to go into.
    fn arrows(&mut self, field: &Field, name: &str) {
        if let Some(span) = lookup::arrow_into_text(field) {
            let message = "`->>` gives text, and nothing can be taken out of text".to_owned();
            let fault = self.fault(
                ProblemKind::InvalidQuery,
                span,
                name,
                &field.name.text,
                message,
            );
            self.problems.push(Problem {
                help: Some("use `->` for all arrows but the last".to_owned()),
                ..fault
            });
        }
    }

    pub(super) fn switched_off(&mut self, aggregate: &str, span: Span, name: &str) {
        let message =
            format!("`{aggregate}` is an aggregate, and the API has them switched off by default");
        let fault = self.fault(ProblemKind::InvalidQuery, span, name, aggregate, message);
        self.problems.push(Problem {
            help: Some(
                "the server's setting `pgrst.db_aggregates_enabled` turns them on".to_owned(),
            ),
            ..fault
        });
    }

    /// Each name that is spread must be there once: Postgres would not know which one is meant.
    pub(super) fn spread(&mut self, embed: &Embed, rows: &Rows<'a>) {
        let mut names: Vec<String> = Vec::new();
        let is_empty = |embed: &Embed| embed.items.is_empty();
        let empty = embed.items.iter().find_map(|item| match item {
            Item::Embed(inner) if !inner.spread && is_empty(inner) => Some(inner),
            Item::Embed(_) | Item::All(_) | Item::Column(_) | Item::Count(_) => None,
        });
        if let Some(empty) = Some(embed).filter(|embed| is_empty(embed)).or(empty) {
            let target = &empty.target;
            let message = format!("`{}()` has no columns that could be spread", target.text);
            let kind = ProblemKind::InvalidQuery;
            let fault = self.fault(kind, target.span, &embed.target.text, &target.text, message);
            self.problems.push(fault);
            return;
        }
        for item in &embed.items {
            match item {
                Item::All(_) => names.extend(rows.names().into_iter().map(str::to_owned)),
                Item::Column(column) => names.push(output_name(column)),
                Item::Embed(embed) if !embed.spread => names.push(embed_name(embed).text.clone()),
                Item::Embed(_) | Item::Count(_) => {}
            }
        }
        for item in &embed.items {
            let (name, span) = match item {
                Item::Column(column) => (output_name(column), column.span),
                Item::Embed(inner) if !inner.spread => {
                    let name = embed_name(inner);
                    (name.text.clone(), name.span)
                }
                Item::All(_) | Item::Embed(_) | Item::Count(_) => continue,
            };
            let same = names.iter().filter(|other| **other == name);
            if same.count() < 2 {
                continue;
            }
            let target = &embed.target.text;
            let message =
                format!("`{name}` is selected twice in `...{target}(…)`, which cannot be spread");
            let fault = self.fault(ProblemKind::InvalidQuery, span, target, &name, message);
            self.problems.push(Problem {
                help: Some(format!("select it once, or rename it: `other:{name}`")),
                ..fault
            });
            return;
        }
    }

    /// `count` without parentheses is Postgres' own aggregate over the rows: nothing else can stand
    /// beside it.
    ///
    /// Whether there is one.
    pub(super) fn aggregates(&mut self, level: &Level<'_, 'a>) -> bool {
        let is_aggregate = |item: &&Item| match item {
            Item::Column(column) => {
                let named = level.rows.named(
                    self.request.served,
                    self.request.schema,
                    &column.field.name.text,
                );
                matches!(named, Named::Aggregate)
            }
            Item::All(_) | Item::Count(_) | Item::Embed(_) => false,
        };
        let aggregate = level.items.iter().find(is_aggregate);
        let others = level.items.iter().any(|item| match item {
            Item::Embed(embed) => !embed.items.is_empty(),
            Item::All(_) | Item::Column(_) => !is_aggregate(&item),
            Item::Count(_) => false,
        });
        let Some(Item::Column(column)) = aggregate else {
            return false;
        };
        let name = column.field.name.text.as_str();
        let message = if others {
            format!(
                "`{name}` is an aggregate of all rows of `{}`, so it cannot stand beside columns",
                level.name
            )
        } else if level.depth == 0 && self.request.is_write() {
            format!("`{name}` is an aggregate of all rows, which a write cannot return")
        } else {
            return true;
        };
        let kind = ProblemKind::InvalidQuery;
        let fault = self.fault(kind, column.span, level.name, name, message);
        let help = (name == "count")
            .then(|| "ask for the number by the option `{ count: \"exact\" }`".to_owned());
        self.problems.push(Problem { help, ..fault });
        true
    }
}

/// The name that an embed has in the answer.
fn embed_name(embed: &Embed) -> &Name {
    embed.alias.as_ref().unwrap_or(&embed.target)
}

/// The name that a column has in the answer: of a path, its last key.
pub(super) fn output_name(column: &Column) -> String {
    if let Some(alias) = &column.alias {
        return alias.text.clone();
    }
    let mut keys = column.field.path.iter().rev();
    let key = keys.find(|step| !step.is_index).map(|step| &step.key);
    key.unwrap_or(&column.field.name).text.clone()
}
