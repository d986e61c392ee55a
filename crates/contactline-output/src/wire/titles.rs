//! What each question is called: the same words in the help of the command line, at the service's front door and in the
//! description of the API.

use contactline_core::model::Text;

/// The service as a whole.
pub const SERVICE: Text = Text::new(
    "Who controls a place, who claims it, when, and according to which source",
    "Хто контролює місце, хто на нього претендує, коли і за даними якого джерела",
);
/// What the service's front door begins with.
pub const INDEX: Text = Text::new(
    "Control, claims and announcements, each with its source and date. Overlap and bulk at use POST",
    "Контроль, претензії та заяви сторін, кожне з джерелом і датою. Для overlap і пакетного at — POST",
);
/// `at`.
pub const AT: Text = Text::new(
    "Control of a place on a date, by source, with claims and announcements",
    "Контроль над місцем на дату, за кожним джерелом, із претензіями та заявами сторін",
);
/// `history`.
pub const HISTORY: Text = Text::new("History of a place, by source", "Хронологія місця, за кожним джерелом");
/// `overlap`.
pub const OVERLAP: Text = Text::new(
    "Area of a shape by region and status, by source",
    "Площа ділянки за регіонами і статусом, за кожним джерелом",
);
/// `areas`.
pub const AREAS: Text =
    Text::new("Area of each region by status, by source", "Площа кожного регіону за статусом, за кожним джерелом");
/// `ledger`.
pub const LEDGER: Text = Text::new(
    "Claimed area that a party controls, and area it controls without a claim",
    "Площа, на яку претендує і яку контролює сторона, і площа під контролем без претензії",
);
/// `changes`.
pub const CHANGES: Text = Text::new(
    "Area that came under or left a party's control between two dates, according to one source",
    "Площа, що перейшла під контроль сторони або вийшла з-під нього між двома датами, за одним джерелом",
);
/// `disputes`.
pub const DISPUTES: Text = Text::new(
    "Where sources differ on a date, and what each states",
    "Де дані джерел розходяться на дату і що подає кожне",
);
/// `agreement`.
pub const AGREEMENT: Text = Text::new(
    "Agreement between each pair of sources, by region and date",
    "Збіг даних кожної пари джерел, за регіонами і датами",
);
/// `announcements`.
pub const ANNOUNCEMENTS: Text = Text::new(
    "What parties announced to have taken or left, and which sources came to state it, after how many days",
    "Що сторони заявили як узяте чи залишене, які джерела згодом подали те саме і через скільки днів",
);
/// `line`.
pub const LINE: Text = Text::new(
    "Line of contact on a date, according to one source, and its point nearest to a place",
    "Лінія зіткнення на дату, за одним джерелом, і її найближча до місця точка",
);
/// `map`.
pub const MAP: Text = Text::new(
    "Map of control on a date as a picture (SVG), according to one source",
    "Карта контролю на дату як зображення (SVG), за одним джерелом",
);
/// `proposal`.
pub const PROPOSAL: Text = Text::new(
    "What a peace proposal would change: control by region, settlements and population",
    "Що змінила б мирна пропозиція: контроль за регіонами, населені пункти, населення",
);
/// `proposals`.
pub const PROPOSALS: Text = Text::new(
    "Peace proposals, and what those named would change, side by side",
    "Мирні пропозиції, і що змінили б названі з них, поруч",
);
/// `proposals/evaluate`.
pub const EVALUATE: Text = Text::new(
    "What a proposal of your own, in TOML or JSON, would change",
    "Що змінила б ваша власна пропозиція, у форматі TOML чи JSON",
);
/// `regimes`.
pub const REGIMES: Text = Text::new(
    "Legal regimes that apply to a place on a date, by source. Not legal advice",
    "Правові режими, що поширюються на місце на дату, за джерелами. Не є юридичною консультацією",
);
/// `settlements`.
pub const SETTLEMENTS: Text = Text::new(
    "Find settlements by name, region or distance; control on a date and since when, by source",
    "Пошук населених пунктів за назвою, регіоном чи відстанню; контроль на дату і з якого дня, за джерелами",
);
/// `sources`.
pub const SOURCES: Text =
    Text::new("Sources: licence, coverage, precision, versions", "Джерела: ліцензія, охоплення, точність, версії");
/// `regions`.
pub const REGIONS: Text = Text::new("Regions and groups of regions", "Регіони та групи регіонів");
/// Vector tiles.
pub const TILES: Text =
    Text::new("Vector tiles of all collections with a location, as of a date", "Векторні тайли всіх колекцій на дату");
