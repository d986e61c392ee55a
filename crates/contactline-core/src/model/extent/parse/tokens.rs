//! The words and signs of a rule.

/// Where in bytes, and what.
pub(super) type Fault = (usize, String);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    Parameter(String),
    Sign(char),
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(text) => write!(f, "'{text}'"),
            Self::Quoted(text) => write!(f, "\"{text}\""),
            Self::Parameter(name) => write!(f, "'${name}'"),
            Self::Sign(sign) => write!(f, "'{sign}'"),
        }
    }
}

pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let mut word = |first: Option<char>| {
            let mut word: String = first.into_iter().collect();
            while let Some((_, c)) = rest.next_if(|(_, c)| is_word(*c)) {
                word.push(c);
            }
            word
        };
        tokens.push((
            at,
            match c {
                c if c.is_whitespace() => continue,
                '(' | ')' | ',' | '=' => Token::Sign(c),
                '$' => Token::Parameter(word(None)),
                '"' => {
                    let mut quoted = String::new();
                    loop {
                        match rest.next() {
                            Some((_, '"')) => break,
                            Some((_, c)) => quoted.push(c),
                            None => return Err((at, "a quotation mark without its other".into())),
                        }
                    }
                    Token::Quoted(quoted)
                }
                c if is_word(c) => Token::Word(word(Some(c))),
                other => return Err((at, format!("'{other}' means nothing here"))),
            },
        ));
    }
    Ok(tokens)
}
