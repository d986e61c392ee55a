//! Geometries in CQL2 text: well-known text, where a third number needs no `Z` before it.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use super::tokens::Token;
use super::{FilterError, Reader};

const KINDS: [&str; 7] =
    ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];
/// The words that say how many numbers a position has.
const DIMENSIONS: [(&str, usize); 3] = [("Z", 3), ("M", 3), ("ZM", 4)];
/// Most numbers of a position.
const MAX_NUMBERS: usize = 4;

/// How many numbers every position of a geometry has: as many as its first, where no word says it.
type Count = Option<usize>;

impl Reader<'_> {
    /// The geometry that a word begins; none where it begins none.
    pub(super) fn geometry(&mut self, word: &str) -> Result<Option<Geometry<f64>>, FilterError> {
        let Some((kind, count)) = kind(word) else { return Ok(None) };
        let is_begun = match self.here().token {
            Token::Sign("(") => true,
            Token::Word(word) => {
                word.eq_ignore_ascii_case("EMPTY") || DIMENSIONS.iter().any(|(name, _)| word.eq_ignore_ascii_case(name))
            }
            _ => false,
        };
        if is_begun { self.of_kind(kind, count).map(Some) } else { Ok(None) }
    }

    fn of_kind(&mut self, kind: &str, count: Count) -> Result<Geometry<f64>, FilterError> {
        let written = DIMENSIONS.iter().find(|(name, _)| self.takes_word(name)).map(|(_, count)| *count);
        let count = &mut written.or(count);
        if self.takes_word("EMPTY") {
            return Ok(Geometry::GeometryCollection(GeometryCollection::default()));
        }
        Ok(match kind {
            "POINT" => self.point(count)?.into(),
            "LINESTRING" => self.line(count)?.into(),
            "POLYGON" => self.polygon(count)?.into(),
            "MULTIPOINT" => MultiPoint(self.in_brackets(|reader| reader.point_of_many(count))?).into(),
            "MULTILINESTRING" => MultiLineString(self.in_brackets(|reader| reader.line(count))?).into(),
            "MULTIPOLYGON" => MultiPolygon(self.in_brackets(|reader| reader.polygon(count))?).into(),
            _ => Geometry::GeometryCollection(GeometryCollection(self.in_brackets(Self::member)?)),
        })
    }

    /// A geometry in a collection: one that is none.
    fn member(&mut self) -> Result<Geometry<f64>, FilterError> {
        let found = if let Token::Word(word) = self.here().token { kind(word) } else { None };
        match found {
            Some((kind, count)) if kind != "GEOMETRYCOLLECTION" => {
                self.next += 1;
                self.of_kind(kind, count)
            }
            _ => Err(self.wanted("a geometry that is no collection")),
        }
    }

    fn polygon(&mut self, count: &mut Count) -> Result<Polygon<f64>, FilterError> {
        let mut rings = self.in_brackets(|reader| reader.line(count))?;
        let outer = rings.remove(0);
        Ok(Polygon::new(outer, rings))
    }

    fn line(&mut self, count: &mut Count) -> Result<LineString<f64>, FilterError> {
        self.in_brackets(|reader| reader.position(count)).map(LineString)
    }

    /// `MULTIPOINT (1 2, 3 4)` is `MULTIPOINT ((1 2), (3 4))`.
    fn point_of_many(&mut self, count: &mut Count) -> Result<Point<f64>, FilterError> {
        match self.here().token {
            Token::Sign("(") => self.point(count),
            _ => self.position(count).map(Point),
        }
    }

    fn point(&mut self, count: &mut Count) -> Result<Point<f64>, FilterError> {
        if !self.takes("(") {
            return Err(self.wanted("'('"));
        }
        let position = self.position(count)?;
        if !self.takes(")") {
            return Err(self.wanted("')'"));
        }
        Ok(Point(position))
    }

    fn in_brackets<T>(&mut self, item: impl FnMut(&mut Self) -> Result<T, FilterError>) -> Result<Vec<T>, FilterError> {
        if !self.takes("(") {
            return Err(self.wanted("'('"));
        }
        self.list(item)
    }

    /// The first two numbers of a position, which may have more.
    fn position(&mut self, count: &mut Count) -> Result<Coord<f64>, FilterError> {
        let (x, y) = (self.number()?, self.next_number()?);
        let mut read = 2;
        while count.map_or(self.is_number() && read < MAX_NUMBERS, |count| read < count) {
            self.next_number()?;
            read += 1;
        }
        *count = Some(read);
        Ok(Coord { x, y })
    }

    fn is_number(&self) -> bool {
        matches!(self.here().token, Token::Number(_) | Token::Sign("+" | "-"))
    }

    fn next_number(&mut self) -> Result<f64, FilterError> {
        let end = self.tokens.get(self.next.wrapping_sub(1)).map(|before| before.end);
        if self.is_number() && end == Some(self.here().start) {
            return Err(self.wanted("a space between two numbers"));
        }
        self.number()
    }

    /// A number, its sign right before it.
    fn number(&mut self) -> Result<f64, FilterError> {
        let sign = self.here();
        let is_signed = matches!(sign.token, Token::Sign("+" | "-"));
        self.next += usize::from(is_signed);
        let here = self.here();
        match here.token {
            Token::Number(number) if number.is_finite() && (!is_signed || here.start == sign.end) => {
                self.next += 1;
                Ok(if sign.token == Token::Sign("-") { -number } else { number })
            }
            _ => Err(self.wanted("a number")),
        }
    }
}

/// What geometry a word begins, and how many numbers its positions have if the word says so.
fn kind(word: &str) -> Option<(&'static str, Count)> {
    let upper = word.to_ascii_uppercase();
    KINDS.into_iter().find_map(|kind| match upper.strip_prefix(kind)? {
        "" => Some((kind, None)),
        dimension => DIMENSIONS.iter().find(|(name, _)| *name == dimension).map(|(_, count)| (kind, Some(*count))),
    })
}
