//! What a comment says: `tabletrace-ignore rule-a, rule-b -- reason`.

use crate::{
    rules::{self, Rule},
    source::Span,
};

/// Without it in the text of a file, there is nothing to read there.
pub(super) const NEEDLE: &str = "tabletrace";

const PLACE: &str = "tabletrace-ignore";

const FILE: &str = "tabletrace-ignore-file";

/// A comment that silences rules.
#[derive(Clone, Debug)]
pub(super) struct Directive {
    pub(super) reach: Reach,
    /// With the places of their names.
    pub(super) rules: Vec<(&'static Rule, Span)>,
    /// What stands after `--`.
    pub(super) reason: Option<String>,
    /// The directive without what begins and ends the comment.
    pub(super) span: Span,
}

/// How far a directive reaches.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    Place,
    File,
}

/// What is wrong with a directive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Mistake {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

/// Reads the directives of a comment, one for each of its lines that begins with one.
///
/// `comment` is the comment's place in `text`, with all that begins and ends it. A name that is
/// wrong is left out of its directive; one without any name left is none.
pub(super) fn read(
    text: &str,
    comment: Span,
    directives: &mut Vec<Directive>,
    mistakes: &mut Vec<Mistake>,
) {
    let mut start = comment.start as usize;
    let lines = text.get(comment.range()).unwrap_or_default();
    for line in lines.split_inclusive('\n') {
        let inside = line.trim_start_matches(|first: char| " \t/*<!-{".contains(first));
        let at = start + line.len() - inside.len();
        start += line.len();
        let inside = inside.trim_end();
        let closed = ["*/", "-->"]
            .iter()
            .find_map(|end| inside.strip_suffix(end));
        let inside = Part {
            text: closed.unwrap_or(inside).trim_end(),
            at,
        };
        if is_meant(inside.text) {
            directives.extend(directive(inside, mistakes));
        }
    }
}

/// A piece of a file.
#[derive(Clone, Copy, Debug)]
struct Part<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Part<'t> {
    fn span(self) -> Span {
        Span {
            start: self.at as u32,
            end: (self.at + self.text.len()) as u32,
        }
    }

    /// The parts before and after a byte.
    fn split(self, at: usize) -> (Self, Self) {
        let (before, after) = self.text.split_at(at);
        let before = Self {
            text: before,
            at: self.at,
        };
        let after = Self {
            text: after,
            at: self.at + at,
        };
        (before, after)
    }

    fn trim(self) -> Self {
        let trimmed = self.text.trim_start();
        Self {
            text: trimmed.trim_end(),
            at: self.at + self.text.len() - trimmed.len(),
        }
    }

    /// What stands between commas.
    fn names(self) -> Vec<Part<'t>> {
        let mut names = Vec::new();
        let mut rest = self;
        while let Some(comma) = rest.text.find(',') {
            let (name, after) = rest.split(comma);
            names.push(name.trim());
            rest = after.split(1).1;
        }
        names.push(rest.trim());
        names
    }
}

/// Whether a line of a comment is a directive, or was to be one.
fn is_meant(line: &str) -> bool {
    let Some(rest) = line.strip_prefix(NEEDLE) else {
        return false;
    };
    let verb = rest.trim_start_matches(['-', '_', ':', ' ']);
    let verbs = ["ignore", "disable", "suppress", "allow", "expect"];
    verb.len() < rest.len() && verbs.iter().any(|known| verb.starts_with(known))
}

fn directive(line: Part<'_>, mistakes: &mut Vec<Mistake>) -> Option<Directive> {
    let end = line
        .text
        .find(char::is_whitespace)
        .unwrap_or(line.text.len());
    let (word, rest) = line.split(end);
    let reach = match word.text {
        PLACE => Reach::Place,
        FILE => Reach::File,
        other => {
            let mut mistake = |span, message, help: &str| {
                mistakes.push(Mistake {
                    span,
                    message,
                    help: help.to_owned(),
                })
            };
            let help = "a comment on the line or above it is `tabletrace-ignore RULE -- reason`, \
                        one for a whole file `tabletrace-ignore-file RULE -- reason`";
            mistake(word.span(), format!("`{other}` is no directive"), help);
            return None;
        }
    };
    let (names, reason) = reason(rest);
    let names = names.trim();
    if names.text.is_empty() {
        mistakes.push(Mistake {
            span: line.span(),
            message: format!("`{}` names no rule", word.text),
            help: format!("say which: `{} RULE -- reason`", word.text),
        });
        return None;
    }
    let mut rules = Vec::new();
    for name in names.names() {
        match rule(name) {
            Ok(rule) => rules.push((rule, name.span())),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (!rules.is_empty()).then(|| Directive {
        reach,
        rules,
        reason,
        span: line.span(),
    })
}

/// What stands before `--`, and the reason after it.
fn reason(rest: Part<'_>) -> (Part<'_>, Option<String>) {
    let mut dashes = rest.text.match_indices("--").map(|(at, _)| at);
    let is_apart = |at: &usize| rest.text[..*at].ends_with(char::is_whitespace);
    let Some(at) = dashes.find(is_apart) else {
        return (rest, None);
    };
    let (names, after) = rest.split(at);
    let reason = after.text.trim_start_matches('-').trim();
    (names, (!reason.is_empty()).then(|| reason.to_owned()))
}

fn rule(name: Part<'_>) -> Result<&'static Rule, Mistake> {
    if let Some(rule) = rules::by_id(name.text) {
        return Ok(rule);
    }
    let first = name.text.split_whitespace().next().unwrap_or_default();
    let (message, help) = if first.is_empty() {
        let message = "there is no rule beside a comma".to_owned();
        (message, "take the comma away".to_owned())
    } else if rules::by_id(first).is_some() {
        let message = format!("what follows `{first}` is no rule");
        let help = "separate rules by commas, and write a reason after `--`";
        (message, help.to_owned())
    } else {
        let help = match rules::nearest_id(first) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`tabletrace rules` lists them".to_owned(),
        };
        (format!("there is no rule `{first}`"), help)
    };
    let span = match name.text.is_empty() {
        true => Span {
            start: (name.at as u32).saturating_sub(1),
            end: name.at as u32,
        },
        false => name.span(),
    };
    Err(Mistake {
        span,
        message,
        help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `reach: rules (reason)` of each directive, then each mistake.
    fn told(text: &str) -> Vec<String> {
        let (mut directives, mut mistakes) = (Vec::new(), Vec::new());
        let span = Span {
            start: 0,
            end: text.len() as u32,
        };
        read(text, span, &mut directives, &mut mistakes);
        let directives = directives.into_iter().map(|directive| {
            for (rule, span) in &directive.rules {
                assert_eq!(&text[span.range()], rule.id);
            }
            let rules: Vec<&str> = directive.rules.iter().map(|(rule, _)| rule.id).collect();
            let reason = directive.reason.unwrap_or_default();
            format!("{:?}: {} ({reason})", directive.reach, rules.join(" "))
        });
        let mistakes = mistakes
            .into_iter()
            .map(|mistake| format!("{} [{}]", mistake.message, &text[mistake.span.range()]));
        directives.chain(mistakes).collect()
    }

    #[test]
    fn directives_are_read_from_any_comment() {
        let cases: [(&str, &[&str]); 12] = [
            (
                "// tabletrace-ignore unknown-relation -- made elsewhere",
                &["Place: unknown-relation (made elsewhere)"],
            ),
            (
                "/* tabletrace-ignore unknown-relation,unknown-column */",
                &["Place: unknown-relation unknown-column ()"],
            ),
            (
                "/**\n * Old.\n * tabletrace-ignore-file unknown-column --for now\n */",
                &["File: unknown-column (for now)"],
            ),
            (
                "<!-- tabletrace-ignore unknown-column -- so it is -->",
                &["Place: unknown-column (so it is)"],
            ),
            (
                "-- tabletrace-ignore unknown-column -- why -- not",
                &["Place: unknown-column (why -- not)"],
            ),
            ("// see tabletrace-ignore unknown-column", &[]),
            ("// tabletrace-baseline.json holds the rest", &[]),
            (
                "// tabletrace-ignore",
                &["`tabletrace-ignore` names no rule [tabletrace-ignore]"],
            ),
            (
                "// tabletrace-ignore unknown-colum",
                &["there is no rule `unknown-colum` [unknown-colum]"],
            ),
            (
                "// tabletrace-ignore unknown-column because",
                &["what follows `unknown-column` is no rule [unknown-column because]"],
            ),
            (
                "// tabletrace-ignore unknown-column, -- why",
                &[
                    "Place: unknown-column (why)",
                    "there is no rule beside a comma [,]",
                ],
            ),
            (
                "// tabletrace-disable-line unknown-column",
                &["`tabletrace-disable-line` is no directive [tabletrace-disable-line]"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
