//! `sources`: what is declared of each source.

use super::description::{Context, Pace, Question};
use crate::request::Refusal;
use crate::text::{human, word};
use crate::wire::language::spoken;
use crate::wire::{self, Provenance, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Drawing, Language, Source, Text};

/// The question.
pub struct Sources;

impl Question for Sources {
    const NAME: &'static str = "sources";
    const ABOUT: Text = titles::SOURCES;
    const EXAMPLES: &'static str = examples! {
        "what is declared of each": "contactline sources",
        "the same as a table": "contactline sources --format csv",
    };
    const EXAMPLE: &'static str = "";
    const PACE: Pace = Pace::Instant;

    type Request = ();
    type Answer<'a> = Context<'a>;
    type Shape<'s> = wire::Sources<'s>;

    fn ask<'a>(context: Context<'a>, (): ()) -> Result<Context<'a>, Refusal> {
        Ok(context)
    }

    fn shape<'s>(Context { atlas, rights, .. }: Context<'s>, _: &'s Context<'_>) -> wire::Sources<'s> {
        wire::Sources::new(atlas.sources().map(|source| (source, atlas.versions(&source.id))), rights)
    }

    fn csv(shape: &wire::Sources<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn text(&Context { atlas, fingerprint, .. }: &Context<'_>, _: &wire::Sources<'_>) -> String {
        let sources = atlas.sources().map(|source| text(atlas, source) + "\n").collect::<String>();
        let Provenance { program, fingerprint } = Provenance::of(fingerprint);
        match spoken() {
            Language::English => format!("{sources}fingerprint of the data {fingerprint}; {program}\n"),
            Language::Ukrainian => format!("{sources}відбиток даних {fingerprint}; {program}\n"),
        }
    }
}

fn text(atlas: &Atlas, s: &Source) -> String {
    let language = spoken();
    let versions = atlas.versions(&s.id);
    let publisher = language.or_english(&s.publisher, s.in_ukrainian.publisher.as_deref());
    let mut lines = vec![format!("{}  {}, {publisher}", s.id, s.title_in(language))];
    let url = s.url.as_deref().unwrap_or_else(|| language.of("not on the web", "немає в мережі"));
    lines.push(format!("  {}, {}; {url}", word(s.method.as_str()), word(s.drawing.as_str())));
    if let (Some(first), Some(last)) = (versions.first(), versions.last()) {
        let what = if s.drawing == Drawing::Drawn {
            language.of("versions", "версій")
        } else {
            language.of("dates with changes", "дат зі змінами")
        };
        let (count, span) = (human::count(versions.len() as u64), human::span(first, last));
        lines.push(match language {
            Language::English => format!("  {count} {what}, {span}"),
            Language::Ukrainian => format!("  {what}: {count}, {span}"),
        });
    }
    lines.push(coverage(s));
    let (error, stale, unknown) =
        (human::distance(s.precision_m), days(s.stale_after_days), days(s.unknown_after_days));
    lines.push(match language {
        Language::English => format!("  typical error {error}; out of date after {stale}, no answer after {unknown}"),
        Language::Ukrainian => {
            format!("  типова похибка {error}; дані застарівають через {stale}, не використовуються через {unknown}")
        }
    });
    let reach = s.line_reach.rows().iter().map(|(age, m)| match language {
        Language::English => format!("{} in {}", human::distance(*m), days(*age)),
        Language::Ukrainian => format!("{} за {}", human::distance(*m), days(*age)),
    });
    let moves = language.of("the line may move", "лінія може пересунутися на");
    lines.push(format!("  {moves} {}", reach.collect::<Vec<_>>().join(", ")));
    if let Some(lag) = s.absence_lag {
        let (behind, within) = (days(lag.days), human::distance(lag.within_m));
        lines.push(match language {
            Language::English => {
                format!("  runs up to {behind} behind: within {within} of its line, what it does not name is unknown")
            }
            Language::Ukrainian => {
                format!("  відстає (найбільше: {behind}): ближче ніж за {within} до лінії те, чого воно не називає, невідоме")
            }
        });
    }
    if s.line_min_piece_m2 > 0.0 {
        let least = human::square_km(s.line_min_piece_m2);
        lines.push(match language {
            Language::English => format!("  the line leaves out parts of less than {least} km²"),
            Language::Ukrainian => format!("  лінія не охоплює ділянок, менших за {least} км²"),
        });
    }
    if !s.depends_on.is_empty() {
        lines.push(format!("  {} {}", language.of("uses", "використовує дані:"), s.depends_on.join(", ")));
    }
    let passed_on = if s.geometry_may_be_passed_on {
        language.of("outlines may be shared", "контури можна поширювати")
    } else {
        language.of("outlines may not be shared", "контури не можна поширювати")
    };
    lines.push(format!("  {} {}; {passed_on}", language.of("licence", "ліцензія"), s.licence));
    lines.push(format!("  {}", s.attribution));
    lines.join("\n") + "\n"
}

/// Where and when a source speaks.
fn coverage(s: &Source) -> String {
    let language = spoken();
    let but_not = language.of(", but not", ", крім");
    let mut text = format!("  {} {}", language.of("covers", "охоплює"), s.coverage.regions.join(", "));
    for id in &s.coverage.except_regions {
        text += &format!("{but_not} {id}");
    }
    for e in &s.coverage.except {
        text += &format!("{but_not} {}", e.name_in(language));
        if let Some(from) = e.from {
            text += &match language {
                Language::English => format!(" from {from} on"),
                Language::Ukrainian => format!(" (від {from})"),
            };
        }
    }
    if let Some(start) = s.coverage.start {
        text += &format!("; {} {start}", language.of("from", "від"));
    }
    if let Some(end) = s.coverage.end {
        text += &format!("; {} {end}", language.of("to", "до"));
    }
    for gap in &s.coverage.gaps {
        text += &match language {
            Language::English => format!("; no data of its own for {} to {}", gap.first, gap.last),
            Language::Ukrainian => format!("; без власних даних за {} – {}", gap.first, gap.last),
        };
    }
    text
}

fn days(number: u32) -> String {
    human::days(number.into())
}
