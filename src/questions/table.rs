//! Questions whose answer is rows and nothing else: JSON, CSV, the table for people and the schema come from the row's type.

use schemars::JsonSchema;
use serde::Serialize;

use super::description::{Context, Question};
use super::parameter::Request;
use crate::request::Refusal;
use crate::text::Table;
use crate::wire::{Csv, Rows, table};
use contactline_core::model::Text;

/// A question whose answer is rows. The members of a row are the columns; their names end in their units, and their comments
/// are what the schema says of them.
pub trait TableQuestion {
    /// Its word: the route below `/v1`, and the command.
    const NAME: &'static str;
    /// What it answers, in a line.
    const ABOUT: Text;
    /// Examples below the help.
    const EXAMPLES: &'static str;
    /// Words after `?` that the built-in data answers.
    const EXAMPLE: &'static str;

    /// What it can be asked.
    type Request: Request;
    /// A row.
    type Row: Serialize + JsonSchema + 'static;

    /// Asks.
    ///
    /// # Errors
    /// What was asked for is not there, or makes no sense together.
    fn rows(context: Context<'_>, request: Self::Request) -> Result<Rows<'_, Self::Row>, Refusal>;

    /// As [`Question::overlays`].
    fn overlays(_context: Context<'_>, _request: &Self::Request) -> usize {
        0
    }
}

impl<T: TableQuestion> Question for T {
    const NAME: &'static str = T::NAME;
    const ABOUT: Text = T::ABOUT;
    const EXAMPLES: &'static str = T::EXAMPLES;
    const EXAMPLE: &'static str = T::EXAMPLE;

    type Request = T::Request;
    type Answer<'a> = Rows<'a, T::Row>;
    type Shape<'s> = &'s Rows<'s, T::Row>;

    fn ask<'a>(context: Context<'a>, request: T::Request) -> Result<Rows<'a, T::Row>, Refusal> {
        T::rows(context, request)
    }

    fn overlays(context: Context<'_>, request: &T::Request) -> usize {
        T::overlays(context, request)
    }

    fn shape<'s>(_: Context<'s>, answer: &'s Rows<'_, T::Row>) -> &'s Rows<'s, T::Row> {
        answer
    }

    fn csv(shape: &&Rows<'_, T::Row>) -> Result<Csv, csv::Error> {
        shape.to_csv()
    }

    fn text(answer: &Rows<'_, T::Row>, _: &&Rows<'_, T::Row>) -> String {
        let Ok((columns, rows)) = table::for_people(&answer.rows) else { return String::new() };
        let mut table = Table::of_columns(columns.iter().map(|column| (column.head(), column.is_number())).collect());
        rows.into_iter().for_each(|row| table.push(row));
        let notes: String = answer.attribution.iter().map(|line| format!("{line}\n")).collect();
        format!("{}\n{notes}", table.to_text(""))
    }
}
