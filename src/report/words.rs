//! What the words of the model mean, in the phrases that reports for people use.

use crate::{
    access::{EvidenceKind, Reason, StepKind},
    notice::NoticeKind,
};

/// A number with commas between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The number and the noun that fits it.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// Why a name or an operation is not known.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Parameter => "a parameter, handed in from elsewhere or by nobody",
        Reason::Request => "comes with a request or from the command line",
        Reason::Environment => "an environment variable without a default",
        Reason::Computed => "computed at run time",
        Reason::MissingModule => "defined in a module that is not among the files read",
        Reason::External => "comes from a library",
        Reason::TooMany => "more names than are worth listing",
        Reason::TooDeep => "too deep or circular to follow",
        Reason::NoVerb => "no verb is called on the builder where it can be seen",
        Reason::Unsupported => "a form of code that tabletrace does not understand",
    }
}

/// Why a receiver is held to be a client, as what follows "a client: ".
pub fn evidence(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Created => "created by a client package",
        EvidenceKind::Annotated => "typed with a type of a client package",
        EvidenceKind::Imported => {
            "imported from a module that cannot be read but is named as a client's"
        }
        EvidenceKind::Named => "held to be one by its name only",
        EvidenceKind::Shape => "held to be one by the methods called on it only",
    }
}

/// What happens to a value at a step.
pub fn step(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Literal => "literal",
        StepKind::Constant => "defined",
        StepKind::Import => "imported",
        StepKind::Member => "member",
        StepKind::Element => "element",
        StepKind::Argument => "handed in",
        StepKind::Return => "returned",
        StepKind::Branch => "branch",
        StepKind::EnvironmentDefault => "default",
        StepKind::Annotation => "typed",
        StepKind::Context => "context",
        StepKind::Created => "created",
    }
}

/// What a number of notices of one kind says.
pub fn notices(kind: NoticeKind, number: usize) -> String {
    let (subject, one, many) = match kind {
        NoticeKind::Unreadable => ("file", "could not be read", "could not be read"),
        NoticeKind::InvalidUtf8 => ("file", "is not UTF-8", "are not UTF-8"),
        NoticeKind::TooLarge => (
            "file",
            "is too large and left out",
            "are too large and left out",
        ),
        NoticeKind::Minified => ("minified bundle", "left out", "left out"),
        NoticeKind::Generated => ("generated file", "left out", "left out"),
        NoticeKind::SyntaxError => ("file", "did not fully parse", "did not fully parse"),
        NoticeKind::Manifest => ("manifest", "could not be used", "could not be used"),
        NoticeKind::Schema => ("part of a schema", "is not known", "are not known"),
        NoticeKind::Cache => ("cache file", "could not be used", "could not be used"),
    };
    let verb = if number == 1 { one } else { many };
    let subjects = match kind {
        NoticeKind::Schema => "parts of a schema".to_owned(),
        NoticeKind::Unreadable
        | NoticeKind::InvalidUtf8
        | NoticeKind::TooLarge
        | NoticeKind::Minified
        | NoticeKind::Generated
        | NoticeKind::SyntaxError
        | NoticeKind::Manifest
        | NoticeKind::Cache => format!("{subject}s"),
    };
    format!("{} {verb}", counted(number, subject, &subjects))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let all = [0, 999, 1000, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "file", "files"), "1 file");
    }
}
