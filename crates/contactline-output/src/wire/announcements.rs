//! `announcements` as it leaves the house: each announcement with what the sources make of it, and how many were confirmed.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::told::stated_on;
use contactline_core::model::{DateKind, Drawing, Language, notice};
use contactline_core::query::{self, Confirmation};

use super::language::spoken;
use super::sentence;
use super::time::{Asked, Day};
use super::words::Code;
use super::{attribution, table};

/// Announcements set against what sources state.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Announcements<'a> {
    /// The day or second up to which sources are asked.
    pub date: Asked,
    /// How many announcements fit the question.
    pub number_matched: usize,
    /// How many came to which outcome, by party, what was announced and source.
    pub totals: Vec<Tally<'a>>,
    /// The same by month and region.
    pub months: Vec<Tally<'a>>,
    /// The announcements, by day.
    pub announcements: Vec<Announced<'a>>,
    /// What must be known of them.
    pub caveat: &'static str,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
}

/// How many announcements of one kind came to which outcome, according to one source. The outcomes sum to `announced`.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "AnnouncementTally")]
pub struct Tally<'a> {
    /// `YYYY-MM`; null: all months.
    pub month: Option<String>,
    /// Who announced.
    pub party: Code,
    /// What it said of the places: `taken`, `left` or `holds`.
    pub says: &'static str,
    /// Region id; null: all regions.
    pub region: Option<&'a str>,
    /// Source id.
    pub source: &'a str,
    /// How many were made.
    pub announced: usize,
    /// The source stated so before the day of the announcement.
    pub already: usize,
    /// It came to state so on that day or later.
    pub confirmed: usize,
    /// Of these within 7 days, counted to the last day of the range where only a range of days is known.
    pub confirmed_within_7_days: usize,
    /// Of these within 30 days.
    pub confirmed_within_30_days: usize,
    /// Of these within 90 days.
    pub confirmed_within_90_days: usize,
    /// Of these within 180 days.
    pub confirmed_within_180_days: usize,
    /// Of these within 365 days.
    pub confirmed_within_365_days: usize,
    /// It speaks of the place on the day asked and states otherwise.
    pub not_confirmed: usize,
    /// It stated otherwise for a time after the announcement and has been silent since: neither confirmed nor not.
    pub silent_since: usize,
    /// It has not spoken of the place since the announcement: outside its coverage, not listed, or too old.
    pub silent: usize,
    /// The announcement is of no known place, or of a whole region: there is nothing to look up.
    pub not_placed: usize,
}

/// An announcement.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "AnnouncementChecked")]
pub struct Announced<'a> {
    /// Announcement.
    #[serde(flatten)]
    pub said: Said<'a>,
    /// What each source makes of it.
    pub sources: Vec<Checked<'a>>,
}

/// What was announced, by whom.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[schemars(rename = "AnnouncementSaid")]
pub struct Said<'a> {
    /// Announcement id.
    pub id: &'a str,
    /// When.
    pub date: Day,
    /// What that day is: `day`, that of the announcement; `week`, the last of the week in which it was made; `by`, one by which it
    /// had been made.
    pub date_kind: &'static str,
    /// Who announced.
    pub party: Code,
    /// What it said of the place: `taken`, `left` or `holds`.
    pub says: &'static str,
    /// The place, in English.
    pub place: &'a str,
    /// The place, in Ukrainian.
    pub place_uk: &'a str,
    /// `settlement` or `oblast`.
    pub scope: &'static str,
    /// Region id.
    pub region: &'a str,
    /// Longitude in degrees; null: which place is meant is not known, or it is a region.
    pub lon: Option<f64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Who said it.
    pub announced_by: &'a str,
    /// Who said it, in Ukrainian.
    pub announced_by_uk: Option<&'a str>,
    /// Who denied it; null: no denial is recorded, which is not that there was none.
    pub disputed_by: Option<Code>,
    /// When, if known.
    pub disputed_on: Option<Day>,
    /// How sure it is that it was announced.
    pub certainty: &'static str,
    /// Where to read it: the address of a news page, or in words.
    pub address: Option<&'a str>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
}

/// What one source makes of an announcement.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "AnnouncementBySource")]
pub struct Checked<'a> {
    /// Source id.
    pub source: &'a str,
    /// `already`, `confirmed`, `not_confirmed`, `silent_since`, `silent` or `not_placed`.
    pub outcome: &'static str,
    /// The first day on which the source states what was announced; null where it does not, or from its first word on.
    pub confirmed_on: Option<Day>,
    /// The last day on which it stated otherwise, where only a range of days is known for the change.
    pub changed_after: Option<Day>,
    /// Days from the announcement to the change, at least (below 0: before it); null where the source was silent before.
    pub days_at_least: Option<i64>,
    /// Days from the announcement to the change, at most.
    pub days_at_most: Option<i64>,
    /// Where it states otherwise: the status.
    pub status: Option<&'static str>,
    /// Who holds or claims the place then.
    pub holder: Option<Code>,
    /// On what that rests.
    pub basis: Option<&'static str>,
    /// The last day on which it stated so, where it has been silent since.
    pub stated_until: Option<Day>,
    /// All that in a sentence, with why it is silent.
    pub finding: String,
}

impl<'a> From<&query::AnnouncementRow<'a>> for Announced<'a> {
    fn from(row: &query::AnnouncementRow<'a>) -> Self {
        let said = row.announcement;
        Self {
            said: Said {
                id: &said.id,
                date: Day(said.date),
                date_kind: said.date_kind.as_str(),
                party: Code(said.party),
                says: said.says.as_str(),
                place: &said.place,
                place_uk: &said.place_uk,
                scope: said.scope.as_str(),
                region: &said.region,
                lon: said.position.map(|p| p.lon()),
                lat: said.position.map(|p| p.lat()),
                announced_by: &said.announced_by,
                announced_by_uk: said.announced_by_uk.as_deref(),
                disputed_by: said.disputed_by.map(|(party, _)| Code(party)),
                disputed_on: said.disputed_by.and_then(|(_, date)| date).map(Day),
                certainty: said.certainty.as_str(),
                address: said.source.as_deref(),
                note: said.note.as_deref(),
                note_uk: said.note_uk.as_deref(),
            },
            sources: row.checked.iter().map(|checked| Checked::new(checked, said.date_kind)).collect(),
        }
    }
}

impl<'a> Checked<'a> {
    fn new(checked: &query::Checked<'a>, kind: DateKind) -> Self {
        Self {
            source: &checked.source.id,
            outcome: checked.outcome.as_str(),
            confirmed_on: checked.on.map(Day),
            changed_after: checked.after.map(Day),
            days_at_least: checked.days_at_least,
            days_at_most: checked.days_at_most,
            status: checked.stated.map(|(status, ..)| status.as_str()),
            holder: checked.stated.and_then(|(_, holder, _)| holder).map(Code),
            basis: checked.stated.and_then(|(.., basis)| basis).map(|basis| basis.as_str()),
            stated_until: checked.stated_until.map(Day),
            finding: finding(checked, kind),
        }
    }
}

/// What a source makes of an announcement, in a sentence.
fn finding(checked: &query::Checked<'_>, kind: DateKind) -> String {
    let language = spoken();
    let is_record = checked.source.drawing == Drawing::Tessellated;
    let stated = checked.stated.map_or_else(String::new, |(status, holder, basis)| {
        stated_on(status, holder, (basis, None), is_record, language)
    });
    let reason = checked.reason.map_or_else(String::new, |reason| format!(": {}", reason.within(language)));
    match checked.outcome {
        Confirmation::Already => {
            let since = checked.on.map(|on| format!(" {} {on}", language.of("since", "з")));
            language.of("stated before", "зазначено раніше").to_owned() + &since.unwrap_or_default()
        }
        Confirmation::Confirmed => confirmed(checked, kind),
        Confirmation::NotConfirmed => format!("{}: {stated}", language.of("not confirmed", "не підтверджено")),
        Confirmation::SilentSince => {
            let until = checked.stated_until.map(|day| format!(" {} {day}", language.of("up to", "до")));
            format!(
                "{stated}{}; {}{reason}",
                until.unwrap_or_default(),
                language.of("silent since", "відтоді даних немає")
            )
        }
        Confirmation::Silent => format!("{}{reason}", language.of("silent", "даних немає")),
        Confirmation::NotPlaced => language.of("no place to look up", "немає місця, за яким перевірити").to_owned(),
    }
}

fn confirmed(checked: &query::Checked<'_>, kind: DateKind) -> String {
    let language = spoken();
    let on = checked.on.map(|day| day.to_string()).unwrap_or_default();
    let days = checked.days_at_most.unwrap_or_default();
    let is_exact = checked.days_at_least == checked.days_at_most;
    let later = sentence::days_later(days, !is_exact);
    let counted = match kind {
        DateKind::Day => "",
        DateKind::Week => language.of(", from the end of the week", ", від кінця тижня"),
        DateKind::By => language.of(", from the last day possible", ", від останнього можливого дня"),
    };
    match (checked.after, language) {
        (Some(after), _) => {
            let confirmed = language.of("confirmed, changed", "підтверджено, зміна");
            format!("{confirmed} {}, {later}{counted}", sentence::between(after, checked.on.unwrap_or(after)))
        }
        (None, Language::English) => format!("confirmed on {on}, {later}{counted}"),
        (None, Language::Ukrainian) => format!("підтверджено {on}, {later}{counted}"),
    }
}

impl<'a> From<&query::Tally<'a>> for Tally<'a> {
    fn from(tally: &query::Tally<'a>) -> Self {
        let [week, month, quarter, half, year] = tally.within;
        Self {
            month: tally.month.map(|day| day.to_string().chars().take(7).collect()),
            party: Code(tally.party),
            says: tally.says.as_str(),
            region: tally.region,
            source: tally.source,
            announced: tally.announced,
            already: tally.count(Confirmation::Already),
            confirmed: tally.count(Confirmation::Confirmed),
            confirmed_within_7_days: week,
            confirmed_within_30_days: month,
            confirmed_within_90_days: quarter,
            confirmed_within_180_days: half,
            confirmed_within_365_days: year,
            not_confirmed: tally.count(Confirmation::NotConfirmed),
            silent_since: tally.count(Confirmation::SilentSince),
            silent: tally.count(Confirmation::Silent),
            not_placed: tally.count(Confirmation::NotPlaced),
        }
    }
}

impl<'a> From<&query::Announcements<'a>> for Announcements<'a> {
    fn from(found: &query::Announcements<'a>) -> Self {
        Self {
            date: Asked(found.moment),
            number_matched: found.rows.len(),
            totals: found.totals().iter().map(Tally::from).collect(),
            months: found.by_month().iter().map(Tally::from).collect(),
            announcements: found.rows.iter().map(Announced::from).collect(),
            caveat: notice::ANNOUNCEMENTS.within(spoken()),
            notice: notice::STATUS.within(spoken()),
            attribution: attribution::lines(found.sources.iter().copied()),
        }
    }
}

impl Announcements<'_> {
    /// One row for each announcement and source.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            #[serde(flatten)]
            said: Said<'a>,
            #[serde(flatten)]
            checked: &'a Checked<'a>,
        }
        let rows = self.announcements.iter().flat_map(|row| row.sources.iter().map(|checked| (row.said, checked)));
        table::csv(rows.map(|(said, checked)| Row { said, checked }))
    }
}
