//! Clauses in words, each part under the place that it is written at.

use tabletrace::{
    clause::{Clause, ClauseKind, Given, Key, Literal, Row, RowSet, Rows, Texts, Values},
    operation::Known,
    source::Location,
};

type Label = (Location, String);

/// What is said of a clause.
pub(crate) fn labels(clause: &Clause) -> Vec<Label> {
    let method = clause.method;
    let mut labels = Vec::new();
    match &clause.kind {
        ClauseKind::Select { list: None } => labels.push((clause.location, "all columns".into())),
        ClauseKind::Select { list: Some(list) } => texts(method, list, &mut labels),
        ClauseKind::Filter {
            column,
            operator,
            value,
            referenced,
        } => {
            texts(method, column, &mut labels);
            optional("operator", operator.as_ref(), &mut labels);
            given(clause, value, &mut labels);
            optional("of", referenced.as_ref(), &mut labels);
        }
        ClauseKind::Match { columns } => rows(method, columns, &mut labels),
        ClauseKind::Or {
            filters,
            referenced,
        } => {
            texts(method, filters, &mut labels);
            optional("of", referenced.as_ref(), &mut labels);
        }
        ClauseKind::Order { column, referenced } => {
            texts(method, column, &mut labels);
            optional("of", referenced.as_ref(), &mut labels);
        }
        ClauseKind::Limit { referenced } => {
            labels.push((clause.location, "limit".into()));
            optional("of", referenced.as_ref(), &mut labels);
        }
        ClauseKind::Write {
            rows: written,
            on_conflict,
            default_to_null,
            ignore_duplicates,
        } => {
            rows(method, written, &mut labels);
            if written.open {
                labels.push((clause.location, "other rows".into()));
            }
            optional("on conflict", on_conflict.as_ref(), &mut labels);
            if *default_to_null != Known::Yes {
                let label = format!("default to null: {}", default_to_null.as_str());
                labels.push((clause.location, label));
            }
            if *ignore_duplicates != Known::No {
                let label = format!("ignore duplicates: {}", ignore_duplicates.as_str());
                labels.push((clause.location, label));
            }
        }
        ClauseKind::Arguments {
            rows: handed,
            in_address,
        } => {
            rows(method, handed, &mut labels);
            if handed.open {
                labels.push((clause.location, "other rows".into()));
            }
            if *in_address != Known::No {
                let label = format!("in the address: {}", in_address.as_str());
                labels.push((clause.location, label));
            }
        }
        ClauseKind::Changes { event, filter } => {
            optional("event", event.as_ref(), &mut labels);
            optional("filter", filter.as_ref(), &mut labels);
        }
        ClauseKind::Single => labels.push((clause.location, "single".into())),
        ClauseKind::Other => labels.push((clause.location, format!("other {method}"))),
    }
    labels
}

fn texts(word: &str, texts: &Texts, labels: &mut Vec<Label>) {
    for text in &texts.alternatives {
        let shown = text.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let made = if text.verbatim { "" } else { " (put together)" };
        labels.push((text.location, format!("{word} {shown}{made}")));
    }
    if texts.open {
        labels.push((texts.location, format!("{word} ?")));
    }
}

fn optional(word: &str, option: Option<&Texts>, labels: &mut Vec<Label>) {
    if let Some(option) = option {
        texts(word, option, labels);
    }
}

fn given(clause: &Clause, values: &Values, labels: &mut Vec<Label>) {
    for given in &values.alternatives {
        labels.push((given.location, format!("value {}", literal(&given.literal))));
    }
    if values.open {
        labels.push((clause.location, "value ?".into()));
    }
}

fn rows(word: &str, rows: &Rows, labels: &mut Vec<Label>) {
    for set in &rows.alternatives {
        labels.push((set.location, format!("{word} {}", set_of(set))));
        for key in set.rows.iter().flat_map(|row| &row.keys) {
            labels.push((key.location, key_of(key)));
        }
    }
}

fn set_of(set: &RowSet) -> String {
    let mut words = vec![match (set.is_list, set.rows.len()) {
        (false, _) => "a row".to_owned(),
        (true, count) => format!("rows: {count}"),
    }];
    if set.repeated {
        words.push("repeated".into());
    }
    if set.open {
        words.push("others".into());
    }
    let open = |row: &&Row| row.open;
    match set.rows.iter().filter(open).count() {
        0 => {}
        count => words.push(format!("open: {count}")),
    }
    words.join(", ")
}

fn key_of(key: &Key) -> String {
    let sometimes = if key.always { "" } else { "sometimes " };
    format!("{sometimes}{} = {}", key.name, one_of(&key.value))
}

fn one_of(values: &Values) -> String {
    let known = |given: &Given| literal(&given.literal);
    let mut parts: Vec<String> = values.alternatives.iter().map(known).collect();
    if values.open || parts.is_empty() {
        parts.push("?".into());
    }
    parts.join(" | ")
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("'{text}'"),
        Literal::Number(source) => source.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Null => "null".into(),
        Literal::Undefined => "undefined".into(),
        Literal::List(elements) => {
            let elements: Vec<String> = elements.iter().map(one_of).collect();
            format!("[{}]", elements.join(", "))
        }
        Literal::Object => "{}".into(),
    }
}
