//! Words of closed lists as people read them. In JSON and CSV they are the same in both languages; in text they are not.

use std::borrow::Cow;

use contactline_core::model::Language;

use crate::wire::language::spoken;

/// The words in Ukrainian.
const UKRAINIAN: &[(&str, &str)] = &[
    ("active", "активні"),
    ("adopted", "ухвалено"),
    ("announced", "за заявою"),
    ("approximate", "приблизно"),
    ("assessed", "оцінка"),
    ("boundary", "на межі"),
    ("coded", "кодування повідомлень"),
    ("contested", "контроль неясний"),
    ("country", "країна"),
    ("de_facto", "де-факто"),
    ("de_jure", "де-юре"),
    ("demilitarised", "демілітаризована"),
    ("disputed", "дані розходяться"),
    ("drawn", "контури"),
    ("export_controls", "експортний контроль"),
    ("free_economic", "вільна економічна"),
    ("high", "висока"),
    ("holds", "під контролем"),
    ("inferred", "висновок"),
    ("left", "залишено"),
    ("low", "низька"),
    ("mapped", "нанесено на карту"),
    ("medium", "середня"),
    ("neighbour", "сусідній"),
    ("no", "ні"),
    ("not_determined", "не визначено"),
    ("number", "номер"),
    ("occupation", "окупація"),
    ("official", "офіційний перелік"),
    ("possible", "можливі"),
    ("published", "опубліковано"),
    ("recognised", "визнано"),
    ("recognition", "визнання"),
    ("region", "регіон"),
    ("resolution", "резолюція"),
    ("sanctions", "санкції"),
    ("statement", "заява"),
    ("support", "підтримка"),
    ("taken", "взято під контроль"),
    ("tessellated", "клітини навколо населених пунктів"),
    ("treaty", "договір"),
    ("undefined", "не визначено"),
    ("whole", "увесь"),
    ("yes", "так"),
];

/// A word of a closed list in the language spoken: `de facto`, `де-факто`.
pub fn word(word: &str) -> Cow<'_, str> {
    let known = || UKRAINIAN.iter().find(|(english, _)| *english == word);
    match spoken() {
        Language::Ukrainian if let Some((_, ukrainian)) = known() => (*ukrainian).into(),
        _ if word.contains('_') => word.replace('_', " ").into(),
        _ => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::language::within;
    use contactline_core::model::{
        Announced, Certainty, Drawing, ExtentKind, Hostilities, Method, Role, Standing, Zone,
    };

    #[test]
    fn each_word_that_a_text_shows_has_its_ukrainian() {
        let words = [
            Announced::ALL.iter().map(|w| w.as_str()).collect::<Vec<_>>(),
            Certainty::ALL.iter().map(|w| w.as_str()).collect(),
            Drawing::ALL.iter().map(|w| w.as_str()).collect(),
            ExtentKind::ALL.iter().map(|w| w.as_str()).collect(),
            Hostilities::ALL.iter().map(|w| w.as_str()).collect(),
            Method::ALL.iter().map(|w| w.as_str()).collect(),
            Role::ALL.iter().map(|w| w.as_str()).collect(),
            Standing::ALL.iter().map(|w| w.as_str()).collect(),
            Zone::ALL.iter().map(|w| w.as_str()).collect(),
            vec!["yes", "no", "disputed", "boundary", "not_determined"],
            vec![
                "recognition",
                "support",
                "statement",
                "resolution",
                "treaty",
                "sanctions",
                "occupation",
                "export_controls",
            ],
        ];
        for one in words.concat() {
            assert!(within(Language::Ukrainian, || word(one) != one), "{one}");
            assert_eq!(word(one), one.replace('_', " "));
        }
    }
}
