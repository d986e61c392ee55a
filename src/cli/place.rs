//! Places as people type them.

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::geometry::{Crs, Position};
use crate::wire::{CrsNote, each_position};

use super::failure::Failure;

/// The place of a question.
#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// Longitude in degrees, or easting in the system of `--crs`
    #[arg(value_name = "LON", allow_negative_numbers = true)]
    lon: f64,
    /// Latitude in degrees, or northing in the system of `--crs`
    #[arg(value_name = "LAT", allow_negative_numbers = true)]
    lat: f64,
    #[command(flatten)]
    crs: CrsArgs,
}

/// The reference system of coordinates.
#[derive(Debug, Args)]
pub struct CrsArgs {
    /// Reference system of the coordinates, such as EPSG:32637; easting or longitude first
    #[arg(long, value_name = "CODE")]
    crs: Option<String>,
}

impl PlaceArgs {
    /// The place.
    pub fn position(&self) -> Result<Position, Failure> {
        self.crs.position(self.lon, self.lat)
    }

    /// What an answer says of the reference system.
    pub fn note(&self) -> Result<Option<CrsNote>, Failure> {
        self.crs.note()
    }
}

impl CrsArgs {
    fn crs(&self) -> Result<Option<Crs>, Failure> {
        self.crs.as_deref().map(Crs::from_code).transpose().map_err(Failure::new)
    }

    /// The place of two numbers.
    pub fn position(&self, x: f64, y: f64) -> Result<Position, Failure> {
        match self.crs()? {
            Some(crs) => crs.to_lon_lat(x, y).map_err(Failure::new),
            None => Position::from_lon_lat(x, y).map_err(Failure::new),
        }
    }

    /// What HTTP answers, its geometries in the reference system, where one was named.
    pub fn in_it(&self, shape: &impl Serialize) -> Result<Value, Failure> {
        let mut value = serde_json::to_value(shape).map_err(Failure::new)?;
        if let Some(crs) = self.crs()? {
            let place = |x, y| Position::from_lon_lat(x, y).map_err(Failure::new);
            each_position(&mut value, &|x, y| crs.from_lon_lat(place(x, y)?).map_err(Failure::new))?;
        }
        Ok(value)
    }

    /// What an answer says of the reference system, where one was named.
    pub fn note(&self) -> Result<Option<CrsNote>, Failure> {
        let note = |crs: Crs| CrsNote { crs: crs.code().into(), transformation: crs.transformation().into() };
        Ok(self.crs()?.map(note))
    }
}

/// Two numbers with a comma between them.
pub fn pair(text: &str) -> Result<(f64, f64), String> {
    let wrong = || format!("'{text}' is not two numbers such as 37.177,48.280");
    let (x, y) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse().map_err(|_| wrong());
    Ok((number(x)?, number(y)?))
}
