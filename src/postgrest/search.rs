//! Queries of text searches, as `to_tsquery` reads them.

/// What a query is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Token {
    /// A word, with its weights and its star.
    Word,
    /// `&`, `|`, `<->`
    Between,
    /// `!`
    Not,
    Opening,
    Closing,
}

/// What is wrong with a query; `None` also when that is not known.
pub(super) fn fault(text: &str) -> Option<&'static str> {
    // Escapes and weights that stand alone are rare, and not followed.
    if text.contains('\\') || text.trim().is_empty() {
        return None;
    }
    let tokens = match tokens(text) {
        Read::Tokens(tokens) => tokens,
        Read::OpenQuote => return Some("a quote is not closed"),
        Read::Unknown => return None,
    };
    let mut depth = 0_usize;
    let mut wants_word = true;
    for token in tokens {
        match (token, wants_word) {
            (Token::Word, true) => wants_word = false,
            (Token::Word | Token::Not | Token::Opening, false) => {
                return Some("there is no `&` or `|` between its words");
            }
            (Token::Between, false) => wants_word = true,
            (Token::Between | Token::Closing, true) => return Some("a word is missing"),
            (Token::Not, true) => {}
            (Token::Opening, true) => depth += 1,
            (Token::Closing, false) => {
                let Some(outer) = depth.checked_sub(1) else {
                    return Some("a parenthesis closes nothing");
                };
                depth = outer;
            }
        }
    }
    if wants_word {
        Some("a word is missing at its end")
    } else if depth > 0 {
        Some("a parenthesis is not closed")
    } else {
        None
    }
}

#[derive(Debug)]
enum Read {
    Tokens(Vec<Token>),
    OpenQuote,
    Unknown,
}

fn tokens(text: &str) -> Read {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let (token, after) = match first {
            '&' | '|' => (Token::Between, after),
            '!' => (Token::Not, after),
            '(' => (Token::Opening, after),
            ')' => (Token::Closing, after),
            '<' => match after.split_once('>') {
                Some((_, after)) => (Token::Between, after),
                None => return Read::Unknown,
            },
            '\'' => match after_quoted(after) {
                Some(after) => (Token::Word, without_weights(after)),
                None => return Read::OpenQuote,
            },
            ':' => return Read::Unknown,
            _ => {
                let is_end = |sign: char| sign.is_whitespace() || "&|!()<:".contains(sign);
                let end = rest.find(is_end).unwrap_or(rest.len());
                (
                    Token::Word,
                    without_weights(rest.get(end..).unwrap_or_default()),
                )
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Read::Tokens(tokens)
}

/// What follows a text in quotes, in which two quotes stand for one.
fn after_quoted(mut text: &str) -> Option<&str> {
    loop {
        let (_, after) = text.split_once('\'')?;
        match after.strip_prefix('\'') {
            Some(after) => text = after,
            None => return Some(after),
        }
    }
}

/// What follows `:*AB`.
fn without_weights(text: &str) -> &str {
    match text.strip_prefix(':') {
        Some(weights) => weights.trim_start_matches(['*', 'A', 'B', 'C', 'D', 'a', 'b', 'c', 'd']),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    /// What Postgres 15 took and refused.
    #[test]
    fn queries_are_read_as_postgres_reads_them() {
        for text in [
            "fat & cat",
            "fat:*",
            "fat:* & cat",
            "!fat",
            "fat <-> cat",
            "(fat | cat) & dog",
            "fat<2>cat",
            "a:B",
            "a'b",
            "a-b",
            "",
            "  ",
            "'a b'",
            "a,b",
            "foo.bar",
            "it's",
            "a\\ b",
            "'it''s' & b",
            "! ! a",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
        for text in [
            "fat cat",
            "fat &",
            "& fat",
            "'fat",
            "'a' 'b'",
            "what, now",
            "(fat",
            "fat)",
            "a b:*",
            "fat & & cat",
            "fat !cat",
            "fat (cat)",
            "()",
            "fat & ()",
            "it's fine",
        ] {
            assert_ne!(fault(text), None, "{text}");
        }
    }
}
