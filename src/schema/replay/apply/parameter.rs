//! Storage parameters and options of views: `WITH (…)`.

use crate::{
    schema::replay::failure::{Applied, Stop},
    sql::name::Word,
};

const OF_VIEWS: &[&str] = &["check_option", "security_barrier", "security_invoker"];

/// Those of tables, which materialized views have too; `autovacuum_…` and `vacuum_…` besides.
const OF_TABLES: &[&str] = &[
    "fillfactor",
    "log_autovacuum_min_duration",
    "parallel_workers",
    "toast_tuple_target",
    "user_catalog_table",
];

/// Whether an access method has all the parameters; those of an extension may have any.
///
/// # Errors
///
/// 22023 for one that it does not have.
pub(super) fn of_index(method: &str, parameters: &[Word]) -> Applied {
    let known: &[&str] = match method {
        "btree" => &["fillfactor", "deduplicate_items"],
        "hash" | "spgist" => &["fillfactor"],
        "gist" => &["fillfactor", "buffering"],
        "gin" => &["fastupdate", "gin_pending_list_limit"],
        "brin" => &["pages_per_range", "autosummarize"],
        _ => return Ok(()),
    };
    check(parameters, |name| known.contains(&name))
}

/// # Errors
///
/// 22023 for one that views do not have.
pub(super) fn of_view(parameters: &[Word]) -> Applied {
    check(parameters, |name| OF_VIEWS.contains(&name))
}

/// # Errors
///
/// 22023 for one that materialized views do not have.
pub(super) fn of_materialized_view(parameters: &[Word]) -> Applied {
    check(parameters, |name| {
        OF_TABLES.contains(&name) || name.starts_with("autovacuum_") || name.starts_with("vacuum_")
    })
}

fn check(parameters: &[Word], is_known: impl Fn(&str) -> bool) -> Applied {
    let mut unknown = parameters.iter().filter(|word| !is_known(&word.text));
    match unknown.next() {
        None => Ok(()),
        Some(word) => {
            let message = format!("unrecognized parameter \"{}\"", word.text);
            Err(Stop::failed("22023", message).at(word.span))
        }
    }
}
