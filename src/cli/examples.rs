//! What stands below the help of each word: examples that work with the data that comes with the program.

use crate::questions::examples;

pub const AT: &str = examples! {
    "a place by longitude and latitude": "contactline at 37.177 48.280 --date 2025-05-07",
    "a settlement by its name, as JSON": "contactline at Pokrovsk --region ua-14 --json",
};
pub const HISTORY: &str = examples! {
    "every source, all its days": "contactline history 37.177 48.280",
    "a town since a day, for Excel": "contactline history Kherson --from 2022-02-24 --format csv --bom",
};
pub const OVERLAP: &str = examples! {
    "a shape of one's own": "contactline overlap shape.geojson --date 2025-05-07",
    "the same from a pipe, by one source": "contactline overlap - --source ua-official-list < shape.geojson",
};
pub const CHANGES: &str = examples! {
    "what Russia gained and lost in two months": "contactline changes --from 2022-10-01 --to 2022-12-01",
};
pub const DISPUTES: &str = examples! {
    "where sources differ in one region": "contactline disputes --date 2025-05-07 --region ua-14",
};
pub const LINE: &str = examples! {
    "its length on a day, and its point nearest to a place": "contactline line --date 2025-05-07 --near Kherson",
};
pub const MAP: &str = examples! {
    "a picture of a day": "contactline map --date 2025-05-07 --claimant RU > map.svg",
};
pub const PROPOSAL: &str = examples! {
    "the texts there are": "contactline proposal",
    "one of them on the ground of a day": "contactline proposal european-counter-text --date 2025-05-07 --region ua-14",
};
pub const REGIMES: &str = examples! {
    "which regimes cover a place": "contactline regimes 33.37 46.76 --date 2023-01-15",
    "the texts in force on a day": "contactline regimes --list --date 2023-01-15",
};
pub const SOURCES: &str = examples! {
    "what is declared of each": "contactline sources",
    "the same as a table": "contactline sources --format csv",
};
pub const REGIONS: &str = examples! {
    "regions and their groups": "contactline regions",
};
pub const SETTLEMENTS: &str = examples! {
    "by a part of their name": "contactline settlements pokrovsk --date 2025-05-07",
    "the nearest to a place, as points": "contactline settlements --near 37.177,48.280 --limit 5 --format geojson",
};
pub const CLASSIFY: &str = examples! {
    "rows of a spreadsheet, answered beside their own columns": "contactline classify places.csv --output answers.csv",
    "rows from a pipe, each a JSON object": "contactline classify - --date 2025-05-07 < places.ndjson",
};
pub const SERVE: &str = examples! {
    "on this machine alone": "contactline serve --port 8080",
    "with imported data, for others": "contactline --data store serve --listen 0.0.0.0:8080 --log",
};
pub const IMPORT: &str = examples! {
    "a map of one's own, its properties explained in a file":
        "contactline --data store import a.geojson --mapping map.toml --date 2025-12-01",
};
pub const SYNC: &str = examples! {
    "what would be fetched": "contactline --data store sync deepstate-raw --dry-run",
};
pub const CHECK: &str = examples! {
    "every file and every ring": "contactline check store",
};
pub const HEALTH: &str = examples! {
    "a server on another port": "contactline health --url http://127.0.0.1:9090/health",
};
