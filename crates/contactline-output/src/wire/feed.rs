//! Changes as a feed to subscribe to ([Atom, RFC 4287](https://www.rfc-editor.org/rfc/rfc4287)): an entry for each stretch of time,
//! the latest first.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use sha2::{Digest, Sha256};

use contactline_core::atlas::Atlas;
use contactline_core::model::told::{day_in, grouped_in};
use contactline_core::model::{Language, Source, notice};
use contactline_core::query::ChangeStep;

use super::attribution;
use super::language::spoken;
use super::unit::UnitName;
use super::words::escaped;

/// The media type of a feed.
pub const ATOM: &str = "application/atom+xml";

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

/// What a feed is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOf {
    /// What changed from the end of each week or month to the end of the next.
    Steps,
    /// What each version of a source changed.
    Versions,
}

/// Where a feed stands and leads to: addresses with their host, where one is known.
pub struct FeedLinks<'l> {
    /// Its own address.
    pub own: String,
    /// The map as of the end of a step.
    pub page: &'l dyn Fn(&ChangeStep<'_>) -> String,
    /// The figures of a step.
    pub figures: &'l dyn Fn(&ChangeStep<'_>) -> String,
}

/// The feed of these steps of a source, which are in the order of time, each with those of all parties told apart.
///
/// # Errors
/// None that memory allows.
pub fn atom(
    (atlas, source): (&Atlas, &Source),
    (of, region): (FeedOf, Option<&str>),
    steps: &[Vec<ChangeStep<'_>>],
    links: &FeedLinks<'_>,
) -> std::io::Result<String> {
    let language = spoken();
    let source_title = source.title_in(language);
    let place = region.map(|id| place_name(atlas, id, language));
    let subject = match (of, language) {
        (FeedOf::Steps, Language::English) => "Changes of control",
        (FeedOf::Steps, Language::Ukrainian) => "Зміни контролю",
        (FeedOf::Versions, Language::English) => "New versions",
        (FeedOf::Versions, Language::Ukrainian) => "Нові версії",
    };
    let title = match &place {
        Some(place) => format!("{subject}, {place}: {source_title}"),
        None => format!("{subject}: {source_title}"),
    };
    let latest = steps.iter().rev().find_map(|parties| parties.first()).map(|step| step.asked[1].to_second());
    let kind = match of {
        FeedOf::Steps => "steps",
        FeedOf::Versions => "versions",
    };
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = writer.create_element("feed").with_attributes([("xmlns", NAMESPACE), ("xml:lang", language.as_str())]);
    feed.write_inner_content(|writer| {
        text(writer, "id", &urn(&[kind, &source.id, region.unwrap_or_default()]))?;
        text(writer, "title", &title)?;
        text(writer, "subtitle", notice::STATUS.within(language))?;
        text(writer, "updated", latest.as_deref().unwrap_or("1970-01-01T00:00:00Z"))?;
        link(writer, "self", ATOM, &links.own)?;
        text(writer, "rights", &attribution::lines([source]).join("; "))?;
        writer.create_element("author").write_inner_content(|writer| text(writer, "name", &source.publisher))?;
        for parties in steps.iter().rev() {
            let Some(step) = parties.first() else { continue };
            writer.create_element("entry").write_inner_content(|writer| {
                let [from, to] = step.asked.map(|moment| moment.date().to_string());
                text(writer, "id", &urn(&[kind, &source.id, region.unwrap_or_default(), &from, &to]))?;
                text(writer, "title", &entry_title((of, source_title, place.as_deref()), parties, language))?;
                text(writer, "updated", &step.asked[1].to_second())?;
                link(writer, "alternate", "text/html", &(links.page)(step))?;
                link(writer, "related", "application/geo+json", &(links.figures)(step))?;
                let html = content(atlas, parties, language);
                let element = writer.create_element("content").with_attribute(("type", "html"));
                element.write_text_content(BytesText::new(&html)).map(drop)
            })?;
        }
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, kind: &str, href: &str) -> std::io::Result<()> {
    writer
        .create_element("link")
        .with_attributes([("rel", rel), ("type", kind), ("href", href)])
        .write_empty()
        .map(drop)
}

/// A name that stays the same on every host: a UUID of these words (RFC 9562, version 8).
fn urn(words: &[&str]) -> String {
    let digest = Sha256::digest(words.join("\0").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    (bytes[6], bytes[8]) = (bytes[6] & 0x0f | 0x80, bytes[8] & 0x3f | 0x80);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn place_name(atlas: &Atlas, id: &str, language: Language) -> String {
    let unit = UnitName::of(atlas, id);
    unit.name.zip(unit.name_uk).map_or_else(|| id.to_owned(), |(name, name_uk)| language.of(name, name_uk).to_owned())
}

/// `From 1 to 31 December 2025: Russia +461.5 km², -12.0 km²`, according to whom.
fn entry_title(
    (of, source, place): (FeedOf, &str, Option<&str>),
    parties: &[ChangeStep<'_>],
    language: Language,
) -> String {
    let Some(step) = parties.first() else { return String::new() };
    let [from, to] = step.asked.map(|moment| moment.date());
    let when = match (of, language) {
        (FeedOf::Steps, Language::English) => {
            format!("{} to {}", day_in(from.plus_days(1), language), day_in(to, language))
        }
        (FeedOf::Steps, Language::Ukrainian) => {
            format!("{} – {}", day_in(from.plus_days(1), language), day_in(to, language))
        }
        (FeedOf::Versions, Language::English) => format!("Version of {}", day_in(to, language)),
        (FeedOf::Versions, Language::Ukrainian) => format!("Версія від {}", day_in(to, language)),
    };
    let (gained_m2, lost_m2) = whole(step);
    let party = step.party.name(language);
    let said = match language {
        Language::English => format!(
            "{} came under control of {party}, {} left it, according to {source}",
            square_km(gained_m2, language),
            square_km(lost_m2, language)
        ),
        Language::Ukrainian => format!(
            "{party}: {} перейшло під контроль, {} вийшло з-під нього, за даними: {source}",
            square_km(gained_m2, language),
            square_km(lost_m2, language)
        ),
    };
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    format!("{when}{place}: {said}")
}

/// What a step gained and lost over everything that was asked for.
fn whole(step: &ChangeStep<'_>) -> (f64, f64) {
    let sum = || step.regions.iter().fold((0.0, 0.0), |(g, l), (_, c)| (g + c.gained_m2, l + c.lost_m2));
    step.total.map_or_else(sum, |total| (total.gained_m2, total.lost_m2))
}

fn square_km(area_m2: f64, language: Language) -> String {
    format!("{} {}", grouped_in(area_m2 / 1e6, 1, language), language.of("km²", "км²"))
}

/// The figures by party and region as a table, and what the versions lack.
fn content(atlas: &Atlas, parties: &[ChangeStep<'_>], language: Language) -> String {
    // Less is nothing as figures are written here.
    const SHOWN_M2: f64 = 50_000.0;
    let heads: [&str; 5] = match language {
        Language::English => ["Party", "Region", "Came under control", "Left", "Net"],
        Language::Ukrainian => ["Сторона", "Регіон", "Перейшло під контроль", "Вийшло", "Разом"],
    };
    let cells = |tag: &str, cells: &[String]| -> String {
        cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect()
    };
    let mut html = format!("<table><tr>{}</tr>", cells("th", &heads.map(str::to_owned)));
    for step in parties {
        let changed =
            |(_, change): &&(&str, contactline_core::query::Change)| change.gained_m2.max(change.lost_m2) >= SHOWN_M2;
        let named = step.regions.iter().filter(changed).map(|(id, change)| (place_name(atlas, id, language), *change));
        let whole = step.total.map(|total| (language.of("everything drawn", "усе нанесене").to_owned(), total));
        for (place, change) in named.chain(whole) {
            let figure = |m2| square_km(m2, language);
            let (gained, lost) = (change.gained_m2, change.lost_m2);
            let row =
                [step.party.name(language).to_owned(), place, figure(gained), figure(lost), figure(gained - lost)];
            html += &format!("<tr>{}</tr>", cells("td", &row));
        }
    }
    html += "</table>";
    if let Some(step) = parties.first() {
        let [from, to] = step.versions.map(|version| version.to_string());
        let told = match language {
            Language::English => format!("Version {from} against version {to}."),
            Language::Ukrainian => format!("Версія {from} проти версії {to}."),
        };
        html += &format!("<p>{}</p>", escaped(&told));
        for caveat in step.caveats.iter().flatten() {
            html += &format!("<p>{}</p>", escaped(caveat.within(language)));
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use contactline_core::example;
    use contactline_core::query::{Step, When, change_steps};

    #[test]
    fn a_feed_has_what_atom_wants_and_the_figures_of_the_question() {
        let atlas = example::atlas();
        let (from, to) = ("2025-01-01".parse().unwrap(), "2025-01-03".parse().unwrap());
        let when = When::Series { from, to, step: Step::Day };
        let steps = change_steps(&atlas, "maps", None, (None, None), when).unwrap();
        let of_day = |k: usize| steps.iter().filter(|s| s.asked == steps[k].asked).cloned().collect::<Vec<_>>();
        let steps: Vec<Vec<ChangeStep<'_>>> = vec![of_day(0), of_day(steps.len() - 1)];
        let source = atlas.sources().find(|source| source.id == "maps").unwrap();
        let page = |step: &ChangeStep<'_>| format!("https://example.org/?date={}&a=<b>", step.asked[1].date());
        let links = FeedLinks { own: "https://example.org/feeds".into(), page: &page, figures: &page };
        let feed = atom((&atlas, source), (FeedOf::Steps, None), &steps, &links).unwrap();
        assert_eq!(feed.matches("<entry>").count(), 2);
        let entry = feed.split("<entry>").nth(1).unwrap();
        assert!(entry.contains("<updated>2025-01-03T23:59:59Z</updated>"), "the latest first: {entry}");
        assert!(entry.contains("a=&lt;b&gt;") && entry.contains("&lt;table&gt;"), "{entry}");
        let gained_km2 = steps[1][0].total.unwrap().gained_m2 / 1e6;
        assert!(entry.contains(&square_km(gained_km2 * 1e6, Language::English)), "{gained_km2}: {entry}");
        let ids: Vec<&str> = feed.split("<id>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((ids.len(), unique.len()), (3, 3), "{ids:?}");
        assert!(ids.iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45 && &id[23..24] == "8"), "{ids:?}");
    }
}
