//! CQL2 text, read from left to right: `or` joins what `and` joins, `not` turns one condition, and a condition compares
//! two operands. Only brackets and functions call the reader again; chains are read in a loop.

mod geometry;
mod tokens;

use super::expression::Expression;
use super::read::OPERATORS;
use super::{FilterError, bounds};
use tokens::{Placed, Token, tokens};

/// Most characters of a text that an error repeats.
const MAX_SHOWN: usize = 40;

/// What a text says.
pub(super) fn read(text: &str) -> Result<Expression, FilterError> {
    let mut reader = Reader { text, tokens: tokens(text), next: 0 };
    let expression = reader.any(0)?;
    match reader.here().token {
        Token::End => Ok(expression),
        _ => Err(reader.wanted("a comparison, AND, OR or the end")),
    }
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Placed<'t>>,
    next: usize,
}

impl<'t> Reader<'t> {
    fn here(&self) -> Placed<'t> {
        let end = self.text.len();
        self.tokens.get(self.next).copied().unwrap_or(Placed { token: Token::End, start: end, end })
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = self.here().token == Token::Sign(sign);
        self.next += usize::from(is);
        is
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is = matches!(self.here().token, Token::Word(own) if own.eq_ignore_ascii_case(word));
        self.next += usize::from(is);
        is
    }

    /// The error that something else is wanted here.
    fn wanted(&self, what: &str) -> FilterError {
        self.wanted_at(self.here(), what)
    }

    fn wanted_at(&self, here: Placed<'_>, what: &str) -> FilterError {
        let place = self.text[..here.start].chars().count() + 1;
        let found = match here.token {
            Token::End => "the filter ends".into(),
            Token::Unclosed => "a quotation has no end".into(),
            _ => {
                let found = &self.text[here.start..here.end];
                let cut = found.char_indices().nth(MAX_SHOWN).map(|(at, _)| format!("{}...", &found[..at]));
                format!("{} stands", cut.as_deref().unwrap_or(found))
            }
        };
        FilterError(format!("the filter is not CQL2: {found} at character {place}; wanted {what}"))
    }

    /// The error that a chain goes on here.
    fn too_many(&self) -> FilterError {
        let (place, most) = (self.text[..self.here().start].chars().count() + 1, bounds::MAX_JOINED);
        FilterError(format!(
            "the filter chains more than {most} conditions (character {place}); name many values in one list: id IN \
             ('a', 'b')"
        ))
    }

    /// The error that operands are computed here.
    fn no_arithmetic(&self, sign: Placed<'_>) -> FilterError {
        let place = self.text[..sign.start].chars().count() + 1;
        let sign = &self.text[sign.start..sign.end];
        FilterError(format!("'{sign}' at character {place}: arithmetic is not answered here; there are: {OPERATORS}"))
    }

    /// Conditions joined by `or`.
    fn any(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let first = self.all(depth)?;
        self.joined("or", first, |reader| reader.all(depth))
    }

    /// Conditions joined by `and`.
    fn all(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let first = self.one(depth)?;
        self.joined("and", first, |reader| reader.one(depth))
    }

    fn joined(
        &mut self,
        word: &str,
        first: Expression,
        other: impl Fn(&mut Self) -> Result<Expression, FilterError>,
    ) -> Result<Expression, FilterError> {
        if !self.takes_word(word) {
            return Ok(first);
        }
        let mut parts = vec![first, other(self)?];
        while self.takes_word(word) {
            if parts.len() == bounds::MAX_JOINED {
                return Err(self.too_many());
            }
            parts.push(other(self)?);
        }
        Ok(Expression::operation(word, parts))
    }

    /// A condition and the `not`s before it.
    fn one(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let mut turns = 0;
        while self.takes_word("not") {
            turns += 1;
            bounds::check_depth(turns)?;
        }
        let condition = self.predicate(depth)?;
        Ok((0..turns).fold(condition, |condition, _| condition.not()))
    }

    /// A comparison, or an operand alone.
    fn predicate(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let value = self.operand(depth)?;
        if let Token::Sign(sign @ ("=" | "<>" | "!=" | "<" | "<=" | ">" | ">=")) = self.here().token {
            self.next += 1;
            return Ok(Expression::operation(sign, vec![value, self.operand(depth)?]));
        }
        if self.takes_word("is") {
            let is_not = self.takes_word("not");
            if !self.takes_word("null") {
                return Err(self.wanted(if is_not { "NULL" } else { "NULL or NOT NULL" }));
            }
            let is_null = Expression::operation("isNull", vec![value]);
            return Ok(if is_not { is_null.not() } else { is_null });
        }
        let is_not = self.takes_word("not");
        let condition = if self.takes_word("between") {
            let low = self.operand(depth)?;
            if !self.takes_word("and") {
                return Err(self.wanted("AND and the upper bound of BETWEEN"));
            }
            Expression::operation("between", vec![value, low, self.operand(depth)?])
        } else if self.takes_word("in") {
            Expression::operation("in", vec![value, as_list(vec![self.operand(depth)?])])
        } else if self.takes_word("like") {
            Expression::operation("like", vec![value, self.operand(depth)?])
        } else if is_not {
            return Err(self.wanted("BETWEEN, IN or LIKE"));
        } else {
            return Ok(value);
        };
        Ok(if is_not { condition.not() } else { condition })
    }

    /// A value, a property, a function or a list, and the signs before a number.
    fn operand(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let first = self.here();
        let mut sign = None;
        while let Token::Sign(own @ ("+" | "-")) = self.here().token {
            self.next += 1;
            sign = Some(if own == "-" { -sign.unwrap_or(1.0) } else { sign.unwrap_or(1.0) });
        }
        let operand = match (self.atom(depth)?, sign) {
            (value, None) => value,
            (Expression::Number(number), Some(sign)) => Expression::Number(number * sign),
            _ => return Err(self.no_arithmetic(first)),
        };
        let after = self.here();
        match after.token {
            Token::Sign("+" | "-" | "*" | "/" | "%" | "^") => Err(self.no_arithmetic(after)),
            Token::Word(word) if word.eq_ignore_ascii_case("div") => Err(self.no_arithmetic(after)),
            _ => Ok(operand),
        }
    }

    fn atom(&mut self, depth: usize) -> Result<Expression, FilterError> {
        let here = self.here();
        let wanted = |reader: &Self| reader.wanted_at(here, "a property or a value");
        self.next += 1;
        match here.token {
            Token::Text(text) => Ok(Expression::Text(text.replace("''", "'"))),
            Token::Number(number) => Ok(Expression::Number(number)),
            Token::Name(name) => self.named(&name.replace("\"\"", "\""), depth),
            Token::Word(word) => match word.to_ascii_lowercase().as_str() {
                "true" => Ok(Expression::Bool(true)),
                "false" => Ok(Expression::Bool(false)),
                "not" | "null" => Err(wanted(self)),
                _ => match self.geometry(word)? {
                    Some(geometry) => Ok(Expression::Geometry(geometry)),
                    None => self.named(word, depth),
                },
            },
            Token::Sign("(") => {
                let mut items = self.list(|reader| reader.inside(depth))?;
                Ok(if items.len() == 1 { items.remove(0) } else { Expression::List(items) })
            }
            _ => Err(wanted(self)),
        }
    }

    /// What stands in brackets, one level deeper.
    fn inside(&mut self, depth: usize) -> Result<Expression, FilterError> {
        bounds::check_depth(depth + 1)?;
        self.any(depth + 1)
    }

    /// What is parted by commas, up to the bracket that closes it.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, FilterError>) -> Result<Vec<T>, FilterError> {
        let mut items = vec![item(self)?];
        while self.takes(",") {
            items.push(item(self)?);
        }
        if !self.takes(")") {
            return Err(self.wanted("',' or ')'"));
        }
        Ok(items)
    }

    /// A property, or a function where a bracket follows.
    fn named(&mut self, name: &str, depth: usize) -> Result<Expression, FilterError> {
        if !self.takes("(") {
            return Ok(Expression::Property(name.into()));
        }
        let mut args = if self.takes(")") { Vec::new() } else { self.list(|reader| reader.inside(depth))? };
        let one = |args: &mut Vec<_>| if args.len() == 1 { args.remove(0) } else { Expression::List(Vec::new()) };
        match name.to_ascii_lowercase().as_str() {
            "date" => one(&mut args).into_text().map(Expression::Date),
            "timestamp" => one(&mut args).into_text().map(Expression::Timestamp),
            "bbox" => Expression::bbox(&args),
            // `in` as a function has its values beside the first.
            "in" if args.len() > 1 => {
                let values = as_list(args.split_off(1));
                Ok(Expression::operation(name, vec![args.remove(0), values]))
            }
            _ => Ok(Expression::operation(name, args)),
        }
    }
}

/// A list in brackets alone is the list.
fn as_list(mut values: Vec<Expression>) -> Expression {
    match &mut values[..] {
        [Expression::List(_)] => values.remove(0),
        _ => Expression::List(values),
    }
}
