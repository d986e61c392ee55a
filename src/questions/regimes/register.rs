//! The register of regimes as text that is Markdown too.

use std::fmt::Write;

use contactline_core::model::Language;

use crate::wire::language::{spoken, within};
use crate::wire::{RegimeRegister, RegimeStage, RegisteredRegime};

use crate::text::word;

/// The register as a page: in English with the Ukrainian beside it, or in Ukrainian.
pub fn page(register: &RegimeRegister<'_>) -> String {
    let language = spoken();
    let mut text =
        format!("# {}\n\n", language.of("Legal regimes bound to territory", "Правові режими, прив’язані до території"));
    if let Some(day) = register.date {
        let _ = writeln!(text, "{} {}.\n", language.of("In force on", "Діють на"), day.0);
    }
    let _ = writeln!(text, "{}", register.notice);
    for regime in &register.regimes {
        text += &of_regime(regime);
    }
    text
}

/// The texts shown: in English both, in Ukrainian the Ukrainian one, or the English where there is no other.
fn shown<'t>(en: Option<&'t str>, uk: Option<&'t str>) -> impl Iterator<Item = &'t str> {
    let (first, second) = match spoken() {
        Language::English => (en, uk),
        Language::Ukrainian => (uk.or(en), None),
    };
    first.into_iter().chain(second)
}

fn of_regime(regime: &RegisteredRegime<'_>) -> String {
    let mut text = format!("\n## {}\n", regime.id);
    for title in shown(Some(regime.title), regime.title_uk) {
        let _ = writeln!(text, "\n{title}");
    }
    let _ = writeln!(text, "\n{}, {}", regime.authority, word(regime.kind));
    for note in shown(regime.note, regime.note_uk) {
        let _ = writeln!(text, "\n{note}");
    }
    if let Some(id) = regime.replaced_by {
        let _ = writeln!(text, "\n{} {id}.", spoken().of("Its place was taken by", "Його замінив"));
    }
    regime.stages.iter().for_each(|stage| text += &of_stage(stage));
    text
}

fn of_stage(stage: &RegimeStage<'_>) -> String {
    let language = spoken();
    let until = stage.until.map_or_else(
        || language.of(", still in force", ", чинний").to_owned(),
        |day| format!(" {} {}", language.of("to", "до"), day.0),
    );
    let mut text = format!("\n### {} {}{until}\n", language.of("from", "від"), stage.from.0);
    for wording in shown(Some(stage.wording), stage.wording_uk) {
        let _ = writeln!(text, "\n{wording}");
    }
    text.push('\n');
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "* {name}: {value}");
        }
    };
    let moves = match stage.moves_with_the_line {
        Some(true) => language.of("moves with the line of contact", "рухається разом із лінією зіткнення"),
        Some(false) => language.of("does not move", "не рухається"),
        None => language
            .of("whether it moves with the line is not determined", "чи рухається разом із лінією, не визначено"),
    };
    let bounds = if stage.approximate {
        language.of("; stands for bounds not known here", "; замість меж, яких тут не відомо")
    } else {
        ""
    };
    line(language.of("text", "документ"), stage.number.map(Into::into));
    line(language.of("adopted", "ухвалено"), stage.adopted.map(|day| day.0.to_string()));
    line(language.of("published", "опубліковано"), stage.published.map(|day| day.0.to_string()));
    line(language.of("replaced by", "замінено на"), stage.replaced_by.map(Into::into));
    line(language.of("ground", "територія"), Some(format!("`{}` ({moves}{bounds})", stage.extent)));
    for open in &stage.not_determined {
        let reason = language.or_english(open.reason, open.reason_uk);
        line(language.of("not determined", "не визначено"), Some(format!("`{}`: {reason}", open.extent)));
    }
    let of_ground = match stage.extent_certainty {
        same if same == stage.certainty => String::new(),
        other => format!("{} {}", language.of(", of the ground", ", щодо території"), word(other)),
    };
    line(language.of("certainty", "достовірність"), Some(format!("{}{of_ground}", word(stage.certainty))));
    line(language.of("citation", "посилання"), Some(stage.citation.into()));
    // In English both stand side by side, as they do in the titles.
    let mut both = |[name, name_uk]: [&str; 2], en: Option<String>, uk: Option<String>| match language {
        Language::English => {
            line(name, en);
            line(name_uk, uk);
        }
        Language::Ukrainian => line(name_uk, uk.or(en)),
    };
    both(["not settled", "не встановлено"], stage.unsettled.map(Into::into), stage.unsettled_uk.map(Into::into));
    for absent in &stage.not_recorded {
        let members =
            |language| within(language, || absent.members.iter().map(|m| word(m)).collect::<Vec<_>>().join(", "));
        let en = format!("{}: {}", members(Language::English), absent.reason);
        let uk = absent.reason_uk.map(|reason| format!("{}: {reason}", members(Language::Ukrainian)));
        both(["not recorded", "не записано"], Some(en), uk);
    }
    both(["note", "примітка"], stage.note.map(Into::into), stage.note_uk.map(Into::into));
    line(language.of("checked", "перевірено"), stage.checked.map(|day| day.0.to_string()));
    text
}
