//! The words, values and signs of CQL2 text, each with its place.

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    /// A keyword, or a name without quotation marks.
    Word(&'t str),
    /// A name between quotation marks; a doubled one is part of it.
    Name(&'t str),
    /// A text between apostrophes; a doubled one is part of it.
    Text(&'t str),
    /// A number without its sign.
    Number(f64),
    /// A bracket, a comma or an operator.
    Sign(&'t str),
    /// A quotation mark or an apostrophe without its other.
    Unclosed,
    /// A character that means nothing outside of quotation marks.
    Unknown,
    End,
}

/// A token, and from which byte to which it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'t> {
    pub(super) token: Token<'t>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The longer before those they begin with.
const SIGNS: [&str; 16] = ["<>", "<=", ">=", "!=", "(", ")", ",", "=", "<", ">", "+", "-", "*", "/", "%", "^"];

/// All that stands in a text, without the space between.
pub(super) fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let (token, length) = first(rest);
        tokens.push(Placed { token, start, end: start + length });
        rest = rest[length..].trim_start();
    }
    tokens
}

/// What a text begins with, and its length.
fn first(rest: &str) -> (Token<'_>, usize) {
    let has_digit = |at: usize| rest.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
    let c = rest.chars().next().unwrap_or_default();
    if matches!(c, '\'' | '"') {
        let Some(length) = quoted_length(rest, c) else { return (Token::Unclosed, rest.len()) };
        let inside = &rest[1..length - 1];
        return (if c == '"' { Token::Name(inside) } else { Token::Text(inside) }, length);
    }
    if has_digit(0) || (c == '.' && has_digit(1)) {
        let length = number_length(rest);
        return (rest[..length].parse().map_or(Token::Unknown, Token::Number), length);
    }
    if c.is_alphabetic() || matches!(c, '_' | ':') {
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        return (Token::Word(&rest[..length]), length);
    }
    let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    sign.map_or((Token::Unknown, c.len_utf8()), |sign| (Token::Sign(sign), sign.len()))
}

fn quoted_length(rest: &str, mark: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest[at..].find(mark)? + 1;
        if !rest[at..].starts_with(mark) {
            return Some(at);
        }
        at += 1;
    }
}

fn number_length(rest: &str) -> usize {
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if rest[length..].starts_with('.') {
        length += 1 + digits(length + 1);
    }
    if rest[length..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[length + 1..].starts_with(['+', '-']));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    length
}
