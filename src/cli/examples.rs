//! What stands below the help of each word: examples that work with the data that comes with the program.

use crate::questions::examples;

pub const CLASSIFY: &str = examples! {
    "rows of a spreadsheet, answered beside their own columns": "contactline classify places.csv --output answers.csv",
    "addresses in place of coordinates, and the regimes that cover them":
        "contactline classify addresses.csv --place address --regimes -o out.csv",
    "and a page of evidence for one of the rows":
        "contactline classify places.csv --reports pages --report-key name=Pokrovsk",
    "rows from a pipe, each a JSON object": "contactline classify - --date 2025-05-07 < places.ndjson",
};
pub const COMPARE: &str = examples! {
    "this week's screening and last week's": "contactline compare old.csv new.csv --key client",
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
pub const PRUNE: &str = examples! {
    "what is kept of earlier states": "contactline --data store prune",
    "remove what was replaced more than a year ago": "contactline --data store prune --before 2025-11-29",
};
pub const SEAL: &str = examples! {
    "a data directory, with what comes with the program": "contactline --data store seal --output atlas.sealed",
    "what may be passed on of it": "contactline --data store seal --publish --output published.sealed",
    "asked like the directory": "contactline --data atlas.sealed at 37.38,48.09 --date 2025-05-07",
};
pub const EXPORT: &str = examples! {
    "one day as FlatGeobuf": "contactline export ua-official-list --date 2025-05-07 --output day.fgb",
    "the whole history as GeoParquet, a row for each piece and stretch of time":
        "contactline export ua-official-list --output history.parquet",
    "the same as one archive of vector tiles": "contactline export ua-official-list --output history.pmtiles",
    "a folder for any web server: the archive with a page that plays it":
        "contactline export ua-official-list --output map/",
};
pub const MCP: &str = examples! {
    "what an assistant is told to start": "contactline mcp",
    "with imported data": "contactline --data store mcp",
};
pub const VERIFY: &str = examples! {
    "evidence of a place, written and asked again": "contactline at Pokrovsk --region ua-14 --report pokrovsk.html",
    "whether the same is answered now": "contactline verify pokrovsk.html",
};
pub const HEALTH: &str = examples! {
    "a server on another port": "contactline health --url http://127.0.0.1:9090/health",
};
