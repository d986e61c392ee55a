//! `map` as a handler.

use axum::extract::State;
use axum::http::Uri;

use crate::wire::language::spoken;
use crate::wire::{self, ask, map::Style};
use contactline_core::query;
use edge_timeline::tile::{Window, WindowError};

use super::body::svg;
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::{Code, Problem};
use super::questions::Answer;
use super::service::Service;
use super::tiles::layer;

const ALLOWED: [&str; 9] = ["date", "source", "claimant", "bbox", "width", "height", "theme", "bare", "f"];
/// Pixels across where nothing is said.
const WIDTH_PX: u32 = 860;

/// `GET /v1/map`.
pub(super) async fn map(State(service): State<Service>, uri: Uri) -> Answer {
    let params = Params::read(&uri, &ALLOWED, service.today())?;
    params.one_of("f", &["svg"])?;
    let (window, style) = (window(&params)?, style(&params)?);
    lanes::run(Work::Tile, service, move |service| {
        let served = service.served();
        let moment = params.moment()?;
        let drawn = || ask::source_drawn(&served.atlas, moment, service.rights());
        let source = match params.text("source") {
            Some(id) => id,
            None => &drawn().map_err(|e| Problem::from(e).of("source"))?.id,
        };
        let map = query::map(&served.atlas, source, moment, params.parsed("claimant")?)?;
        if let Some(why) = service.rights().withheld(map.source) {
            return Err(Problem::new(Code::Withheld, why));
        }
        let rights = service.rights();
        let layers: Vec<_> = map.collections.iter().map(|c| layer(&served, rights, c, map.when())).collect();
        svg(wire::map::svg(&map, &layers, &window, style), &params)
    })
    .await
}

fn window(params: &Params) -> Result<Window, Problem> {
    let bbox = params.text("bbox").map(|text| ask::question_box(text).map_err(|e| Problem::from(e).of("bbox")));
    let bbox = bbox.transpose()?.unwrap_or(wire::map::WHOLE);
    let width_px = params.pixels("width")?.unwrap_or(WIDTH_PX);
    Window::new(bbox, width_px, params.pixels("height")?).map_err(|error| {
        let name = match error {
            WindowError::Flat => "bbox",
            WindowError::Side { name, .. } => name,
        };
        Problem::new(Code::BadValue, error.to_string()).of(name)
    })
}

fn style(params: &Params) -> Result<Style, Problem> {
    let usual = Style::default();
    Ok(Style {
        palette: params.parsed("theme")?.unwrap_or(usual.palette),
        language: spoken(),
        is_bare: params.flag("bare")?,
    })
}
