//! A document of evidence as one page that prints, loads nothing from anywhere, and carries the document itself.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::signature::{SignatureState, state};
use crate::text::{human, word};
use crate::wire::PROVENANCE;
use crate::wire::escaped;
use crate::wire::language::spoken;
use contactline_core::model::{Language, Text};

/// Where the document begins in a page, and where it ends.
pub(super) const BEGIN: &str = "<script type=\"application/json\" id=\"evidence\">";
pub(super) const END: &str = "</script>";

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1d2126}\
    h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:1.8rem 0 .4rem;border-bottom:1px solid #c9c6bd}\
    table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;\
    border-bottom:1px solid #e4e1d8}th{font-weight:600}.verdict{font-size:1.15rem}.day{white-space:nowrap}.small{font-size:.85rem;color:#4b525b}\
    code{font-size:.8rem;overflow-wrap:anywhere}svg{max-width:100%;height:auto}ul{padding-left:1.2rem}\
    @media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}";

macro_rules! words {
    ($($name:ident = $en:literal, $uk:literal;)+) => { $(const $name: Text = Text::new($en, $uk);)+ };
}

words! {
    TITLE = "Control of a place on a day", "Контроль над місцем у певний день";
    PLACE = "Place", "Місце";
    DAY = "Day asked about", "День, про який запитано";
    ASKED_AT = "Asked at", "Запитано";
    PROGRAM = "Program", "Програма";
    FINGERPRINT = "Fingerprint of the data", "Відбиток даних";
    ROW = "Row of a table", "Рядок таблиці";
    TABLE = "Table, row", "Таблиця, рядок";
    VERDICT = "Verdict", "Висновок";
    SOURCES = "What each source says", "Що подає кожне джерело";
    SOURCE = "Source", "Джерело";
    STATEMENT = "What it says", "Що подає";
    VERSION = "Version", "Версія";
    AGE = "Age on that day", "Давність на той день";
    DISTANCE = "Distance to its line", "Відстань до лінії";
    NEAR = "near the line", "біля лінії";
    NOT_KNOWN = "What was not known", "Що не було відомо";
    NOTHING_UNKNOWN = "Every source says something of this place on this day, and every regime is determined.", "Кожне джерело щось подає про це місце того дня, і кожен режим визначено.";
    BACKWARDS = "Applied backwards", "Застосовано назад у часі";
    KNOWN_SINCE = "what it says of that day was published later", "те, що воно подає про той день, оприлюднено пізніше";
    REGIMES = "Legal regimes (for reference; not legal advice)", "Правові режими (для довідки; не юридична порада)";
    RULE = "Yes and no: every source that can tell says so; of these the current ones count, and older ones only where no current one can tell, \
        and only for places farther from their line than lines moved since. Disputed: those that count differ. Not determined: none can \
        tell, the place is on the line itself, or the text leaves it open.",
        "Так і ні: так подають усі джерела, які можуть відповісти; з них рахуються поточні, а давніші — лише там, де жодне поточне відповісти \
        не може, і лише для місць, що лежать від їхньої лінії далі, ніж лінії відтоді зсувалися. Дані розходяться: ті, що рахуються, подають \
        різне. Не визначено: жодне відповісти не може, місце лежить на самій лінії або текст цього не визначає.";
    REGIME = "Regime", "Режим";
    APPLIES = "Applies", "Діє";
    WORDING = "Ground as the text has it", "Територія за текстом";
    CITATION = "Citation", "Посилання";
    CLAIMS = "Sovereignty and claims", "Суверенітет і претензії";
    SINCE = "since", "з";
    MAP = "Map", "Карта";
    NO_MAP = "No source that states something here may be shown as a map under its licence.", "Жодне джерело, що подає щось про це місце, не можна показати на карті за його ліцензією.";
    FILES = "Files that this rests on", "Файли, на яких це ґрунтується";
    FILE = "File", "Файл";
    PROVES = "What this proves, and what not", "Що це доводить і чого не доводить";
    SIGNED = "Signed with the Ed25519 key", "Підписано ключем Ed25519";
    NOT_SIGNED = "Not signed.", "Не підписано.";
    BY_LICENCE = "To be shown with it", "Має бути показано разом";
}

/// The page: what it shows is what the document states, so it can be made again of it and compared.
#[must_use]
pub fn page(document: &Map<String, Value>) -> String {
    let language = spoken();
    let told = |text: Text| text.within(language);
    let at = document.get("answers").map_or(&Value::Null, |answers| &answers["at"]);
    let regimes = document.get("answers").map_or(&Value::Null, |answers| &answers["regimes"]);
    let text = |value: &Value| shown(value);
    let date = text(&at["date"]);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}: {}, {date}</title>\n<style>{STYLE}</style>\n<h1>{}</h1>\n<p class=\"verdict\">{}<br>{date}</p>\n",
        language.as_str(),
        told(TITLE),
        place(at),
        told(TITLE),
        place(at),
    );
    if let Some(row) = document.get("row") {
        head(&mut page, told(ROW));
        of_row(&mut page, row);
    }
    head(&mut page, told(VERDICT));
    let _ = writeln!(page, "<p class=\"verdict\">{}</p>", escaped(&text(&at["verdict_detail"]["says"])));
    head(&mut page, told(SOURCES));
    sources(&mut page, document, at);
    head(&mut page, told(NOT_KNOWN));
    list(&mut page, &not_known(document, at, regimes), told(NOTHING_UNKNOWN));
    let backwards = backwards(document, at, &date);
    if !backwards.is_empty() {
        head(&mut page, told(BACKWARDS));
        list(&mut page, &backwards, "");
    }
    head(&mut page, told(MAP));
    match document.get("map").and_then(Value::as_str) {
        Some(svg) => page += svg,
        None => {
            let _ = writeln!(page, "<p>{}</p>", told(NO_MAP));
        }
    }
    head(&mut page, told(REGIMES));
    let _ = writeln!(page, "<p class=\"small\">{}</p>", told(RULE));
    regimes_table(&mut page, regimes);
    head(&mut page, told(CLAIMS));
    list(&mut page, &claims(at), "");
    head(&mut page, told(PROVES));
    for member in ["proves", "does_not_prove"] {
        let _ = writeln!(page, "<p>{}</p>", escaped(&document.get(member).map(shown).unwrap_or_default()));
    }
    let provenance = document.get(PROVENANCE).unwrap_or(&Value::Null);
    let rows = [
        (PLACE, place(at)),
        (DAY, date.clone()),
        (ASKED_AT, escaped(&document.get("asked_at").map(shown).unwrap_or_default())),
        (PROGRAM, escaped(&text(&provenance["program"]))),
        (FINGERPRINT, format!("<code>{}</code>", escaped(&text(&provenance["fingerprint"])))),
    ];
    page += "<table>\n";
    for (name, value) in rows {
        let _ = writeln!(page, "<tr><th>{}<td>{value}", told(name));
    }
    page += "</table>\n";
    let _ = match state(document) {
        SignatureState::Valid(key) => writeln!(page, "<p>{} <code>{key}</code></p>", told(SIGNED)),
        SignatureState::None | SignatureState::NotValid => writeln!(page, "<p>{}</p>", told(NOT_SIGNED)),
    };
    head(&mut page, told(FILES));
    files(&mut page, document);
    let _ = writeln!(page, "<p class=\"small\">{}</p>", escaped(&text(&at["notice"])));
    let _ = writeln!(page, "<p class=\"small\">{}</p>", escaped(&text(&at["warning"])));
    let lines = items(&at["attribution"]).iter().map(|line| escaped(&shown(line))).collect::<Vec<_>>().join("; ");
    let _ = writeln!(page, "<p class=\"small\">{}: {lines}</p>", told(BY_LICENCE));
    // In a script no tag may end before its time.
    let carried = serde_json::to_string(document).unwrap_or_default().replace('<', "\\u003c");
    page + BEGIN + &carried + END + "\n</html>\n"
}

fn head(page: &mut String, title: &str) {
    let _ = writeln!(page, "<h2>{}</h2>", escaped(title));
}

fn list(page: &mut String, lines: &[String], none: &str) {
    if lines.is_empty() {
        let _ = writeln!(page, "<p>{none}</p>");
        return;
    }
    *page += "<ul>\n";
    for line in lines {
        let _ = writeln!(page, "<li>{line}");
    }
    *page += "</ul>\n";
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text or number as people read it; nothing where it is not known.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The member that has the name in the language spoken.
fn named(value: &Value, member: &str) -> String {
    let own = &value[format!("{member}_uk").as_str()];
    let english = &value[member];
    let is_own = spoken() == Language::Ukrainian && !own.is_null();
    escaped(&shown(if is_own { own } else { english }))
}

/// Longitude, latitude, and what is near.
fn place(at: &Value) -> String {
    let mut told = format!("{}, {}", shown(&at["lon"]), shown(&at["lat"]));
    let nearest = &at["nearest"];
    if let Some(distance_m) = nearest["distance_m"].as_f64() {
        let near = spoken().of("from", "від");
        let _ = write!(told, " ({} {near} {}", human::distance(distance_m), named(nearest, "name"));
        if !at["region"].is_null() {
            let _ = write!(told, ", {}", named(&at["region"], "name"));
        }
        told.push(')');
    }
    told
}

/// The title of a source that the document names.
fn title(document: &Map<String, Value>, id: &Value) -> String {
    let sources = document.get("sources").map_or(&[][..], items);
    let found = sources.iter().find(|source| source["id"] == *id);
    found.map_or_else(|| escaped(&shown(id)), |source| named(source, "title"))
}

/// The row that was asked about: by what it was known, what was read of it, how its place was found.
fn of_row(page: &mut String, row: &Value) {
    let table = format!("{}, {}", escaped(&shown(&row["table"])), shown(&row["number"]));
    let _ = writeln!(page, "<table>\n<tr><th>{}<td>{table}", TABLE.within(spoken()));
    for pair in ["key", "read", "located"].iter().flat_map(|part| items(&row[*part])) {
        let _ = writeln!(page, "<tr><th>{}<td>{}", escaped(&shown(&pair[0])), escaped(&shown(&pair[1])));
    }
    *page += "</table>\n";
}

fn sources(page: &mut String, document: &Map<String, Value>, at: &Value) {
    let told = |text: Text| text.within(spoken());
    let heads = [SOURCE, STATEMENT, VERSION, AGE, DISTANCE].map(|head| format!("<th>{}", told(head))).concat();
    let _ = writeln!(page, "<table>\n<tr>{heads}");
    for control in items(&at["control"]) {
        let age = control["age_days"].as_i64().map(human::days).unwrap_or_default();
        let distance = control["distance_m"].as_f64().map(human::distance).unwrap_or_default();
        let near = if control["near_line"] == true { format!(" ({})", told(NEAR)) } else { String::new() };
        let says = [&control["says"], &control["caveat"]].map(|value| escaped(&shown(value)));
        let says = if says[1].is_empty() { says[0].clone() } else { says.join("; ") };
        let _ = writeln!(
            page,
            "<tr><td>{}<td>{says}<td class=\"day\">{}<td>{age}<td>{distance}{near}",
            title(document, &control["source"]),
            escaped(&shown(&control["version"])),
        );
    }
    *page += "</table>\n";
}

/// What no source and no text says.
fn not_known(document: &Map<String, Value>, at: &Value, regimes: &Value) -> Vec<String> {
    let silent = items(&at["control"]).iter().filter(|control| control["status"] == "unknown");
    let silent = silent
        .map(|control| format!("{}: {}", title(document, &control["source"]), escaped(&shown(&control["reason"]))));
    let open = items(&regimes["regimes"]).iter().filter(|regime| regime["applies"] == "not_determined");
    let open = open.map(|regime| {
        let reason = named(regime, "reason");
        let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        format!("{}: {}{because}", named(regime, "title"), word("not_determined"))
    });
    silent.chain(open).collect()
}

/// Sources whose statement of the day was published after it.
fn backwards(document: &Map<String, Value>, at: &Value, date: &str) -> Vec<String> {
    let later =
        items(&at["control"]).iter().filter(|control| control["known_from"].as_str().is_some_and(|day| day > date));
    let line = |control: &Value| {
        let known = escaped(&shown(&control["known_from"]));
        format!("{}: {} ({known})", title(document, &control["source"]), KNOWN_SINCE.within(spoken()))
    };
    later.map(line).collect()
}

fn regimes_table(page: &mut String, regimes: &Value) {
    let told = |text: Text| text.within(spoken());
    let heads = [REGIME, APPLIES, WORDING, CITATION].map(|head| format!("<th>{}", told(head))).concat();
    let _ = writeln!(page, "<table>\n<tr>{heads}");
    for regime in items(&regimes["regimes"]) {
        let applies = word(regime["applies"].as_str().unwrap_or_default());
        let since = shown(&regime["since"]);
        let since = if since.is_empty() { since } else { format!(" ({} {since})", told(SINCE)) };
        let _ = writeln!(
            page,
            "<tr><td>{}<td>{applies}{since}<td>{}<td>{}",
            named(regime, "title"),
            named(regime, "wording"),
            escaped(&shown(&regime["citation"])),
        );
    }
    *page += "</table>\n";
}

fn claims(at: &Value) -> Vec<String> {
    let line = |claim: &Value| {
        let act = &claim["act"];
        let (claimant, since) = (escaped(&shown(&claim["claimant"])), shown(&claim["since"]));
        let what = if claim["claimant"] == "UA" {
            spoken().of("internationally recognised borders", "міжнародно визнані кордони")
        } else {
            spoken().of("claim", "претензія")
        };
        let citation = escaped(&shown(&act["citation"]));
        format!("{claimant}: {what} {} {since}. {} ({citation})", SINCE.within(spoken()), named(act, "title"))
    };
    items(&at["claims"]).iter().map(line).collect()
}

fn files(page: &mut String, document: &Map<String, Value>) {
    let _ = writeln!(page, "<table class=\"small\">\n<tr><th>{}<th>SHA-256", FILE.within(spoken()));
    for file in document.get("files").map_or(&[][..], items) {
        let [path, sha256] = ["path", "sha256"].map(|member| escaped(&shown(&file[member])));
        let _ = writeln!(page, "<tr><td>{path}<td><code>{sha256}</code>");
    }
    *page += "</table>\n";
}
