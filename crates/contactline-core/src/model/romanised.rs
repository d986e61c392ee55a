//! Ukrainian names in Latin letters.

/// A Ukrainian name in Latin letters, by the national table (Cabinet of Ministers of Ukraine, resolution 55 of 2010-01-27):
/// `є`, `ї`, `й`, `ю` and `я` are written otherwise at the start of a word, after a blank or a hyphen as well, `зг` is `zgh`,
/// and the soft sign and the apostrophe are left out. What is no Ukrainian letter stays as it is.
#[must_use]
pub fn romanised(name: &str) -> String {
    let mut latin = String::with_capacity(name.len());
    let mut before = None;
    for c in name.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        let starts = before.is_none_or(|b: char| b == '-' || b.is_whitespace());
        match if before == Some('з') && small == 'г' { Some("gh") } else { letters(small, starts) } {
            Some(letters) if c == small => latin.push_str(letters),
            Some(letters) => {
                let mut rest = letters.chars();
                latin.extend(rest.next().into_iter().flat_map(char::to_uppercase));
                latin.push_str(rest.as_str());
            }
            None => latin.push(c),
        }
        before = Some(small);
    }
    latin
}

/// The letters of the table for a small letter, at the start of a word or within one.
fn letters(small: char, starts: bool) -> Option<&'static str> {
    Some(match small {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' if starts => "ye",
        'є' => "ie",
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'ї' if starts => "yi",
        'й' if starts => "y",
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
        'ь' | '’' | '\'' | 'ʼ' => "",
        'ю' if starts => "yu",
        'ю' => "iu",
        'я' if starts => "ya",
        'я' => "ia",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::romanised;

    /// The examples that the resolution itself prints, row by row.
    #[test]
    fn the_examples_of_the_table_come_out_as_printed() {
        let examples = "Алушта Alushta Андрій Andrii Борщагівка Borshchahivka Борисенко Borysenko Вінниця Vinnytsia \
            Володимир Volodymyr Гадяч Hadiach Богдан Bohdan Згурський Zghurskyi Ґалаґан Galagan Ґорґани Gorgany Донецьк \
            Donetsk Дмитро Dmytro Рівне Rivne Олег Oleh Есмань Esman Єнакієве Yenakiieve Гаєвич Haievych Короп’є Koropie \
            Житомир Zhytomyr Жанна Zhanna Жежелів Zhezheliv Закарпаття Zakarpattia Казимирчук Kazymyrchuk Медвин Medvyn \
            Михайленко Mykhailenko Іванків Ivankiv Іващенко Ivashchenko Їжакевич Yizhakevych Кадиївка Kadyivka Мар’їне \
            Marine Йосипівка Yosypivka Стрий Stryi Олексій Oleksii Київ Kyiv Коваленко Kovalenko Лебедин Lebedyn Леонід \
            Leonid Миколаїв Mykolaiv Маринич Marynych Ніжин Nizhyn Наталія Nataliia Одеса Odesa Онищенко Onyshchenko \
            Полтава Poltava Петро Petro Решетилівка Reshetylivka Рибчинський Rybchynskyi Суми Sumy Соломія Solomiia \
            Тернопіль Ternopil Троць Trots Ужгород Uzhhorod Уляна Uliana Фастів Fastiv Філіпчук Filipchuk Харків Kharkiv \
            Христина Khrystyna Біла_Церква Bila_Tserkva Стеценко Stetsenko Чернівці Chernivtsi Шевченко Shevchenko Шостка \
            Shostka Кишеньки Kyshenky Щербухи Shcherbukhy Гоща Hoshcha Гаращенко Harashchenko Юрій Yurii Корюківка \
            Koriukivka Яготин Yahotyn Ярошенко Yaroshenko Костянтин Kostiantyn Знам’янка Znamianka Феодосія Feodosiia \
            Розгон Rozghon Згорани Zghorany";
        let words: Vec<&str> = examples.split_whitespace().collect();
        for pair in words.chunks(2) {
            assert_eq!(romanised(&pair[0].replace('_', " ")), pair[1].replace('_', " "));
        }
    }

    #[test]
    fn a_word_starts_after_a_blank_and_a_hyphen_and_not_after_an_apostrophe() {
        for (name, latin) in [
            ("Нью-Йорк", "Niu-York"),
            ("Нова Ясна", "Nova Yasna"),
            ("Яни Капу", "Yany Kapu"),
            ("Єди-Кую", "Yedy-Kuiu"),
            ("Слов’янськ", "Sloviansk"),
            ("ЗГІН", "ZGhIN"),
        ] {
            assert_eq!(romanised(name), latin);
        }
    }
}
