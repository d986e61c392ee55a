//! The language that answers are composed in, as long as one is: set by whoever asks, read where words are chosen.
//!
//! Facts stand in both languages in the data and in [`Said`]; only here is one of them taken.

use std::cell::Cell;

use contactline_core::model::{Language, Said};

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// Composes an answer in a language, on this thread.
pub fn within<T>(language: Language, answer: impl FnOnce() -> T) -> T {
    struct Back(Language);
    impl Drop for Back {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _back = Back(SPOKEN.replace(language));
    answer()
}

/// The language of the answer being composed; English outside any.
#[must_use]
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// A sentence in the language of the answer being composed.
#[must_use]
pub fn told(said: &Said) -> &str {
    said.within(spoken())
}

#[cfg(test)]
mod tests {
    use super::{spoken, within};
    use contactline_core::model::Language;

    #[test]
    fn a_language_is_spoken_as_long_as_its_answer_is_composed() {
        assert_eq!(spoken(), Language::English);
        within(Language::Ukrainian, || {
            assert_eq!(spoken(), Language::Ukrainian);
            within(Language::English, || assert_eq!(spoken(), Language::English));
            assert_eq!(spoken(), Language::Ukrainian);
        });
        assert_eq!(spoken(), Language::English);
    }
}
