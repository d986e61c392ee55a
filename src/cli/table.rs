//! Tables for people: columns aligned by blanks.

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
}

impl Table {
    /// A table with these column heads; numbers' heads end in a unit or `%` and are told by `numbers` from the right.
    pub fn new(heads: &[&str], numbers: usize) -> Self {
        let words = heads.len().saturating_sub(numbers);
        let set = |k| if k < words { Set::Left } else { Set::Right };
        let columns = (0..heads.len()).map(set).collect();
        Self { columns, rows: vec![heads.iter().map(|head| (*head).to_owned()).collect()] }
    }

    /// A table of words without heads.
    pub fn of_words(columns: usize) -> Self {
        Self { columns: vec![Set::Left; columns], rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.into());
    }

    /// The table, every line begun with `indent`.
    pub fn to_text(&self, indent: &str) -> String {
        let width = |k: usize| self.rows.iter().filter_map(|r| r.get(k)).map(|t| t.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = indent.to_owned();
            for ((cell, set), width) in row.iter().zip(&self.columns).zip(&widths) {
                let gap = width - cell.chars().count();
                let (before, after) = if *set == Set::Right { (gap, 0) } else { (0, gap) };
                line.extend(std::iter::repeat_n(' ', before));
                line.push_str(cell);
                // A column empty throughout takes no room.
                line.extend(std::iter::repeat_n(' ', if *width == 0 { 0 } else { after + 2 }));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters() {
        let mut table = Table::new(&["region", "", "km²"], 1);
        table.push(["ua-14".into(), String::new(), "9.5".into()]);
        table.push(["Крим".into(), String::new(), "25,060.1".into()]);
        assert_eq!(table.to_text(" "), " region       km²\n ua-14        9.5\n Крим    25,060.1\n");
    }
}
