//! Sentences that answers are made of: why something is not known, and what weakens what is. Each in both languages, side by
//! side; names, ids and figures are filled in.

use super::language::{Language, Said, Text};
use super::party::{Basis, Party, Status};
use super::time::Date;
use super::told::{days_in, distance_in, stated_on};

/// An inferred answer beside coast or state border.
pub const RIM: Text = Text::new(
    "beside coast or state border, where outlines are drawn roughly: outside the outline may be inside what is meant",
    "біля берега чи державного кордону, де контури приблизні: місце поза контуром може належати до того, що мали на увазі",
);
/// An answer in a speck of what its source draws as held.
pub const SPECK: Text = Text::new(
    "in a speck of the source's drawing, apart from the rest and too small for its line of contact",
    "у крихітній ділянці, яку джерело позначає окремо від решти; для лінії зіткнення вона замала",
);
/// Drawn where the source declares that it does not speak.
pub const LEFT_OUT: Text = Text::new(
    "drawn although the source's declared coverage leaves this area out",
    "позначено, хоча заявлене охоплення джерела цієї ділянки не включає",
);
/// A source of land, at sea.
pub const AT_SEA: Text = Text::new(
    "at sea, where a source of land has no data: its outline goes beyond the coast here",
    "на морі, де джерело про суходіл даних не має: його контур тут виходить за берег",
);
/// Drawn beyond the border.
pub const ABROAD: Text = Text::new(
    "outside the source's declared coverage: its outline goes beyond the state border or the coast here",
    "поза заявленим охопленням джерела: його контур тут виходить за державний кордон або берег",
);
/// Held by Ukraine, in Russia.
pub const ON_RUSSIAN_TERRITORY: Text = Text::new(
    "on Russian territory, outside the source's declared coverage",
    "на території Росії, поза заявленим охопленням джерела",
);
/// Too near an old line.
pub const OVERTAKEN: Text =
    Text::new("its line may have moved past this place since", "відтоді його лінія могла пройти через це місце");
/// Not named, near the line of a source that runs behind.
pub const RUNS_BEHIND: Text = Text::new(
    "the source runs behind: what it does not name near its line may have changed hands already",
    "джерело відстає: те, чого воно не називає біля своєї лінії, могло вже змінити сторону",
);
/// Old, and without a line.
pub const NO_LINE: Text = Text::new(
    "it draws no line by which to tell how far from this place events were",
    "воно не має лінії, за якою видно, як далеко від цього місця були події",
);
/// Too old.
pub const EXPIRED: Text = Text::new(
    "the latest version is older than the source's limit",
    "остання версія давніша за граничний вік даних джерела",
);
/// Before all versions.
pub const TOO_EARLY: Text = Text::new("before the source's first version", "раніше за першу версію джерела");
/// A value that nobody read.
pub const UNKNOWN_WORD: Text = Text::new(
    "the source marks it with a word that is not known",
    "джерело позначає це словом, значення якого невідоме",
);
/// A record without the settlement that is asked about.
pub const NOT_LISTED_THERE: Text = Text::new(
    "the source does not list this settlement, only others near it",
    "у джерелі немає цього населеного пункту, лише інші поблизу",
);
/// Outside the cells of a record.
pub const NO_CELL: Text = Text::new("in no settlement's cell", "у жодній клітині населених пунктів");
/// A settlement without a period on that day.
pub const NO_PERIOD: Text =
    Text::new("the record has no period for that settlement", "для цього населеного пункту в переліку немає періоду");
/// A day within the range in which the holder changed.
pub const CHANGED_AROUND: Text = Text::new(
    "the record knows only a range of days in which the holder changed there",
    "у переліку є лише проміжок днів, протягом якого контроль там змінився",
);
/// An exception of the coverage.
pub const SOURCE_LEAVES_OUT: Text = Text::new("the source leaves this place out", "джерело цього місця не охоплює");
/// At sea, of a source of land.
pub const SEA_NOT_COVERED: Text = Text::new("at sea: the source covers land", "на морі: джерело охоплює суходіл");
/// Outside the coverage.
pub const OUTSIDE_COVERAGE: Text = Text::new("outside the source's coverage", "поза охопленням джерела");
/// A region that is not among those that a source covers: how many these are (none: all the country but some), and its name in both
/// languages.
#[must_use]
pub fn region_not_covered(covered: Option<usize>, name: &str, name_uk: &str) -> Said {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    match covered {
        None => Said::new(
            format!("the source's coverage leaves {name} out"),
            format!("охоплення джерела не включає: {name_uk}"),
        ),
        Some(1) => Said::new(
            format!("the source covers one other region, not {name}"),
            format!("джерело охоплює один інший регіон; {name_uk} до нього не належить"),
        ),
        Some(count) => {
            let number = WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned());
            Said::new(
                format!("the source covers {number} regions; {name} is not among them"),
                format!("джерело охоплює регіонів: {count}; {name_uk} до них не належить"),
            )
        }
    }
}
/// Silence that means nothing.
pub const SILENT_OUTSIDE: Text = Text::new(
    "the source has no data for places outside its polygons",
    "про місця поза своїми полігонами джерело даних не має",
);
/// Where a rule asks what sources state.
pub const SOURCES_DECIDE: Text = Text::new("sources decide", "вирішують джерела");
/// Neither side.
pub const ON_THE_LINE: Text = Text::new("the place is on the line itself", "місце лежить на самій лінії");
/// Nothing is loaded.
pub const NO_SOURCE: Text = Text::new("no source is loaded", "жодного джерела не завантажено");

/// Which of its source's layers a version lacks.
#[must_use]
pub fn lacks(layers: &[&str]) -> Option<Said> {
    let quoted =
        |language: Language, and: &str| layers.iter().map(|name| language.quoted(name)).collect::<Vec<_>>().join(and);
    let (en, uk) = (quoted(Language::English, " and "), quoted(Language::Ukrainian, " і "));
    match layers.len() {
        0 => None,
        1 => Some(Said::new(
            format!("this version lacks the source's layer {en}, which could change the answer"),
            format!("у цій версії немає шару джерела {uk}, який міг би змінити відповідь"),
        )),
        _ => Some(Said::new(
            format!("this version lacks the source's layers {en}, which could change the answer"),
            format!("у цій версії немає шарів джерела {uk}, які могли б змінити відповідь"),
        )),
    }
}

/// A regime before its first stage.
#[must_use]
pub fn not_in_force_before(day: Date) -> Said {
    Said::new(format!("not in force before {day}"), format!("до {day} не діє"))
}

/// A regime after its last stage, and what took its place.
#[must_use]
pub fn in_force_until(day: Date, replaced_by: Option<&str>) -> Said {
    let next = |words: &str| replaced_by.map(|id| format!("; {words} {id}")).unwrap_or_default();
    Said::new(format!("in force until {day}{}", next("replaced by")), format!("діяв до {day}{}", next("його замінив")))
}

/// A parameter of a rule without a value.
#[must_use]
pub fn not_set(parameter: &str) -> Said {
    Said::new(format!("parameter '{parameter}' is not set"), format!("параметр «{parameter}» не задано"))
}

/// A source that a rule names and nobody loaded.
#[must_use]
pub fn not_loaded(source: &str) -> Said {
    Said::new(format!("source '{source}' is not loaded"), format!("джерело «{source}» не завантажено"))
}

/// A source without a version so early.
#[must_use]
pub fn no_version(source: &str, day: Date) -> Said {
    Said::new(
        format!("{source} has no version on or before {day}"),
        format!("{source}: на {day} і раніше версії немає"),
    )
}

/// A source whose version is too old.
#[must_use]
pub fn expired(source: &str, day: Date) -> Said {
    Said::new(
        format!("the latest version of {source} on {day} is older than its limit"),
        format!("{source}: остання версія на {day} давніша за граничний вік"),
    )
}

/// A line that may have moved past a distance.
#[must_use]
pub fn line_moved(source: &str, age_days: i64, reach_m: f64) -> Said {
    let age = |language| days_in(age_days, language);
    let reach = |language| distance_in(reach_m, language);
    Said::new(
        format!(
            "{source}: its line is {} old and may have moved {} since",
            age(Language::English),
            reach(Language::English)
        ),
        format!(
            "{source}: його лінії {}, відтоді вона могла пересунутися на {}",
            age(Language::Ukrainian),
            reach(Language::Ukrainian)
        ),
    )
}

/// What a source last stated near a line that is old, or near one that runs behind (`lag_days`, and no age).
#[must_use]
pub fn last_known_near(
    source: &str,
    (status, holder): (Status, Option<Party>),
    on: Date,
    within_m: f64,
    (age_days, lag_days): (i64, Option<u32>),
) -> Said {
    let said = |language| match lag_days {
        Some(_) => stated_on(status, holder, (Some(Basis::Inferred), None), true, language),
        None => stated_on(status, holder, (None, None), false, language),
    };
    let (en, uk) = (Language::English, Language::Ukrainian);
    let within = |language| distance_in(within_m, language);
    match lag_days.filter(|_| age_days <= 0) {
        Some(days) => Said::new(
            format!(
                "{source}: {} as of {on}, within {} of its line, and it runs up to {} behind",
                said(en),
                within(en),
                days_in(days.into(), en)
            ),
            format!(
                "{source}: {} станом на {on}, ближче ніж за {} від його лінії, а джерело відстає (до {})",
                said(uk),
                within(uk),
                days_of_in(days)
            ),
        ),
        None => Said::new(
            format!(
                "{source}: last known: {} on {on}, within {} of a line that is {} old",
                said(en),
                within(en),
                days_in(age_days, en)
            ),
            format!(
                "{source}: останні відомості: {}, {on}; ближче ніж за {} від лінії, якій {}",
                said(uk),
                within(uk),
                days_in(age_days, uk)
            ),
        ),
    }
}

/// What was last known of a place, and how old that is; the distances are that to the source's line, and how far lines moved in
/// such a time. `lag_days` where it is the silence of a source that runs behind.
#[must_use]
pub fn last_known(
    (status, holder, basis): (Status, Option<Party>, Option<Basis>),
    is_record: bool,
    (on, age_days): (Date, i64),
    lag_days: Option<u32>,
    line: Option<(f64, f64)>,
) -> Said {
    let basis = basis.filter(|basis| *basis == Basis::Inferred);
    let said = |language| stated_on(status, holder, (basis, None), is_record, language);
    let age = |language| days_in(age_days, language);
    let far = |language| line.map(|(far_m, moved_m)| (distance_in(far_m, language), distance_in(moved_m, language)));
    let (en, uk) = (Language::English, Language::Ukrainian);
    let [behind_en, behind_uk] = if lag_days.is_some() {
        ["; it runs behind, and in", "; джерело відстає, а"]
    } else {
        ["; in", ";"]
    };
    Said::new(
        match far(en) {
            Some((far, moved)) => format!(
                "last known: {} on {on}, {far} from a line that is {} old{behind_en} such a time lines moved up to {moved}",
                said(en),
                age(en)
            ),
            None => format!("last known: {} on {on}, {} before", said(en), age(en)),
        },
        match far(uk) {
            Some((far, moved)) => format!(
                "останні відомості: {}, {on}; {far} від лінії, якій {}{behind_uk} за такий час лінії зсувалися на відстань до {moved}",
                said(uk),
                age(uk)
            ),
            None => format!("останні відомості: {}, {on}, за {} до того", said(uk), age(uk)),
        },
    )
}

/// What a source that runs behind does not name near its line, though it is not old; the distances are that to its line, and how
/// far from it such ground lay.
#[must_use]
pub fn not_listed_yet(
    (status, holder, basis): (Status, Option<Party>, Option<Basis>),
    is_record: bool,
    on: Date,
    lag_days: u32,
    line: Option<(f64, f64)>,
) -> Said {
    let said = |language| stated_on(status, holder, (basis, None), is_record, language);
    let far = |language| line.map(|(far_m, within_m)| (distance_in(far_m, language), distance_in(within_m, language)));
    let (en, uk) = (Language::English, Language::Ukrainian);
    Said::new(
        match far(en) {
            Some((far, within)) => format!(
                "{} as of {on}, {far} from its line; it runs up to {} behind, and what it had not named yet lay up to {within} from \
                 its line",
                said(en),
                days_in(lag_days.into(), en)
            ),
            None => format!("{} as of {on}; it runs up to {} behind", said(en), days_in(lag_days.into(), en)),
        },
        match far(uk) {
            Some((far, within)) => format!(
                "{} станом на {on}, {far} від його лінії; джерело відстає (до {}), і ще не назване лежало на відстані до {within} \
                 від його лінії",
                said(uk),
                days_of_in(lag_days)
            ),
            None => format!("{} станом на {on}; джерело відстає (до {})", said(uk), days_of_in(lag_days)),
        },
    )
}

/// So many days, after a word that wants the genitive: `303 днів`, `1 дня`.
fn days_of_in(days: u32) -> String {
    let is_one = days % 10 == 1 && days % 100 != 11;
    format!("{days} {}", if is_one { "дня" } else { "днів" })
}

/// A claim that is no control.
#[must_use]
pub fn claimed_only(source: &str) -> Said {
    Said::new(
        format!("{source} reports a claim to this area, not control of it"),
        format!("{source} повідомляє про заяву на цю ділянку, а не про контроль"),
    )
}

/// A term that leaves who holds ground open.
#[must_use]
pub fn left_open_by(term: &str) -> Said {
    Said::new(format!("term '{term}' leaves it open"), format!("умова «{term}» цього не визначає"))
}
