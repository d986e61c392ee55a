//! Rules as text: words, calls, `and`, `or`, `not`, parentheses.

mod tokens;

use std::sync::Arc;

use super::super::party::Party;
use super::super::time::Date;
use super::{DrawnShape, Extent, Setting, Whose};

use tokens::{Fault, Token, tokens};

/// The words a rule begins with.
const WORDS: &str = "region group held_by contested within_distance_of_line drawn sea everywhere not (";
/// The deepest nesting read: deeper than any text on paper, shallow enough for every stack.
const MAX_DEPTH: usize = 64;
/// Most parts of one rule that say where: each may cut all the land there is.
const MAX_PARTS: usize = 128;
/// The farthest distance from a line that means anything, in metres: the length of the country.
const MAX_DISTANCE_M: f64 = 1_500_000.0;

/// What a rule may name.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Regions: id and English name.
    pub regions: Vec<(String, String)>,
    /// Groups of regions.
    pub groups: Vec<String>,
    /// Sources.
    pub sources: Vec<String>,
    /// Shapes drawn beside the rule.
    pub drawings: Vec<Arc<DrawnShape>>,
    /// Parameters.
    pub parameters: Vec<String>,
}

/// Why a text is no rule, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}, at character {column} of \"{text}\"")]
pub struct ExtentError {
    /// The rule as given.
    pub text: String,
    /// The character at which it goes wrong, from 1.
    pub column: usize,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl Extent {
    /// The extent a text states.
    ///
    /// # Errors
    /// The character where it goes wrong, what stands there and what is allowed.
    ///
    /// # Example
    /// ```
    /// use contactline_core::model::{Extent, Vocabulary};
    /// let names = Vocabulary { regions: vec![("ua-14".into(), "Donetsk Oblast".into())], ..Vocabulary::default() };
    /// assert_eq!(Extent::read("region(donetsk)", &names)?, Extent::Region(vec!["ua-14".into()]));
    /// assert!(Extent::read("region(ua-14) and held by UA", &names).is_err());
    /// # Ok::<(), contactline_core::model::ExtentError>(())
    /// ```
    pub fn read(text: &str, vocabulary: &Vocabulary) -> Result<Self, ExtentError> {
        let fail = |(at, message): Fault| ExtentError {
            text: text.to_owned(),
            column: text.get(..at).unwrap_or(text).chars().count() + 1,
            message,
        };
        let tokens = tokens(text).map_err(fail)?;
        let mut reader = Reader { tokens, next: 0, end: text.len(), parts: 0, vocabulary };
        let extent = reader.any(0).map_err(fail)?;
        reader.nothing_more().map_err(fail)?;
        Ok(extent)
    }
}

struct Reader<'v> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    /// Parts read that say where.
    parts: usize,
    vocabulary: &'v Vocabulary,
}

/// An argument: its name where it has one, and its value with its place.
struct Argument {
    name: Option<String>,
    at: usize,
    value: Token,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let is = self.peek() == Some(token);
        self.next += usize::from(is);
        is
    }

    fn takes_word(&mut self, word: &str) -> bool {
        self.takes(&Token::Word(word.into()))
    }

    fn here(&self) -> String {
        self.peek().map_or_else(|| "the end".into(), ToString::to_string)
    }

    fn nothing_more(&self) -> Result<(), Fault> {
        if self.next == self.tokens.len() {
            return Ok(());
        }
        Err((self.at(), format!("expected the end of the rule, 'and' or 'or', but found {}", self.here())))
    }

    /// Parts joined by `or`.
    fn any(&mut self, depth: usize) -> Result<Extent, Fault> {
        let mut parts = vec![self.all(depth)?];
        while self.takes_word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Extent::Or(parts) })
    }

    /// Parts joined by `and`.
    fn all(&mut self, depth: usize) -> Result<Extent, Fault> {
        let mut parts = vec![self.one(depth)?];
        while self.takes_word("and") {
            parts.push(self.one(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Extent::And(parts) })
    }

    fn one(&mut self, depth: usize) -> Result<Extent, Fault> {
        if depth > MAX_DEPTH {
            return Err((self.at(), format!("nested deeper than {MAX_DEPTH} levels")));
        }
        if self.takes_word("not") {
            return Ok(Extent::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.takes(&Token::Sign('(')) {
            let inside = self.any(depth + 1)?;
            self.close()?;
            return Ok(inside);
        }
        let at = self.at();
        let Some(Token::Word(word)) = self.peek().cloned() else {
            return Err((at, format!("expected a rule ({WORDS}), but found {}", self.here())));
        };
        self.next += 1;
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err((at, format!("more than {MAX_PARTS} parts that say where")));
        }
        match word.as_str() {
            "everywhere" => Ok(Extent::Everywhere),
            "sea" => Ok(Extent::Sea),
            "region" => self.names(Self::region).map(Extent::Region),
            "group" => self.names(Self::group).map(Extent::Group),
            "held_by" => self.held_by(at),
            "contested" => self.contested(),
            "within_distance_of_line" => self.within(at),
            "drawn" => self.drawn(at),
            other => Err((at, format!("'{other}' is no word of the rule language; allowed: {WORDS}"))),
        }
    }

    fn close(&mut self) -> Result<(), Fault> {
        if self.takes(&Token::Sign(')')) {
            return Ok(());
        }
        Err((self.at(), format!("expected ')', but found {}", self.here())))
    }

    fn open(&mut self) -> Result<(), Fault> {
        if self.takes(&Token::Sign('(')) {
            return Ok(());
        }
        Err((self.at(), format!("expected '(', but found {}", self.here())))
    }

    /// The arguments of a call, parted by commas or `or`.
    fn arguments(&mut self) -> Result<Vec<Argument>, Fault> {
        self.open()?;
        let mut arguments = Vec::new();
        while !self.takes(&Token::Sign(')')) {
            if !arguments.is_empty() && !self.takes(&Token::Sign(',')) && !self.takes_word("or") {
                return Err((self.at(), format!("expected ',' or ')', but found {}", self.here())));
            }
            let (mut at, mut value) = self.value()?;
            let mut name = None;
            if self.takes(&Token::Sign('=')) {
                if let Token::Word(word) = value {
                    name = Some(word);
                }
                (at, value) = self.value()?;
            } else if let (Token::Word(number), Some(Token::Word(unit))) = (&value, self.peek()) {
                // `15 km` is `15km`.
                if matches!(unit.as_str(), "km" | "m") {
                    value = Token::Word(format!("{number}{unit}"));
                    self.next += 1;
                }
            }
            arguments.push(Argument { name, at, value });
        }
        Ok(arguments)
    }

    fn value(&mut self) -> Result<(usize, Token), Fault> {
        let at = self.at();
        match self.peek().cloned() {
            Some(token @ (Token::Word(_) | Token::Quoted(_) | Token::Parameter(_))) => {
                self.next += 1;
                Ok((at, token))
            }
            _ => Err((at, format!("expected a value, but found {}", self.here()))),
        }
    }

    fn names(&mut self, read: impl Fn(&Self, &Argument) -> Result<String, Fault>) -> Result<Vec<String>, Fault> {
        let at = self.at();
        let arguments = self.arguments()?;
        if arguments.is_empty() {
            return Err((at, "at least one name is required between the parentheses".into()));
        }
        arguments.iter().map(|argument| read(self, argument)).collect()
    }

    fn region(&self, argument: &Argument) -> Result<String, Fault> {
        let word = text_of(argument)?;
        let known = &self.vocabulary.regions;
        if let Some((id, _)) = known.iter().find(|(id, _)| *id == word) {
            return Ok(id.clone());
        }
        let lower = word.to_lowercase();
        let mut by_name = known.iter().filter(|(_, name)| name.to_lowercase().split_whitespace().any(|w| w == lower));
        match (by_name.next(), by_name.next()) {
            (Some((id, _)), None) => Ok(id.clone()),
            _ => {
                let allowed: Vec<String> = known.iter().map(|(id, name)| format!("{id} ({name})")).collect();
                Err((argument.at, format!("'{word}' is not a region; allowed: {}", allowed.join(", "))))
            }
        }
    }

    fn group(&self, argument: &Argument) -> Result<String, Fault> {
        known("group", text_of(argument)?, argument.at, &self.vocabulary.groups)
    }

    fn held_by(&mut self, at: usize) -> Result<Extent, Fault> {
        let mut arguments = self.arguments()?;
        let whose = self.whose(&mut arguments)?;
        let party = one_left(arguments, "party")
            .map_err(|e| e.unwrap_or((at, "held_by wants a party, as in held_by(RU)".into())))?;
        Ok(Extent::HeldBy(party_of(&party)?, whose))
    }

    fn contested(&mut self) -> Result<Extent, Fault> {
        if self.peek() != Some(&Token::Sign('(')) {
            return Ok(Extent::Contested(Whose::default()));
        }
        let mut arguments = self.arguments()?;
        let whose = self.whose(&mut arguments)?;
        match arguments.first() {
            None => Ok(Extent::Contested(whose)),
            Some(extra) => Err((extra.at, format!("{} is too much; allowed: source= on=", extra.value))),
        }
    }

    fn within(&mut self, at: usize) -> Result<Extent, Fault> {
        let mut arguments = self.arguments()?;
        let whose = self.whose(&mut arguments)?;
        let side = take(&mut arguments, "side").map(|argument| party_of(&argument)).transpose()?;
        let wanted = "within_distance_of_line requires a distance, as in within_distance_of_line(15km)";
        let distance = one_left(arguments, "distance").map_err(|e| e.unwrap_or((at, wanted.into())))?;
        let distance_m = self.setting(&distance, to_metres)?;
        Ok(Extent::WithinDistanceOfLine { distance_m, side, whose })
    }

    fn drawn(&mut self, at: usize) -> Result<Extent, Fault> {
        let arguments = self.arguments()?;
        let wanted = || (at, "drawn requires the name of a shape, as in drawn(corridor)".to_owned());
        let argument = one_left(arguments, "name").map_err(|e| e.unwrap_or_else(wanted))?;
        let drawings = &self.vocabulary.drawings;
        let name = text_of(&argument)?;
        let found = drawings.iter().find(|d| d.name == name);
        found.map(|drawing| Extent::Drawn(drawing.clone())).ok_or_else(|| {
            let names: Vec<&str> = drawings.iter().map(|d| d.name.as_str()).collect();
            let names = if names.is_empty() { "none; add a [[drawing]]".into() } else { names.join(" ") };
            (argument.at, format!("'{name}' is not a drawing; allowed: {names}"))
        })
    }

    fn whose(&self, arguments: &mut Vec<Argument>) -> Result<Whose, Fault> {
        let sources = &self.vocabulary.sources;
        let source = take(arguments, "source").map(|argument| {
            self.setting(&argument, |word| known("source", word.into(), 0, sources).map_err(|(_, message)| message))
        });
        let day = |word: &str| word.parse::<Date>().map_err(|e| e.to_string());
        let on = take(arguments, "on").map(|argument| self.setting(&argument, day));
        Ok(Whose { source: source.transpose()?, on: on.transpose()? })
    }

    fn setting<T>(&self, argument: &Argument, read: impl Fn(&str) -> Result<T, String>) -> Result<Setting<T>, Fault> {
        match &argument.value {
            Token::Parameter(name) => {
                known("parameter", name.clone(), argument.at, &self.vocabulary.parameters).map(Setting::Parameter)
            }
            _ => read(&text_of(argument)?).map(Setting::Given).map_err(|message| (argument.at, message)),
        }
    }
}

/// A distance in metres: `15000`, `15000m`, `15km`.
pub(in crate::model) fn to_metres(text: &str) -> Result<f64, String> {
    let (number, factor) = match text.trim() {
        text if text.ends_with("km") => (text.trim_end_matches("km"), 1e3),
        text => (text.trim_end_matches('m'), 1.0),
    };
    let metres = number.trim().parse::<f64>().ok().map(|number| number * factor);
    metres.filter(|m| *m > 0.0 && *m <= MAX_DISTANCE_M).ok_or_else(|| {
        format!("'{text}' is not a distance; use metres or kilometres up to {MAX_DISTANCE_M}, such as 15000 or 15km")
    })
}

fn known(what: &str, word: String, at: usize, words: &[String]) -> Result<String, Fault> {
    if words.contains(&word) {
        return Ok(word);
    }
    let allowed = if words.is_empty() { "none".into() } else { words.join(" ") };
    Err((at, format!("'{word}' is not a {what}; allowed: {allowed}")))
}

fn text_of(argument: &Argument) -> Result<String, Fault> {
    match &argument.value {
        Token::Word(text) | Token::Quoted(text) => Ok(text.clone()),
        other => Err((argument.at, format!("expected a name, but found {other}"))),
    }
}

fn party_of(argument: &Argument) -> Result<Party, Fault> {
    text_of(argument)?.parse().map_err(|e: super::super::party::UnknownWord| (argument.at, e.to_string()))
}

/// Takes the argument of that name out.
fn take(arguments: &mut Vec<Argument>, name: &str) -> Option<Argument> {
    let at = arguments.iter().position(|a| a.name.as_deref() == Some(name))?;
    Some(arguments.remove(at))
}

/// The only argument left; none where there is none.
fn one_left(mut arguments: Vec<Argument>, name: &str) -> Result<Argument, Option<Fault>> {
    if let Some(extra) = arguments.iter().skip(1).chain(arguments.iter().filter(|a| a.name.is_some())).next() {
        let said = extra.name.as_ref().map_or_else(|| extra.value.to_string(), |name| format!("'{name}='"));
        return Err(Some((extra.at, format!("{said} cannot stand here; allowed: one {name}, then source= on= side="))));
    }
    if arguments.is_empty() { Err(None) } else { Ok(arguments.remove(0)) }
}
