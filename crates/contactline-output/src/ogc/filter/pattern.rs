//! `LIKE`: `%` is any text, `_` any one character, a backslash takes the next character as it is.

/// Whether the whole text has the pattern.
pub(super) fn matches(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let tokens = tokens(pattern);
    // After each token: at which places of the text the pattern so far can end.
    let mut ends = vec![false; text.len() + 1];
    ends[0] = true;
    for token in tokens {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = match token {
                Token::Any => ends[at] || (at > 0 && next[at - 1]),
                Token::One => at > 0 && ends[at - 1],
                Token::This(c) => at > 0 && ends[at - 1] && text[at - 1] == c,
            };
        }
        ends = next;
    }
    ends[text.len()]
}

#[derive(Clone, Copy)]
enum Token {
    Any,
    One,
    This(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut chars = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(c) = chars.next() {
        tokens.push(match c {
            '%' => Token::Any,
            '_' => Token::One,
            '\\' => Token::This(chars.next().unwrap_or('\\')),
            other => Token::This(other),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn percent_underscore_and_backslash() {
        for (text, pattern, wanted) in [
            ("Pokrovsk", "Pok%", true),
            ("Pokrovsk", "%rov%", true),
            ("Pokrovsk", "pok%", false),
            ("Pokrovsk", "P_krovsk", true),
            ("Pokrovsk", "Pokrovs", false),
            ("", "%", true),
            ("100%", "100\\%", true),
            ("1000", "100\\%", false),
        ] {
            assert_eq!(matches(text, pattern), wanted, "{text} {pattern}");
        }
    }
}
