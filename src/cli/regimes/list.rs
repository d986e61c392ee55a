//! `contactline regimes --list`: the register itself, as text that is Markdown too.

use std::fmt::Write;

use crate::wire::{RegimeRegister, RegimeStage, RegisteredRegime};

/// The register as a page.
pub fn page(register: &RegimeRegister<'_>) -> String {
    let mut text = String::from("# Legal regimes bound to territory\n\n");
    if let Some(day) = register.date {
        let _ = writeln!(text, "In force on {}.\n", day.0);
    }
    let _ = writeln!(text, "{}", register.notice);
    for regime in &register.regimes {
        text += &of_regime(regime);
    }
    text
}

fn of_regime(regime: &RegisteredRegime<'_>) -> String {
    let mut text = format!("\n## {}\n\n{}\n", regime.id, regime.title);
    if let Some(title) = regime.title_uk {
        let _ = writeln!(text, "\n{title}");
    }
    let _ = writeln!(text, "\n{}, {}", regime.authority, regime.kind.replace('_', " "));
    for note in [regime.note, regime.note_uk].into_iter().flatten() {
        let _ = writeln!(text, "\n{note}");
    }
    if let Some(id) = regime.replaced_by {
        let _ = writeln!(text, "\nIts place was taken by {id}.");
    }
    regime.stages.iter().for_each(|stage| text += &of_stage(stage));
    text
}

fn of_stage(stage: &RegimeStage<'_>) -> String {
    let until = stage.until.map_or_else(|| ", still in force".into(), |day| format!(" to {}", day.0));
    let mut text = format!("\n### from {}{until}\n\n{}\n", stage.from.0, stage.wording);
    if let Some(wording) = stage.wording_uk {
        let _ = writeln!(text, "\n{wording}");
    }
    text.push('\n');
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "* {name}: {value}");
        }
    };
    let moves = match stage.moves_with_the_line {
        Some(true) => "moves with the line of contact",
        Some(false) => "does not move",
        None => "whether it moves with the line is not determined",
    };
    let bounds = if stage.approximate { "; stands for bounds not known here" } else { "" };
    line("text", stage.number.map(Into::into));
    line("adopted", stage.adopted.map(|day| day.0.to_string()));
    line("published", stage.published.map(|day| day.0.to_string()));
    line("replaced by", stage.replaced_by.map(Into::into));
    line("ground", Some(format!("`{}` ({moves}{bounds})", stage.extent)));
    for open in &stage.not_determined {
        line("not determined", Some(format!("`{}`: {}", open.extent, open.reason)));
    }
    let of_ground = match stage.extent_certainty {
        same if same == stage.certainty => String::new(),
        other => format!(", of the ground {other}"),
    };
    line("certainty", Some(format!("{}{of_ground}", stage.certainty)));
    line("citation", Some(stage.citation.into()));
    line("not settled", stage.unsettled.map(Into::into));
    line("не встановлено", stage.unsettled_uk.map(Into::into));
    for absent in &stage.not_recorded {
        let members = absent.members.join(", ");
        line("not recorded", Some(format!("{members}: {}", absent.reason)));
        line("не записано", absent.reason_uk.map(|reason| format!("{members}: {reason}")));
    }
    line("note", stage.note.map(Into::into));
    line("примітка", stage.note_uk.map(Into::into));
    line("checked", stage.checked.map(|day| day.0.to_string()));
    text
}
