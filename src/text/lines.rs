//! Lines made to fit a width, broken between words.

/// The text in lines no longer than `width`, broken between words; a word that is longer stands alone and whole.
pub fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if chars(line) + 1 + chars(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text with its long lines broken between words; what follows of a line is set in a little further than its beginning.
pub fn fitted(text: &str, width: usize) -> String {
    let mut fitted = String::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        if chars(words) <= width {
            fitted.push_str(line);
            continue;
        }
        let indent = words.len() - words.trim_start().len();
        let hanging = " ".repeat(indent + 2);
        for (k, part) in broken(words, width.saturating_sub(indent + 2).max(1)).iter().enumerate() {
            fitted.push_str(if k == 0 { &words[..indent] } else { &hanging });
            fitted.push_str(part);
            fitted.push('\n');
        }
    }
    fitted
}

/// How many characters a text has.
pub fn chars(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_no_word_is() {
        let text = "short\n  a line that is too long for it\nindivisible-word ok\n";
        assert_eq!(
            fitted(text, 14),
            "short\n  a line\n    that is\n    too long\n    for it\nindivisible-word\n  ok\n"
        );
        assert_eq!(fitted(text, 80), text);
    }
}
