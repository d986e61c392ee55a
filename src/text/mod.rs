//! Answers for people: numbers, sentences and tables as text, in the language spoken and in the width there is.
//!
//! The width is set by whoever prints ([`within`]), as the language is; text that goes to a file has none and breaks no line.

pub mod chart;
mod closed;
pub mod heads;
pub mod human;
mod lines;
pub mod place;
mod table;

use std::cell::Cell;

pub use closed::word;
pub use lines::fitted;
pub use table::Table;

thread_local! {
    static WIDTH: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Composes text for lines of so many characters, on this thread; none: for lines of any length.
pub fn within<T>(width: Option<usize>, compose: impl FnOnce() -> T) -> T {
    struct Back(Option<usize>);
    impl Drop for Back {
        fn drop(&mut self) {
            WIDTH.set(self.0);
        }
    }
    let _back = Back(WIDTH.replace(width));
    compose()
}

/// How many characters a line of the text being composed may have.
fn width() -> Option<usize> {
    WIDTH.get()
}

/// The text of what may be missing; empty where it is.
pub fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
