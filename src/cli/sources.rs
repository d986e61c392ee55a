//! `contactline sources`.

use clap::Args;

use crate::wire::{self, Rights};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Drawing, Source};

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use super::human;

/// `sources`.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    #[command(flatten)]
    form: FormArgs,
}

impl SourcesArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let with_versions = atlas.sources().map(|s| (s, atlas.versions(&s.id)));
        let shape = wire::Sources::new(with_versions, &Rights::All);
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&atlas.sources().map(|s| text(atlas, s)).collect::<Vec<_>>().join("\n")),
        }
    }
}

fn text(atlas: &Atlas, s: &Source) -> String {
    let versions = atlas.versions(&s.id);
    let mut lines = vec![format!("{}  {}, {}", s.id, s.title, s.publisher)];
    lines.push(format!("  {}, {}; {}", s.method, s.drawing, s.url.as_deref().unwrap_or("not on the web")));
    if let (Some(first), Some(last)) = (versions.first(), versions.last()) {
        let what = if s.drawing == Drawing::Drawn { "versions" } else { "dates with changes" };
        lines.push(format!("  {} {what}, {first} to {last}", human::count(versions.len() as u64)));
    }
    let mut coverage = format!("  covers {}", s.coverage.regions.join(", "));
    for id in &s.coverage.except_regions {
        coverage = format!("{coverage}, but not {id}");
    }
    for e in &s.coverage.except {
        let from = e.from.map(|from| format!(" from {from} on")).unwrap_or_default();
        coverage = format!("{coverage}, but not {}{from}", e.name);
    }
    if let Some(start) = s.coverage.start {
        coverage = format!("{coverage}; from {start}");
    }
    if let Some(end) = s.coverage.end {
        coverage = format!("{coverage}; to {end}");
    }
    lines.push(coverage);
    let mut limits =
        format!("  typical error {}; out of date after {}", human::distance(s.precision_m), days(s.stale_after_days));
    limits = format!("{limits}, no answer after {}", days(s.unknown_after_days));
    lines.push(limits);
    let reach = s.line_reach.rows().iter().map(|(age, m)| format!("{} in {}", human::distance(*m), days(*age)));
    lines.push(format!("  the line may move {}", reach.collect::<Vec<_>>().join(", ")));
    if s.line_min_piece_m2 > 0.0 {
        lines.push(format!("  the line leaves out parts of less than {} km²", human::square_km(s.line_min_piece_m2)));
    }
    if !s.depends_on.is_empty() {
        lines.push(format!("  uses {}", s.depends_on.join(", ")));
    }
    let passed_on = if s.geometry_may_be_passed_on { "may" } else { "may not" };
    lines.push(format!("  licence {}; outlines {passed_on} be shared", s.licence));
    lines.push(format!("  {}", s.attribution));
    lines.join("\n") + "\n"
}

fn days(number: u32) -> String {
    human::days(number.into())
}
