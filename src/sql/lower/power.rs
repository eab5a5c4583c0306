//! The precedences of operators.

use squawk_parser::SyntaxKind;

/// How tight an operator binds, in the order of `gram.y`.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub enum Power {
    Any,
    Or,
    And,
    Not,
    Is,
    Comparison,
    /// `BETWEEN`, `IN`, `LIKE`.
    Pattern,
    Escape,
    Operator,
    Sum,
    Product,
    Exponent,
    AtTimeZone,
    Collate,
    Sign,
    Cast,
    Atom,
}

impl Power {
    /// How tight an operator between two operands binds.
    pub fn of_infix(kind: SyntaxKind) -> Self {
        match kind {
            SyntaxKind::OR_KW => Self::Or,
            SyntaxKind::AND_KW => Self::And,
            SyntaxKind::IS_KW
            | SyntaxKind::IS_NOT
            | SyntaxKind::IS_DISTINCT_FROM
            | SyntaxKind::IS_NOT_DISTINCT_FROM => Self::Is,
            SyntaxKind::EQ
            | SyntaxKind::NEQ
            | SyntaxKind::NEQB
            | SyntaxKind::LTEQ
            | SyntaxKind::GTEQ
            | SyntaxKind::L_ANGLE
            | SyntaxKind::R_ANGLE => Self::Comparison,
            SyntaxKind::IN_KW
            | SyntaxKind::NOT_IN
            | SyntaxKind::LIKE_KW
            | SyntaxKind::ILIKE_KW
            | SyntaxKind::NOT_LIKE
            | SyntaxKind::NOT_ILIKE
            | SyntaxKind::SIMILAR_TO
            | SyntaxKind::NOT_SIMILAR_TO
            | SyntaxKind::OVERLAPS_KW => Self::Pattern,
            SyntaxKind::ESCAPE_KW => Self::Escape,
            SyntaxKind::PLUS | SyntaxKind::MINUS => Self::Sum,
            SyntaxKind::STAR | SyntaxKind::SLASH | SyntaxKind::PERCENT => Self::Product,
            SyntaxKind::CARET => Self::Exponent,
            SyntaxKind::AT_TIME_ZONE => Self::AtTimeZone,
            _ => Self::Operator,
        }
    }

    /// The next tighter.
    pub fn tighter(self) -> Self {
        match self {
            Self::Any => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Is,
            Self::Is => Self::Comparison,
            Self::Comparison => Self::Pattern,
            Self::Pattern => Self::Escape,
            Self::Escape => Self::Operator,
            Self::Operator => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Exponent,
            Self::Exponent => Self::AtTimeZone,
            Self::AtTimeZone => Self::Collate,
            Self::Collate => Self::Sign,
            Self::Sign => Self::Cast,
            Self::Cast | Self::Atom => Self::Atom,
        }
    }

    /// Whether two of it in a row are an error.
    pub fn is_single(self) -> bool {
        matches!(
            self,
            Self::Is | Self::Comparison | Self::Pattern | Self::Escape
        )
    }
}
