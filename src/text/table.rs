//! Tables for people: columns aligned by blanks, in the width of the terminal.

use crate::wire::language::spoken;
use contactline_core::model::Text;

use super::lines::{broken, chars};
use super::width;

/// Blanks between columns.
const GAP: usize = 2;
/// The narrowest that the words beside the first column are broken to.
const MIN_BESIDE: usize = 16;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table for people.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<Set>,
    rows: Vec<Vec<String>>,
    has_heads: bool,
    /// Columns that stand below the table where there is no room and all rows have the same in them.
    once: Vec<usize>,
    /// Columns left out where there is no room, the least needed first.
    spare: Vec<usize>,
}

impl Table {
    /// A table with these column heads; numbers' heads end in a unit or `%` and are told by `numbers` from the right.
    pub fn new(heads: &[Text], numbers: usize) -> Self {
        let words = heads.len().saturating_sub(numbers);
        let set = |k| if k < words { Set::Left } else { Set::Right };
        let columns = (0..heads.len()).map(set).collect();
        let rows = vec![heads.iter().map(|head| head.within(spoken()).to_owned()).collect()];
        Self { columns, rows, has_heads: true, ..Self::default() }
    }

    /// A table with these column heads, of which some stand over numbers.
    pub fn of_columns(heads: Vec<(String, bool)>) -> Self {
        let columns = heads.iter().map(|(_, is_number)| if *is_number { Set::Right } else { Set::Left }).collect();
        let rows = vec![heads.into_iter().map(|(head, _)| head).collect()];
        Self { columns, rows, has_heads: true, ..Self::default() }
    }

    /// A table of words without heads.
    pub fn of_words(columns: usize) -> Self {
        Self { columns: vec![Set::Left; columns], ..Self::default() }
    }

    /// Says which columns are left out where there is no room, by their heads, the least needed first.
    pub fn sparing(mut self, heads: &[Text]) -> Self {
        self.spare = self.columns_of(heads);
        self
    }

    /// Says which columns may stand below the table instead, where there is no room and all rows have the same in them.
    pub fn once(mut self, heads: &[Text]) -> Self {
        self.once = self.columns_of(heads);
        self
    }

    fn columns_of(&self, heads: &[Text]) -> Vec<usize> {
        let at = |head: &Text| self.rows.first()?.iter().position(|own| own == head.within(spoken()));
        heads.iter().filter_map(at).collect()
    }

    /// Adds a row.
    pub fn push(&mut self, row: impl Into<Vec<String>>) {
        self.rows.push(row.into());
    }

    /// The table, every line begun with `indent`, in the width of a line, if it has one.
    pub fn to_text(&self, indent: &str) -> String {
        self.to_text_within(indent, width())
    }

    fn to_text_within(&self, indent: &str, width: Option<usize>) -> String {
        let Some(room) = width.map(|width| width.saturating_sub(chars(indent))) else {
            return self.aligned(indent, &self.shown(&[]), usize::MAX);
        };
        let fits = |shown: &[usize]| self.width_of(shown) <= room;
        let told: Vec<(usize, &str)> = self.once.iter().filter_map(|k| Some((*k, self.same(*k)?))).collect();
        let out: Vec<usize> = told.iter().map(|(k, _)| *k).chain(self.spare.iter().copied()).collect();
        let count = (0..out.len()).find(|count| fits(&self.shown(&out[..*count]))).unwrap_or(out.len());
        let shown = self.shown(&out[..count]);
        if !self.has_heads && !fits(&shown) {
            return self.flowing(indent, room);
        }
        let mut text = self.aligned(indent, &shown, room);
        if count > 0 {
            let language = spoken();
            let throughout = language.of("throughout", "усюди");
            let name = |k: &usize| match told.iter().find(|(own, _)| own == k) {
                Some((_, value)) => format!("{} ({value} {throughout})", self.rows[0][*k]),
                None => self.rows[0][*k].clone(),
            };
            let names: Vec<String> = out[..count].iter().map(name).collect();
            let note = format!(
                "{}: {}; {}",
                language.of("left out for want of room", "не вмістилося"),
                names.join(", "),
                language.of("--format csv has every column", "усі стовпці дає --format csv")
            );
            broken(&note, room).iter().for_each(|line| text += &format!("{indent}{line}\n"));
        }
        text
    }

    /// The columns that stay when these are left out; one that is empty throughout takes no room.
    fn shown(&self, out: &[usize]) -> Vec<usize> {
        (0..self.columns.len()).filter(|k| !out.contains(k) && self.column_width(*k) > 0).collect()
    }

    /// What all rows have in a column, if that is the same.
    fn same(&self, column: usize) -> Option<&str> {
        let mut cells = self.rows.iter().skip(1).filter_map(|row| row.get(column)).map(String::as_str);
        let first = cells.next()?;
        cells.all(|cell| cell == first).then_some(first)
    }

    fn column_width(&self, column: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| chars(cell)).max().unwrap_or(0)
    }

    fn longest_word(&self, column: usize) -> usize {
        let words = self.rows.iter().filter_map(|row| row.get(column)).flat_map(|cell| cell.split(' '));
        words.map(chars).max().unwrap_or(0)
    }

    fn width_of(&self, shown: &[usize]) -> usize {
        shown.iter().map(|k| self.column_width(*k) + GAP).sum::<usize>().saturating_sub(GAP)
    }

    /// The columns side by side; where they are wider than the room, the widest of words are broken between words.
    fn aligned(&self, indent: &str, shown: &[usize], room: usize) -> String {
        let mut widths: Vec<usize> = shown.iter().map(|k| self.column_width(*k)).collect();
        let longest: Vec<usize> = shown.iter().map(|k| self.longest_word(*k)).collect();
        for _ in room..self.width_of(shown) {
            let breakable = |at: &usize| self.columns[shown[*at]] == Set::Left && widths[*at] > longest[*at];
            let Some(widest) = (0..shown.len()).filter(breakable).max_by_key(|at| widths[*at]) else { break };
            widths[widest] -= 1;
        }
        let mut text = String::new();
        for row in &self.rows {
            let cell = |at: usize| row.get(shown[at]).map_or("", String::as_str);
            let cells: Vec<Vec<String>> = (0..shown.len())
                .map(|at| match chars(cell(at)) > widths[at] {
                    true => broken(cell(at), widths[at]),
                    false => vec![cell(at).to_owned()],
                })
                .collect();
            for k in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut line = indent.to_owned();
                for ((cell, at), width) in cells.iter().zip(shown).zip(&widths) {
                    let cell = cell.get(k).map_or("", String::as_str);
                    let gap = width.saturating_sub(chars(cell));
                    let (before, after) = if self.columns[*at] == Set::Right { (gap, 0) } else { (0, gap) };
                    line.extend(std::iter::repeat_n(' ', before));
                    line.push_str(cell);
                    line.extend(std::iter::repeat_n(' ', after + GAP));
                }
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text
    }

    /// Each row as a paragraph: its first cell, and beside it the others one after another.
    fn flowing(&self, indent: &str, room: usize) -> String {
        let first = self.column_width(0);
        let beside = room.saturating_sub(first + GAP).max(MIN_BESIDE);
        let mut text = String::new();
        for row in &self.rows {
            let mut lines: Vec<String> = Vec::new();
            for cell in row.iter().skip(1).filter(|cell| !cell.is_empty()) {
                match lines.last_mut() {
                    Some(line) if chars(line) + GAP + chars(cell) <= beside => {
                        line.extend(std::iter::repeat_n(' ', GAP));
                        line.push_str(cell);
                    }
                    _ => lines.extend(broken(cell, beside)),
                }
            }
            let head = row.first().map_or("", String::as_str);
            lines.resize(lines.len().max(1), String::new());
            for (k, line) in lines.iter().enumerate() {
                let head = if k == 0 { head } else { "" };
                let gap = " ".repeat(first - chars(head) + GAP);
                text.push_str(format!("{indent}{head}{gap}{line}").trim_end());
                text.push('\n');
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::language::within;
    use contactline_core::model::Language;

    fn same<const N: usize>(heads: [&'static str; N]) -> [Text; N] {
        heads.map(|head| Text::new(head, head))
    }

    #[test]
    fn columns_are_aligned_by_characters() {
        let mut table = Table::new(&same(["region", "", "km²"]), 1);
        table.push(["ua-14".into(), String::new(), "9.5".into()]);
        table.push(["Крим".into(), String::new(), "25,060.1".into()]);
        assert_eq!(table.to_text_within(" ", None), " region       km²\n ua-14        9.5\n Крим    25,060.1\n");
    }

    #[test]
    fn the_least_needed_column_is_left_out_where_there_is_no_room_and_named() {
        let mut table =
            Table::new(&same(["region", "version", "source", "km²"]), 1).sparing(&same(["version", "source"]));
        table.push(["ua-14".into(), "2025-01-03".into(), "maps".into(), "9.5".into()]);
        let wide = "region  version     source  km²\nua-14   2025-01-03  maps    9.5\n";
        assert_eq!(table.to_text_within("", None), wide);
        assert_eq!(table.to_text_within("", Some(31)), wide);
        assert_eq!(
            table.to_text_within("", Some(30)),
            "region  source  km²\nua-14   maps    9.5\n\
             left out for want of room:\nversion; --format csv has\nevery column\n"
        );
    }

    #[test]
    fn a_column_that_is_the_same_throughout_stands_below_first() {
        let mut table = Table::new(&same(["date", "region", "km²"]), 1).once(&same(["date"])).sparing(&same(["km²"]));
        table.push(["2025-01-03".into(), "ua-14".into(), "9.5".into()]);
        table.push(["2025-01-03".into(), "ua-43".into(), "1.0".into()]);
        assert_eq!(
            table.to_text_within("", Some(20)),
            "region  km²\nua-14   9.5\nua-43   1.0\nleft out for want of\nroom: date\n(2025-01-03\nthroughout);\n\
             --format csv has\nevery column\n"
        );
        table.push(["2025-01-04".into(), "ua-43".into(), "1.0".into()]);
        assert!(table.to_text_within("", Some(20)).starts_with("date        region\n2025-01-03  ua-14\n"));
    }

    #[test]
    fn words_too_wide_are_broken_between_words() {
        let mut table = Table::new(&same(["region", "who says what", "km²"]), 1);
        table.push(["ua-14".into(), "maps: held by RU; list: held by UA".into(), "9.5".into()]);
        assert_eq!(
            table.to_text_within("", Some(31)),
            "region  who says what       km²\nua-14   maps: held by RU;   9.5\n        list: held by UA\n"
        );
        let mut both = Table::new(&same(["since", "why", "km"]), 1);
        both.push(["at least 2014-02-20".into(), "outside the coverage".into(), String::new()]);
        assert_eq!(
            both.to_text_within("", Some(30)),
            "since         why           km\nat least      outside the\n2014-02-20    coverage\n"
        );
        let mut sentences = Table::of_words(3);
        sentences.push(["maps".into(), "held by RU".into(), "version 2025-01-03, 4 days old".into()]);
        assert_eq!(sentences.to_text_within("  ", None), "  maps  held by RU  version 2025-01-03, 4 days old\n");
        assert_eq!(
            sentences.to_text_within("  ", Some(40)),
            "  maps  held by RU\n        version 2025-01-03, 4 days old\n"
        );
    }

    #[test]
    fn heads_and_what_is_left_out_are_told_in_the_language_spoken() {
        let text = within(Language::Ukrainian, || {
            let heads = [Text::new("region", "регіон"), Text::new("version", "версія"), Text::new("km²", "км²")];
            let mut table = Table::new(&heads, 1).sparing(&[Text::new("version", "версія")]);
            table.push(["ua-14".into(), "2025-01-03".into(), "9,5".into()]);
            table.to_text_within("", Some(20))
        });
        assert_eq!(text, "регіон  км²\nua-14   9,5\nне вмістилося:\nверсія; усі стовпці\nдає --format csv\n");
    }
}
