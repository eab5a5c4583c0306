//! What a configuration sets about rules.

use std::collections::BTreeMap;

use super::{
    error::ConfigError,
    file::{File, RuleLevel, Rules},
    place::{self, Step},
};
use crate::{
    assign::Belonging,
    declared::{Declared, DeclaredClass, Legacy},
    finding::Severity,
    glob::{NameGlobs, PathGlobs},
    rules::{
        self,
        options::{Level, Options, Override, Reasons},
    },
};

/// The options that a file means; `text` is where errors point into.
pub(super) fn of(file: &File, text: &str) -> Result<Options, ConfigError> {
    let ignored_relations = NameGlobs::new(&file.ignore_relations).map_err(|error| {
        unusable_glob(text, &error.to_string(), &[Step::Key("ignore-relations")])
    })?;
    Ok(Options {
        levels: levels(&file.rules, text, &[Step::Key("rules")])?,
        overrides: overrides(file, text)?,
        ignored_relations,
        declared: Declared {
            legacy: legacy(file),
            classes: classes(file, text)?,
        },
        reasons: if file.require_reason {
            Reasons::Required
        } else {
            Reasons::Optional
        },
        belongings: belongings(file, text)?,
        ..Options::default()
    })
}

fn overrides(file: &File, text: &str) -> Result<Vec<Override>, ConfigError> {
    let mut overrides = Vec::new();
    for (index, config) in file.overrides.iter().enumerate() {
        let way = [Step::Key("override"), Step::Item(index)];
        let paths = path_globs(&config.paths, text, &way)?;
        let levels = levels(&config.rules, text, &[way[0], way[1], Step::Key("rules")])?;
        overrides.push(Override { paths, levels });
    }
    Ok(overrides)
}

fn belongings(file: &File, text: &str) -> Result<Vec<Belonging>, ConfigError> {
    let mut belongings = Vec::new();
    for (index, database) in file.database.iter().enumerate() {
        if database.paths.is_empty() {
            continue;
        }
        let way = [Step::Key("database"), Step::Item(index)];
        belongings.push(Belonging {
            database: database.name.clone(),
            paths: path_globs(&database.paths, text, &way)?,
        });
    }
    Ok(belongings)
}

fn legacy(file: &File) -> Vec<Legacy> {
    let legacy = file.legacy.iter();
    legacy
        .map(|legacy| Legacy {
            relation: legacy.relation.clone(),
            replaced_by: legacy.replaced_by.clone(),
        })
        .collect()
}

fn classes(file: &File, text: &str) -> Result<Vec<DeclaredClass>, ConfigError> {
    let mut classes = Vec::new();
    for (index, config) in file.classes.iter().enumerate() {
        let way = [
            Step::Key("class"),
            Step::Item(index),
            Step::Key("relations"),
        ];
        let relations = NameGlobs::new(&config.relations)
            .map_err(|error| unusable_glob(text, &error.to_string(), &way))?;
        classes.push(DeclaredClass {
            relations,
            class: config.class,
            because: config.because.clone(),
        });
    }
    Ok(classes)
}

/// The globs of the key `paths` of the table that the way leads to.
fn path_globs(globs: &[String], text: &str, way: &[Step<'_>; 2]) -> Result<PathGlobs, ConfigError> {
    let way = [way[0], way[1], Step::Key("paths")];
    PathGlobs::new(globs).map_err(|error| unusable_glob(text, &error.to_string(), &way))
}

fn unusable_glob(text: &str, message: &str, way: &[Step<'_>]) -> ConfigError {
    ConfigError::new(text, message, place::of(text, way))
}

fn levels(
    rules: &Rules,
    text: &str,
    way: &[Step<'_>],
) -> Result<BTreeMap<&'static str, Level>, ConfigError> {
    let mut levels = BTreeMap::new();
    for (id, level) in &rules.0 {
        let Some(rule) = rules::by_id(id) else {
            let way = [way, &[Step::Key(id)]].concat();
            let message = format!("no rule is called `{id}`");
            let error = ConfigError::new(text, message, place::of(text, &way));
            return Err(error.help(Some(meant(id))));
        };
        levels.insert(rule.id, level_of(*level));
    }
    Ok(levels)
}

/// Which rule was probably meant, or how to find it.
fn meant(id: &str) -> String {
    match rules::nearest_id(id) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`tabletrace rules` lists the rules".to_owned(),
    }
}

fn level_of(level: RuleLevel) -> Level {
    match level {
        RuleLevel::Error => Level::At(Severity::Error),
        RuleLevel::Warning => Level::At(Severity::Warning),
        RuleLevel::Note => Level::At(Severity::Note),
        RuleLevel::Off => Level::Off,
    }
}
