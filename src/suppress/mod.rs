//! Suppressions: comments that say which findings are meant to be there.

mod comment;

mod directive;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use memchr::memmem;

use self::{
    comment::{Comment, Language, Read},
    directive::{Directive, Mistake, Reach},
};
use crate::{
    finding::{Finding, Place, Subject},
    rules::{Context, Rule, invalid_suppression, options::Reasons, unused_suppression},
    source::{LineIndex, Span},
};

/// Findings after suppression comments were applied.
#[derive(Debug, Default)]
pub struct Applied {
    pub findings: Vec<Finding>,
    /// Those that a comment hides, with its reason.
    pub suppressed: Vec<Suppressed>,
}

/// A finding that a comment hides.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Suppressed {
    pub finding: Finding,
    /// What the comment says after `--`.
    pub reason: Option<String>,
}

/// Takes out what comments suppress, and adds what is wrong with the comments.
///
/// `ran` says whether a rule, by its id, was to report on a file, by its path: a suppression of one
/// that was not is never unused.
pub fn apply(
    context: &Context<'_>,
    findings: Vec<Finding>,
    ran: &dyn Fn(&str, &str) -> bool,
) -> Applied {
    let mut files = marked(context);
    let mut applied = Applied::default();
    applied.take(findings, &mut files);
    let mut own: Vec<Finding> = files
        .values()
        .flat_map(|file| file.invalid(context))
        .collect();
    for file in files.values() {
        own.extend(file.unused(|rule| !is_own(rule) && ran(rule.id, file.path)));
    }
    own.retain(|finding| ran(finding.rule, &finding.place.path));
    applied.take(own, &mut files);
    for file in files.values() {
        let unused = file.unused(|rule| is_own(rule) && ran(rule.id, file.path));
        let is_wanted = |_: &Finding| ran(unused_suppression::RULE.id, file.path);
        applied
            .findings
            .extend(unused.into_iter().filter(is_wanted));
    }
    applied
}

/// Whether a rule is about suppressions.
fn is_own(rule: &Rule) -> bool {
    [invalid_suppression::RULE.id, unused_suppression::RULE.id].contains(&rule.id)
}

impl Applied {
    /// Adds findings, each on the side it belongs to.
    fn take(&mut self, findings: Vec<Finding>, files: &mut BTreeMap<&str, Marked<'_>>) {
        for finding in findings {
            let path = finding.place.path.as_str();
            let hidden = files.get_mut(path).and_then(|file| file.suppress(&finding));
            match hidden {
                Some(reason) => self.suppressed.push(Suppressed { finding, reason }),
                None => self.findings.push(finding),
            }
        }
    }
}

/// A file that has directives.
#[derive(Debug)]
struct Marked<'a> {
    path: &'a str,
    text: &'a str,
    lines: LineIndex,
    read: Read,
    marks: Vec<Mark>,
    mistakes: Vec<Mistake>,
}

/// A directive and what it is for.
#[derive(Debug)]
struct Mark {
    directive: Directive,
    /// The line that it speaks of, 1-based; `None` for the whole file.
    line: Option<u32>,
    /// Parallel to the directive's rules: whether it hid a finding.
    used: Vec<bool>,
}

/// The files that have directives, by path.
fn marked<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Marked<'a>> {
    let finder = memmem::Finder::new(directive::NEEDLE);
    let code = context.sources.files().iter();
    let code = code.map(|file| (&file.path, &file.text, Language::Code(file.dialect)));
    let sql = context.files.iter();
    let sql = sql.filter(|file| file.path.ends_with(".sql"));
    let sql = sql.map(|file| (&file.path, &file.text, Language::Sql));
    let mut files = BTreeMap::new();
    for (path, text, language) in code.chain(sql) {
        if finder.find(text.as_bytes()).is_none() {
            continue;
        }
        let file = Marked::new(path, text, language);
        if !file.marks.is_empty() || !file.mistakes.is_empty() {
            files.insert(path.as_str(), file);
        }
    }
    files
}

impl<'a> Marked<'a> {
    fn new(path: &'a str, text: &'a str, language: Language) -> Self {
        let mut file = Self {
            path,
            text,
            lines: LineIndex::default(),
            read: comment::read(language, text),
            marks: Vec::new(),
            mistakes: Vec::new(),
        };
        let alone = file.lines_of_comments();
        let comments = file.read.comments().to_vec();
        for comment in comments {
            let mut directives = Vec::new();
            directive::read(text, comment.span, &mut directives, &mut file.mistakes);
            for directive in directives {
                file.add(directive, comment, &alone);
            }
        }
        file
    }

    fn add(&mut self, directive: Directive, comment: Comment, alone: &[(u32, u32)]) {
        if directive.reach == Reach::File && !comment.is_head {
            self.mistakes.push(Mistake {
                span: directive.span,
                message: "`tabletrace-ignore-file` comes after code".to_owned(),
                help: "it belongs into the first comment of the file".to_owned(),
            });
            return;
        }
        let line = match directive.reach {
            Reach::File => None,
            Reach::Place => Some(self.line_meant(comment, alone)),
        };
        self.marks.push(Mark {
            used: vec![false; directive.rules.len()],
            directive,
            line,
        });
    }

    fn line(&self, offset: u32) -> u32 {
        self.lines.position(self.text, offset).line
    }

    /// The first and last lines of comments that have their lines for themselves, in order.
    fn lines_of_comments(&self) -> Vec<(u32, u32)> {
        let comments = self.read.comments().iter();
        let alone = comments.filter(|comment| self.is_alone(comment.span));
        let lines = alone.map(|Comment { span, .. }| (self.line(span.start), self.line(span.end)));
        lines.collect()
    }

    fn is_alone(&self, comment: Span) -> bool {
        let (start, end) = (comment.start as usize, comment.end as usize);
        let before = self.text[..start].rsplit('\n').next().unwrap_or_default();
        let after = self.text[end..].split('\n').next().unwrap_or_default();
        // The braces are those around a comment in JSX.
        ["", "{"].contains(&before.trim()) && ["", "}"].contains(&after.trim())
    }

    /// The line of a comment beside code, else the next one that is no comment.
    fn line_meant(&self, comment: Comment, alone: &[(u32, u32)]) -> u32 {
        if !self.is_alone(comment.span) {
            return self.line(comment.span.start);
        }
        let mut line = self.line(comment.span.end) + 1;
        for (first, last) in alone {
            if *first == line {
                line = last + 1;
            }
        }
        line
    }

    /// Whether a directive hides a finding, with its reason.
    fn suppress(&mut self, finding: &Finding) -> Option<Option<String>> {
        let span = finding.place.span;
        let mut lines = vec![self.line(span.start)];
        lines.extend(
            self.read
                .statement_start(span)
                .map(|start| self.line(start)),
        );
        for mark in &mut self.marks {
            let reaches = mark.line.is_none_or(|line| lines.contains(&line));
            let mut rules = mark.directive.rules.iter();
            let named = rules.position(|(rule, _)| rule.id == finding.rule);
            if let (true, Some(index)) = (reaches, named) {
                mark.used[index] = true;
                return Some(mark.directive.reason.clone());
            }
        }
        None
    }

    /// What is wrong with the directives.
    fn invalid(&self, context: &Context<'_>) -> Vec<Finding> {
        let mut mistakes = self.mistakes.clone();
        if context.options.reasons == Reasons::Required {
            let marks = self.marks.iter().map(|mark| &mark.directive);
            let without = marks.filter(|directive| directive.reason.is_none());
            mistakes.extend(without.map(|directive| Mistake {
                span: directive.span,
                message: "the suppression gives no reason".to_owned(),
                help: "write it after `--`".to_owned(),
            }));
        }
        let findings = mistakes.into_iter().map(|mistake| {
            let Mistake {
                span,
                message,
                help,
            } = mistake;
            let text = self.text[span.range()].to_owned();
            self.finding(&invalid_suppression::RULE, span, message, help, text)
        });
        findings.collect()
    }

    /// The names in directives that hid nothing, of the rules asked for.
    fn unused(&self, is_asked: impl Fn(&Rule) -> bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        for Mark {
            directive, used, ..
        } in &self.marks
        {
            let named = directive.rules.iter().zip(used);
            let unused = named.filter(|((rule, _), used)| !**used && is_asked(rule));
            for ((rule, span), _) in unused {
                let id = rule.id;
                let message = match directive.reach {
                    Reach::Place => format!("there is no `{id}` here to suppress"),
                    Reach::File => format!("there is no `{id}` in this file to suppress"),
                };
                let help = match directive.rules.len() {
                    1 => "take the comment away".to_owned(),
                    _ => format!("take `{id}` out of the comment"),
                };
                let rule = &unused_suppression::RULE;
                findings.push(self.finding(rule, *span, message, help, id.to_owned()));
            }
        }
        findings
    }

    fn finding(
        &self,
        rule: &Rule,
        span: Span,
        message: String,
        help: String,
        part: String,
    ) -> Finding {
        let place = Place {
            path: self.path.to_owned(),
            span,
        };
        let subject = Subject {
            part,
            ..Subject::default()
        };
        Finding {
            help: Some(help),
            ..rule.finding(place, subject, message)
        }
    }
}
