//! Names made comparable: one key for the ways to write the same name, in Ukrainian, Russian or Latin letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name made comparable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKey {
    /// Without case, accents, apostrophes and hyphens, in Latin letters.
    pub strict: String,
    /// Besides, with one letter for those that spellings exchange: `y`, `yi`, `iy` and `i`; `g` and `h`; doubled and single.
    pub loose: String,
    /// Besides, without the blanks, and with one ending for those that Ukrainian and Russian exchange: `Robotyne` and
    /// `Robotino`, `Petrivka` and `Petrovka`. Two names are the same where these keys are equal.
    pub whole: String,
}

impl NameKey {
    /// The key of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let strict = strict(name);
        let loose = loose(&strict);
        let whole = whole(&loose);
        Self { strict, loose, whole }
    }

    /// Whether the loose key may be looked for inside names: it has three letters, and most of what was typed is left in it.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        let [typed, left] = [&self.strict, &self.loose].map(|key| key.chars().count());
        left >= 3 && 2 * left >= typed
    }
}

/// # Method
/// Ukrainian letters by the national table (Cabinet of Ministers, resolution 55 of 2010-01-27), without its rule for the
/// beginning of a word: [`loose`] levels that anyway. The letters with carons of scientific transliteration become the same
/// digraphs; other accents fall by Unicode's canonical decomposition.
fn strict(name: &str) -> String {
    let mut latin = String::with_capacity(name.len());
    // Composed first: a decomposed `ї` would lose its dots as an accent.
    for c in name.nfc().flat_map(char::to_lowercase) {
        match latin_of(c) {
            Some(letters) => latin.push_str(letters),
            None => latin.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    let words = latin.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn loose(strict: &str) -> String {
    let folded = strict.replace("kh", "h").replace("ts", "c").replace('w', "v");
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        let c = match c {
            'y' | 'j' => 'i',
            'g' => 'h',
            c => c,
        };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    // `Zaporizhzhia` is written with one `zh` as well.
    key.replace("zhzh", "zh")
}

fn whole(loose: &str) -> String {
    let mut key = String::with_capacity(loose.len());
    let mut words = loose.split(' ').peekable();
    while let Some(word) = words.next() {
        // `Krasno-Perekopsk` is one word to others.
        let is_last = words.peek().is_none();
        let plain = ["ie", "io"].iter().fold(word.to_owned(), |word, vowel| word.replace(vowel, "e"));
        let ending = ENDINGS.iter().filter(|(ending, _)| is_last || !ending.ends_with('o')).find_map(|(ending, to)| {
            let stem = plain.strip_suffix(ending).filter(|stem| stem.chars().count() >= MIN_STEM)?;
            Some((stem, *to))
        });
        let (stem, ending) = ending.unwrap_or((&plain, ""));
        for c in stem.chars().chain(ending.chars()) {
            if !key.ends_with(c) {
                key.push(c);
            }
        }
    }
    key
}

/// Endings of place names in Russian and, after them, in Ukrainian; of loose keys in which `ie` and `io` are `e`.
const ENDINGS: [(&str, &str); 13] = [
    ("ovka", "ivka"),
    ("evka", "ivka"),
    ("aia", "a"),
    ("oe", "e"),
    ("ee", "e"),
    ("oi", "i"),
    ("ov", "iv"),
    ("ev", "iv"),
    ("ovo", "ove"),
    ("evo", "eve"),
    ("ino", "ine"),
    ("no", "ne"),
    ("ko", "ke"),
];

/// The letters of a word that must be left before such an ending.
const MIN_STEM: usize = 2;

/// The Latin letters of a Cyrillic one, none for the signs; `None` for any other character.
fn latin_of(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'є' => "ie",
        'ё' => "io",
        'ж' => "zh",
        'з' => "z",
        'и' | 'ы' => "y",
        'і' | 'ї' | 'й' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "iu",
        'я' => "ia",
        'š' => "sh",
        'ž' => "zh",
        'č' => "ch",
        'ь' | 'ъ' | '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | '`' | '´' | '"' | '″' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(name: &str) -> String {
        NameKey::of(name).strict
    }

    fn loose(name: &str) -> String {
        NameKey::of(name).loose
    }

    #[test]
    fn case_accents_apostrophes_and_hyphens_do_not_count() {
        assert_eq!(strict("  Velyka  NOVOSILKA "), "velyka novosilka");
        assert_eq!(strict("Niu-York"), strict("niu york"));
        assert_eq!(strict("Krasnyi Lyman’"), strict("krasnyi lyman"));
        assert_eq!(strict("Stanytsya-Luhans'ka"), "stanytsya luhanska");
        assert_eq!(strict("Ялта́"), "ialta");
        assert_eq!(strict("Слов'янськ"), strict("Словʼянськ"));
    }

    #[test]
    fn a_decomposed_letter_is_the_letter() {
        assert_eq!(strict("Макі\u{457}вка"), strict("Макі\u{456}\u{308}вка"));
        assert_eq!(strict("Гуля\u{439}поле"), strict("Гуля\u{438}\u{306}поле"));
    }

    #[test]
    fn spellings_meet() {
        for (ours, other) in [
            ("Makiyivka", "Макіївка"),
            ("Makiivka", "Makiyivka"),
            ("Zaporizhzhya", "Запоріжжя"),
            ("Zaporizhia", "Zaporizhzhya"),
            ("Luhansk", "Lugansk"),
            ("Sloviansk", "Слов'янськ"),
            ("Slov’yans’k", "Sloviansk"),
            ("Yalta", "Ялта"),
            ("Yenakiyeve", "Єнакієве"),
            ("Henichesk", "Генічеськ"),
            ("Yevpatoriia", "Yevpatoriya"),
        ] {
            assert_eq!(loose(ours), loose(other), "{ours} {other}");
        }
        assert_ne!(loose("Pokrovsk"), loose("Pokrovske"));
    }

    #[test]
    fn ukrainian_and_russian_forms_meet() {
        let whole = |name: &str| NameKey::of(name).whole;
        for (ours, other) in [
            ("Robotyne", "Роботино"),
            ("Mykolaivka", "Mykolayevka"),
            ("Петрівка", "Петровка"),
            ("Нова Каховка", "Новая Каховка"),
            ("Novotroitske", "Novotroitskoye"),
            ("Krasnoperekopsk", "Krasno-Perekopsk"),
            ("Mykolaiv", "Миколаев"),
            ("Nikolayev", "Николаев"),
            ("Yenakiieve", "Yenakiyevo"),
            ("Enakievo", "Енакиево"),
            ("Новосёловка", "Новоселовка"),
            ("Горький", "Gorkiy"),
            ("Velyka Novosilka", "Velykaya Novosilka"),
            ("Zaporizhzhia", "Zaporižžja"),
            ("Donetsk", "Doneck"),
        ] {
            assert_eq!(whole(ours), whole(other), "{ours} {other}");
        }
        for (one, other) in [("Pokrovsk", "Pokrovske"), ("Lyman", "Lymany"), ("Kyiv", "Kyivskyi"), ("Odesa", "Odeske")]
        {
            assert_ne!(whole(one), whole(other), "{one} {other}");
        }
    }

    #[test]
    fn nothing_is_left_of_signs() {
        assert_eq!(strict("' - , ."), "");
        assert_eq!(strict("2-й"), "2 i");
    }
}
