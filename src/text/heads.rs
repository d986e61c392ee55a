//! Heads of tables for people, in both languages.

use contactline_core::model::Text;

macro_rules! heads {
    ($($name:ident = $en:literal, $uk:literal;)+) => {
        $(#[doc = concat!("`", $en, "`.")] pub const $name: Text = Text::new($en, $uk);)+
    };
}

heads! {
    ADDRESS = "address", "адреса";
    AFTER = "after", "після";
    AFTER_KM2 = "after km²", "після, км²";
    AGE_DAYS = "age (days)", "вік (днів)";
    AGREED = "agreed km²", "збіг, км²";
    AGREED_PERCENT = "agreed %", "збіг, %";
    ALREADY = "before", "раніше";
    ANNOUNCED = "announced", "заявлено";
    ASSIGNED_NOT_HELD = "assigned, not held km²", "відведено, не під контролем, км²";
    BEFORE = "before", "до";
    BEFORE_KM2 = "before km²", "до, км²";
    CAME_UNDER = "came under control km²", "перейшло під контроль, км²";
    CHANGED = "changed", "змінилося";
    CLAIMANT = "claimant", "сторона";
    CLAIMED = "claimed", "претензія";
    CLAIMED_AND_HELD = "claimed and held", "претензія і контроль";
    CLAIMED_NOT_ASSIGNED = "claimed, not assigned km²", "претензія, не відведено, км²";
    CLAIMED_NOT_HELD = "claimed, not held", "претензія без контролю";
    CONFIRMED = "confirmed", "підтверджено";
    CONTESTED = "contested", "контроль неясний";
    CONTROL_WOULD_CHANGE = "control would change", "контроль змінився б";
    DATE = "date", "дата";
    DENIED = "denied", "заперечено";
    DIFFER = "differ km²", "розбіжність, км²";
    DISPUTED = "disputed km²", "розбіжність, км²";
    DISTANCE = "distance", "відстань";
    FINDING = "what it states", "що подає";
    FORMER = "former names", "колишні назви";
    FROM = "from", "від";
    GROUPS = "groups", "групи";
    HELD_NOT_CLAIMED = "held, not claimed", "контроль без претензії";
    ID = "id", "id";
    KM = "km", "км";
    KM2 = "km²", "км²";
    LAND = "land km²", "суходіл, км²";
    LEFT = "left control km²", "вийшло з-під контролю, км²";
    MONTH = "month", "місяць";
    NAME = "name", "назва";
    NET = "net km²", "різниця, км²";
    NOT_CONFIRMED = "not confirmed", "не підтверджено";
    NOT_PLACED = "no place", "без місця";
    OTHER_HOLDER = "other holder km²", "контролює інша сторона, км²";
    OTHER_STATUS = "other status km²", "інший статус, км²";
    NO_DATA = "no data km²", "без даних, км²";
    NO_HEAD = "", "";
    ONE_SOURCE = "one source km²", "одне джерело, км²";
    PARTY = "party", "сторона";
    PERCENT = "%", "%";
    PLACE = "place", "місце";
    POPULATION = "population", "населення";
    REGION = "region", "регіон";
    REGION_KM2 = "region km²", "регіон, км²";
    ROLE = "role", "роль";
    SAYS = "announced as", "за заявою";
    SETTLEMENT = "settlement", "населений пункт";
    SETTLEMENTS = "settlements", "населені пункти";
    SILENT = "silent", "даних немає";
    SILENT_SINCE = "silent since", "даних немає відтоді";
    SINCE = "since", "з якого дня";
    SOURCE = "source", "джерело";
    SOURCES = "sources", "джерела";
    SOURCES_AND_HOLDERS = "sources and holders", "джерела і хто контролює";
    STATED_KM2 = "stated km²", "зазначено, км²";
    STATUS = "status", "статус";
    TERM = "term", "умова";
    TEXT = "text", "документ";
    TO = "to", "до";
    UNKNOWN = "unknown", "невідомо";
    UNKNOWN_KM2 = "unknown km²", "невідомо, км²";
    VERSION = "version", "версія";
    VERSIONS = "versions", "версії";
    WITHIN_30 = "in 30 days", "за 30 днів";
    WITHIN_365 = "in a year", "за рік";
    WITHIN_7 = "in 7 days", "за 7 днів";
    WITHIN_90 = "in 90 days", "за 90 днів";
}
