//! `contactline export`: what a source draws, as files that others host and read.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::{Done, Failure};
use super::{DataArgs, form, when};
use crate::ogc::{FileForm, Selected, Shaping, file};
use crate::render::{Archive, sprite_index, sprite_png};
use crate::wire::{REGIONS_ATTRIBUTION, Rights};
use contactline_core::atlas::{Atlas, Timeline};
use contactline_core::model::{Interval, Moment};
use contactline_core::query::items;

/// The archive in a folder.
const ARCHIVE: &str = "history.pmtiles";
/// Pixels of a pattern's image for each pixel of the screen.
const RATIOS: [u32; 2] = [1, 2];

/// Words after `contactline export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The source, by its id: `sources` lists them
    pub source: String,
    /// The file to write, its form by its ending: .parquet, .fgb, .gpkg, .csv, .kml or .pmtiles; a name that ends in / is a folder with an
    /// archive of tiles and a page that plays it
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
    /// What the source states on that day, not its history; not for tiles
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// You have the right to pass on the source's geometry, though its licence does not say so
    #[arg(long)]
    pub geometry_right: bool,
}

/// What is written.
enum Form {
    File(FileForm),
    Archive,
    Site,
}

impl ExportArgs {
    /// Writes it, and says what there is, under which licence.
    ///
    /// # Errors
    /// There is no such source or form, the source's geometry may not be passed on, or the file cannot be written.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let form = self.form()?;
        if self.date.is_some() && !matches!(form, Form::File(_)) {
            return Err(Failure::new("--date: an archive of tiles holds the whole history; leave the day out"));
        }
        let date = self.date.as_deref().map(when::moment).transpose()?;
        let atlas = data.load()?;
        let Some(timeline) = atlas.timelines().iter().find(|timeline| timeline.source.id == self.source) else {
            let known = atlas.sources().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(format!("source '{}' not found. Available: {known}", self.source)));
        };
        if let Some(terms) = Rights::default().terms(&timeline.source).filter(|_| !self.geometry_right) {
            let with = "Whoever has the right to says so by --geometry-right";
            return Err(Failure::new(format!("{terms} Nothing was written. {with}")));
        }
        let what = match form {
            Form::File(form) => self.file(&atlas, timeline, date, form)?,
            Form::Archive => self.archive(&Archive::new(&atlas, timeline), &self.output)?,
            Form::Site => self.site(&Archive::new(&atlas, timeline))?,
        };
        let source = &timeline.source;
        let terms = Rights::default().terms(source).map_or_else(String::new, |terms| format!("terms: {terms}\n"));
        form::print(&format!(
            "{}: {what}\nlicence: {}\n{terms}to be shown with it: {}; {REGIONS_ATTRIBUTION}\n",
            self.output.display(),
            source.licence,
            source.attribution,
        ))
    }

    fn form(&self) -> Result<Form, Failure> {
        let name = self.output.to_string_lossy();
        if name.ends_with(std::path::is_separator) || self.output.is_dir() {
            return Ok(Form::Site);
        }
        let ending = self.output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if ending == "pmtiles" {
            return Ok(Form::Archive);
        }
        FileForm::ALL.into_iter().find(|form| form.word() == ending).map(Form::File).ok_or_else(|| {
            let endings = FileForm::ALL.map(|form| format!(".{}", form.word())).join(", ");
            Failure::new(format!(
                "--output {name}: by its ending it is none of {endings}, .pmtiles and a folder (name/)"
            ))
        })
    }

    fn file(
        &self,
        atlas: &Atlas,
        timeline: &Timeline,
        date: Option<Moment>,
        form: FileForm,
    ) -> Result<String, Failure> {
        let (collection, time) = match date {
            None => (Some(items::history(timeline)), Interval::ALWAYS),
            Some(moment) => {
                let id = format!("control-{}", timeline.source.id);
                (items::collection(atlas, &id), Interval::of_moment(moment))
            }
        };
        let collection = collection.ok_or_else(|| Failure::new("the source draws nothing"))?;
        let items = items::items(atlas, &collection, time);
        if items.is_empty() {
            return Err(Failure::new(format!(
                "source '{}' has no version that stands on that day",
                timeline.source.id
            )));
        }
        let count = items.len();
        let selected =
            Selected { collection: &collection, items, matching: Arc::default(), next: None, is_long: false };
        let bytes = file(&selected, &Shaping::default(), form).map_err(Failure::new)?;
        std::fs::write(&self.output, &bytes).map_err(|e| Failure::of_io(self.output.display(), &e))?;
        Ok(format!("{count} rows, {} bytes", bytes.len()))
    }

    fn archive(&self, archive: &Archive<'_>, path: &Path) -> Result<String, Failure> {
        let refused = |e: &std::io::Error| Failure::of_io(path.display(), e);
        let file = File::create(path).map_err(|e| refused(&e))?;
        let tiles = archive.write(&file).map_err(|e| Failure::new(format!("{}: {e}", path.display())))?;
        let bytes = file.metadata().map_err(|e| refused(&e))?.len();
        Ok(format!("{} pieces in {tiles} tiles, {bytes} bytes", archive.pieces()))
    }

    /// The archive, its style with its patterns, and the page.
    fn site(&self, archive: &Archive<'_>) -> Result<String, Failure> {
        std::fs::create_dir_all(&self.output).map_err(|e| Failure::of_io(self.output.display(), &e))?;
        let what = self.archive(archive, &self.output.join(ARCHIVE))?;
        let style = format!("{:#}\n", archive.style(&format!("pmtiles://{ARCHIVE}")));
        self.put("style.json", style.as_bytes())?;
        for ratio in RATIOS {
            let name = if ratio == 1 { "sprite".to_owned() } else { format!("sprite@{ratio}x") };
            self.put(&format!("{name}.json"), sprite_index(ratio).to_string().as_bytes())?;
            self.put(&format!("{name}.png"), &sprite_png(ratio).map_err(Failure::new)?)?;
        }
        let page = crate::http::player();
        for (name, bytes) in &page {
            self.put(name, bytes)?;
        }
        let without = if page.is_empty() { "; without its page, as the program was built without pages" } else { "" };
        Ok(format!("{what}{without}"))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.output.join(name);
        let written = || {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            File::create(&path)?.write_all(bytes)
        };
        written().map_err(|e| Failure::of_io(path.display(), &e))
    }
}
