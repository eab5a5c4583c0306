//! What binds tighter in an expression.
//!
//! The parser's own order differs from Postgres' (`a BETWEEN b AND c` binds tightest, `a || b || c`
//! groups from the right), so every run of operators is put in order anew, by the precedences of
//! `gram.y`.

use squawk_parser::SyntaxKind;

use super::{
    expressions::{expression, is_expression, other},
    operators,
    power::Power,
    tree::Node,
};
use crate::sql::expression::{Expression, ExpressionKind};

/// How many operators may nest in one run; the operands of more stand side by side.
const MOST_NESTED: usize = 150;

/// A piece of a run of operators, from left to right.
#[derive(Clone, Copy)]
pub enum Part<'t> {
    Operand(Node<'t>),
    /// A prefix operator.
    Prefix(Node<'t>),
    /// An operator between two operands, by the element that says which.
    Infix(Node<'t>),
    /// What follows an operand and takes none: `IS NULL`, `::type`, `COLLATE c`; the element that
    /// says which, and the whole node.
    Postfix(Node<'t>, Node<'t>),
    /// `BETWEEN`, with the `NOT` before it.
    Between(Node<'t>, Option<Node<'t>>),
    /// The `AND` of a `BETWEEN`.
    BetweenAnd(Node<'t>),
}

/// Whether a node of this kind is a run of operators, or part of one.
pub fn is_run(node: Node<'_>) -> bool {
    match node.kind() {
        SyntaxKind::BIN_EXPR
        | SyntaxKind::PREFIX_EXPR
        | SyntaxKind::POSTFIX_EXPR
        | SyntaxKind::BETWEEN_EXPR => true,
        SyntaxKind::COLLATE => node
            .children()
            .next()
            .is_some_and(|first| is_expression(first.kind())),
        SyntaxKind::CAST_EXPR => node.has(SyntaxKind::COLON_COLON),
        _ => false,
    }
}

/// The expression that a run of operators is.
pub fn run(node: Node<'_>) -> Expression {
    let parts = parts(node);
    let levels = longest_row(&parts);
    let read = node.below(levels.min(MOST_NESTED), || {
        let mut reader = Reader {
            parts: &parts,
            at: 0,
            whole: node,
        };
        let value = reader.read(Power::Any);
        if let Some(part) = reader.parts.get(reader.at) {
            part.node().reject();
        }
        value
    });
    read.unwrap_or_else(|| {
        let operands = parts.iter().filter_map(|part| part.operand());
        other(node, operands.map(expression).collect())
    })
}

/// The pieces of a run in the order they stand in.
fn parts(node: Node<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut waiting = vec![Work::Node(node)];
    while let Some(next) = waiting.pop() {
        match next {
            Work::Part(part) => parts.push(part),
            Work::Node(node) if is_run(node) => {
                let from = waiting.len();
                pieces(node, &mut waiting);
                waiting[from..].reverse();
            }
            Work::Node(node) => parts.push(Part::Operand(node)),
        }
    }
    parts
}

enum Work<'t> {
    Node(Node<'t>),
    Part(Part<'t>),
}

/// The pieces of one node of a run.
fn pieces<'t>(node: Node<'t>, pieces: &mut Vec<Work<'t>>) {
    let mut before = Before::Start;
    let mut not = None;
    for child in node.children() {
        if is_expression(child.kind()) {
            pieces.push(Work::Node(child));
            before = Before::Operand;
            continue;
        }
        let part = match (node.kind(), child.kind()) {
            (SyntaxKind::CAST_EXPR, SyntaxKind::COLON_COLON)
            | (SyntaxKind::COLLATE, SyntaxKind::COLLATE_KW) => Part::Postfix(child, node),
            (SyntaxKind::CAST_EXPR | SyntaxKind::COLLATE, _) => continue,
            (SyntaxKind::POSTFIX_EXPR, _) => Part::Postfix(child, node),
            (SyntaxKind::BETWEEN_EXPR, SyntaxKind::NOT_KW) => {
                not = Some(child);
                continue;
            }
            (SyntaxKind::BETWEEN_EXPR, SyntaxKind::BETWEEN_KW) => Part::Between(child, not),
            (SyntaxKind::BETWEEN_EXPR, SyntaxKind::AND_KW) => Part::BetweenAnd(child),
            (SyntaxKind::BETWEEN_EXPR, _) => continue,
            (SyntaxKind::PREFIX_EXPR, _) => Part::Prefix(child),
            (_, _) if before == Before::Operand => Part::Infix(child),
            (_, _) => continue,
        };
        pieces.push(Work::Part(part));
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Before {
    Start,
    Operand,
}

/// How many operators stand in a row at most, without `AND` and `OR`, which nest nothing.
fn longest_row(parts: &[Part<'_>]) -> usize {
    let mut longest = 0;
    let mut row = 0;
    for part in parts {
        match part {
            Part::Operand(_) => {}
            Part::Infix(operator)
                if matches!(operator.kind(), SyntaxKind::AND_KW | SyntaxKind::OR_KW) =>
            {
                row = 0;
            }
            Part::Prefix(_)
            | Part::Infix(_)
            | Part::Postfix(..)
            | Part::Between(..)
            | Part::BetweenAnd(_) => {
                row += 1;
                longest = longest.max(row);
            }
        }
    }
    longest
}

impl<'t> Part<'t> {
    fn operand(&self) -> Option<Node<'t>> {
        match self {
            Self::Operand(node) => Some(*node),
            Self::Prefix(_)
            | Self::Infix(_)
            | Self::Postfix(..)
            | Self::Between(..)
            | Self::BetweenAnd(_) => None,
        }
    }

    fn node(&self) -> Node<'t> {
        match self {
            Self::Operand(node)
            | Self::Prefix(node)
            | Self::Infix(node)
            | Self::Postfix(node, _)
            | Self::BetweenAnd(node) => *node,
            Self::Between(between, not) => not.unwrap_or(*between),
        }
    }

    /// How tight it binds what is on its left; `None` ends an expression.
    fn power(&self) -> Option<Power> {
        match self {
            Self::Operand(_) | Self::Prefix(_) | Self::BetweenAnd(_) => None,
            Self::Between(..) => Some(Power::Pattern),
            Self::Infix(operator) => Some(Power::of_infix(operator.kind())),
            Self::Postfix(operator, _) => Some(match operator.kind() {
                SyntaxKind::COLON_COLON => Power::Cast,
                SyntaxKind::COLLATE_KW => Power::Collate,
                SyntaxKind::AT_LOCAL => Power::AtTimeZone,
                _ => Power::Is,
            }),
        }
    }
}

/// Reads a run from left to right.
struct Reader<'r, 't> {
    parts: &'r [Part<'t>],
    at: usize,
    whole: Node<'t>,
}

impl<'t> Reader<'_, 't> {
    fn next(&mut self) -> Option<Part<'t>> {
        let part = self.parts.get(self.at).copied();
        self.at += 1;
        part
    }

    /// The expression from here on, as far as operators bind at least as tight as `least`.
    fn read(&mut self, least: Power) -> Expression {
        let from = self.at;
        let mut left = self.operand();
        let mut nested = 0;
        let mut beside = Vec::new();
        while let Some(part) = self.parts.get(self.at).copied()
            && let Some(power) = part.power()
            && power >= least
        {
            self.at += 1;
            if let Part::Infix(operator) = part
                && matches!(power, Power::And | Power::Or)
            {
                left = self.logical(left, operator, power);
                left = self.covering(left, from);
                continue;
            }
            nested += 1;
            if nested > MOST_NESTED {
                let nothing = other(part.node(), Vec::new());
                beside.push(std::mem::replace(&mut left, nothing));
            }
            left = self.apply(left, part, power);
            left = self.covering(left, from);
            if power.is_single()
                && let Some(after) = self.parts.get(self.at)
                && after.power() == Some(power)
            {
                after.node().reject();
            }
        }
        if beside.is_empty() {
            return left;
        }
        beside.push(left);
        other(self.whole, beside)
    }

    /// An operand with the operators before it.
    fn operand(&mut self) -> Expression {
        let from = self.at;
        match self.next() {
            Some(Part::Operand(node)) => expression(node),
            Some(Part::Prefix(operator)) => {
                let power = match operator.kind() {
                    SyntaxKind::NOT_KW => Power::Not,
                    SyntaxKind::PLUS | SyntaxKind::MINUS => Power::Sign,
                    _ => Power::Sum,
                };
                let read = operator.below(1, || self.read(power));
                match read {
                    Some(value) => self.covering(operators::prefixed(operator, value), from),
                    None => {
                        operator.leave_out();
                        other(operator, Vec::new())
                    }
                }
            }
            Some(part) => {
                part.node().reject();
                other(part.node(), Vec::new())
            }
            None => other(self.whole, Vec::new()),
        }
    }

    /// An expression with the parentheses of the parts since `from`: its text can stand alone.
    fn covering(&self, mut expression: Expression, from: usize) -> Expression {
        let read = self.parts.get(from..self.at).unwrap_or_default();
        if let (Some(first), Some(last)) = (read.first(), read.last()) {
            let span = &mut expression.span;
            span.start = span.start.min(first.node().span().start);
            span.end = span.end.max(last.node().span().end);
        }
        expression
    }

    /// `a AND b AND c` or `a OR b OR c`.
    fn logical(&mut self, left: Expression, operator: Node<'t>, power: Power) -> Expression {
        let is_and = operator.kind() == SyntaxKind::AND_KW;
        let mut span = left.span;
        let mut operands = Vec::new();
        push_flat(&mut operands, left, is_and);
        loop {
            let right = self.read(power.tighter());
            span.end = right.span.end;
            push_flat(&mut operands, right, is_and);
            match self.parts.get(self.at) {
                Some(Part::Infix(next)) if next.kind() == operator.kind() => self.at += 1,
                Some(_) | None => break,
            }
        }
        Expression {
            kind: if is_and {
                ExpressionKind::And(operands)
            } else {
                ExpressionKind::Or(operands)
            },
            span,
        }
    }

    fn apply(&mut self, left: Expression, part: Part<'t>, power: Power) -> Expression {
        let mut span = left.span;
        let kind = match part {
            Part::Postfix(operator, node) => {
                span.end = node.span().end;
                operators::postfixed(operator, node, left)
            }
            Part::Between(between, not) => {
                let low = self.read(Power::Is);
                if let Some(Part::BetweenAnd(_)) = self.parts.get(self.at) {
                    self.at += 1;
                } else {
                    between.reject();
                }
                let high = self.read(power.tighter());
                span.end = high.span.end;
                ExpressionKind::Between {
                    value: Box::new(left),
                    low: Box::new(low),
                    high: Box::new(high),
                    negated: not.is_some(),
                }
            }
            Part::Infix(operator) => {
                let is_in = matches!(operator.kind(), SyntaxKind::IN_KW | SyntaxKind::NOT_IN);
                let is_is = matches!(operator.kind(), SyntaxKind::IS_KW | SyntaxKind::IS_NOT);
                // What these take is no expression.
                if (is_in || is_is)
                    && let Some(Part::Operand(node)) = self.parts.get(self.at)
                {
                    self.at += 1;
                    span.end = node.span().end;
                    operators::of_node(operator, left, *node)
                } else {
                    self.infix(left, operator, power, &mut span)
                }
            }
            Part::Operand(_) | Part::Prefix(_) | Part::BetweenAnd(_) => {
                ExpressionKind::Other(vec![left])
            }
        };
        Expression { kind, span }
    }

    fn infix(
        &mut self,
        left: Expression,
        operator: Node<'t>,
        power: Power,
        span: &mut crate::source::Span,
    ) -> ExpressionKind {
        if let Some(Part::Operand(node)) = self.parts.get(self.at)
            && let Some(every) = super::calls::any_or_all(*node)
        {
            self.at += 1;
            span.end = node.span().end;
            return operators::compared_to_all(operator, left, every);
        }
        let tighter = match power {
            Power::Pattern => Power::Operator,
            _ => power.tighter(),
        };
        let right = self.read(tighter);
        span.end = right.span.end;
        let is_pattern = power == Power::Pattern;
        let escape = match self.parts.get(self.at) {
            Some(Part::Infix(next)) if is_pattern && next.kind() == SyntaxKind::ESCAPE_KW => {
                self.at += 1;
                let escape = self.read(Power::Operator);
                span.end = escape.span.end;
                Some(escape)
            }
            Some(_) | None => None,
        };
        operators::infixed(operator, left, right, escape)
    }
}

/// The operands of a nested `AND` in an `AND` are its own.
fn push_flat(operands: &mut Vec<Expression>, value: Expression, is_and: bool) {
    match value.kind {
        ExpressionKind::And(inner) if is_and => operands.extend(inner),
        ExpressionKind::Or(inner) if !is_and => operands.extend(inner),
        _ => operands.push(value),
    }
}
