//! Degrees, minutes and seconds, with signs or without, the letters of the hemispheres before or after.

use super::{Written, WrittenError};
use edge_timeline::Position;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(f64),
    /// How often sixty goes into a degree: 0 degrees, 1 minutes, 2 seconds.
    Unit(usize),
    /// `N`, `S`, `E` or `W`.
    Hemisphere(char),
}

/// Words for the hemispheres, Ukrainian and Russian ones as on maps and in encyclopaedias.
const HEMISPHERES: [(&str, char); 14] = [
    ("пн.ш", 'N'),
    ("пд.ш", 'S'),
    ("сх.д", 'E'),
    ("зх.д", 'W'),
    ("пнш", 'N'),
    ("пдш", 'S'),
    ("схд", 'E'),
    ("зхд", 'W'),
    ("с.ш", 'N'),
    ("в.д", 'E'),
    ("ю.ш", 'S'),
    ("з.д", 'W'),
    ("пн", 'N'),
    ("сх", 'E'),
];

/// The coordinates a text gives; none where it has other words than these, or no sign of degrees.
pub(super) fn read(text: &str) -> Result<Option<Written>, WrittenError> {
    let Some(tokens) = tokens(text) else { return Ok(None) };
    let hemispheres = tokens.iter().filter(|t| matches!(t, Token::Hemisphere(_))).count();
    let numbers = tokens.iter().filter(|t| matches!(t, Token::Number(_))).count();
    let signed = tokens.contains(&Token::Unit(0));
    if numbers == 0 || (hemispheres == 0 && !signed) {
        return Ok(None);
    }
    let wrong = || WrittenError::Degrees(text.to_owned());
    let (first, second) = halves(&tokens).ok_or_else(wrong)?;
    let (a, b) = (angle(first).ok_or_else(wrong)?, angle(second).ok_or_else(wrong)?);
    match (a.1, b.1) {
        (Some('N' | 'S'), Some('E' | 'W')) => Ok(Some(Written::Hemispheres(Position::from_lon_lat(b.0, a.0)?))),
        (Some('E' | 'W'), Some('N' | 'S')) => Ok(Some(Written::Hemispheres(Position::from_lon_lat(a.0, b.0)?))),
        (None, None) => Ok(Some(Written::Pair(a.0, b.0))),
        _ => Err(wrong()),
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let text = text.to_lowercase().replace("''", "\"").replace('−', "-");
    let mut rest = text.as_str();
    let mut tokens = Vec::new();
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() || c == ',' || c == ';' {
            rest = &rest[c.len_utf8()..];
        } else if c.is_ascii_digit() || ((c == '-' || c == '+') && rest[1..].starts_with(|d: char| d.is_ascii_digit()))
        {
            let end = rest[1..].find(|d: char| !d.is_ascii_digit() && d != '.').map_or(rest.len(), |end| end + 1);
            tokens.push(Token::Number(rest[..end].trim_end_matches('.').parse().ok()?));
            rest = &rest[end..];
        } else if let Some(unit) = unit(c) {
            tokens.push(Token::Unit(unit));
            rest = &rest[c.len_utf8()..];
        } else {
            let word_end = rest.find(|d: char| !d.is_alphabetic() && d != '.' && d != ' ').unwrap_or(rest.len());
            let word: String = rest[..word_end].chars().filter(|d| *d != ' ').collect();
            let (hemisphere, length) = hemisphere(&word)?;
            tokens.push(Token::Hemisphere(hemisphere));
            // Past the letters of the hemisphere, the blanks between them and the full stop after them.
            let mut left = length;
            let past = rest.char_indices().find(|(_, d)| {
                let over = left == 0 && *d != '.';
                left -= usize::from(*d != ' ' && left > 0);
                over
            });
            rest = past.map_or("", |(at, _)| &rest[at..]);
        }
    }
    Some(tokens)
}

fn unit(c: char) -> Option<usize> {
    match c {
        '°' | 'º' | '˚' => Some(0),
        '\'' | '′' | '’' | '‘' | 'ʹ' | 'ʼ' => Some(1),
        '"' | '″' | '”' | '“' | 'ʺ' => Some(2),
        _ => None,
    }
}

/// The hemisphere a word names, and how many of its characters do.
fn hemisphere(word: &str) -> Option<(char, usize)> {
    if let Some((name, letter)) = HEMISPHERES.iter().find(|(name, _)| word.starts_with(name)) {
        return Some((*letter, name.chars().count()));
    }
    let first = word.chars().next()?;
    let alone = word.chars().nth(1).is_none_or(|c| !c.is_alphabetic());
    ("nsew".contains(first) && alone).then(|| (first.to_ascii_uppercase(), 1))
}

/// The tokens of the first angle and of the second.
fn halves(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let hemispheres: Vec<usize> = (0..tokens.len()).filter(|k| matches!(tokens[*k], Token::Hemisphere(_))).collect();
    let middle = match hemispheres.as_slice() {
        [0, second] => *second,
        [first, last] if *last == tokens.len() - 1 => first + 1,
        // Each angle without a letter begins with a number of degrees.
        [] => tokens.iter().rposition(|t| *t == Token::Unit(0))?.checked_sub(1)?,
        _ => return None,
    };
    Some(tokens.split_at(middle))
}

/// The degrees of an angle, and its hemisphere.
fn angle(tokens: &[Token]) -> Option<(f64, Option<char>)> {
    let (mut degrees, mut count, mut unit, mut negative, mut hemisphere) = (0.0, 0, 0, false, None);
    for token in tokens {
        match *token {
            Token::Number(number) => {
                let fits = count == 0 || (0.0..60.0).contains(&number);
                // A fraction is written once, in the last number.
                if count > 2 || !fits || degrees_are_broken(degrees, count) {
                    return None;
                }
                negative |= number.is_sign_negative();
                degrees += number.abs() / 60f64.powi(count);
                count += 1;
            }
            Token::Unit(of) => {
                // Signs stand after the first, second and third number.
                if usize::try_from(count).ok()? != of + 1 || unit > of {
                    return None;
                }
                unit = of + 1;
            }
            Token::Hemisphere(letter) => {
                if hemisphere.replace(letter).is_some() {
                    return None;
                }
            }
        }
    }
    if count == 0 || (negative && hemisphere.is_some()) {
        return None;
    }
    let south_or_west = negative || matches!(hemisphere, Some('S' | 'W'));
    Some((if south_or_west { -degrees } else { degrees }, hemisphere))
}

/// Whether the numbers so far already end in a fraction.
fn degrees_are_broken(degrees: f64, count: i32) -> bool {
    let smallest = degrees * 60f64.powi(count - 1);
    count > 0 && (smallest - smallest.round()).abs() > 1e-6
}
