//! `contactline seal`: everything a question needs in one file.

use std::path::{Path, PathBuf};

use contactline_store::{open, seal_whole};

use super::{Done, Failure, form};

/// Words after `contactline seal`.
#[derive(Debug, clap::Args)]
pub struct SealArgs {
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Leave out sources whose geometry may not be passed on
    #[arg(long)]
    pub publish: bool,
}

impl SealArgs {
    /// Writes the file, and says what is in it.
    ///
    /// # Errors
    /// The data cannot be loaded, nothing may be passed on, or the file cannot be written.
    pub fn run(&self, data: Option<&Path>) -> Result<Done, Failure> {
        if let Some(file) = data.filter(|path| path.is_file()) {
            return Err(Failure::new(format!("{} is sealed already; wanted the data directory", file.display())));
        }
        let atlas = open(data).map_err(Failure::new)?.atlas;
        let may_be_passed_on = |id: &str| atlas.sources().any(|s| s.id == id && s.geometry_may_be_passed_on);
        let is_left_out = |id: &str| self.publish && !may_be_passed_on(id);
        let told = |findings: Vec<_>| Failure::new(contactline_store::LoadError { findings });
        let bytes = seal_whole(data, &atlas, is_left_out).map_err(told)?;
        let refused = |e| Failure::new(format!("{}: {e}", self.output.display()));
        std::fs::write(&self.output, &bytes).map_err(refused)?;
        let mut text = format!("{}: {} bytes\n", self.output.display(), bytes.len());
        for timeline in atlas.timelines() {
            let source = &timeline.source;
            let versions = timeline.stamps().len();
            text += &match is_left_out(&source.id) {
                true => format!("left out: {}, its geometry may not be passed on\n", source.id),
                false => {
                    format!("{}: {versions} versions; {}; licence: {}\n", source.id, source.attribution, source.licence)
                }
            };
        }
        form::print(&text)
    }
}
