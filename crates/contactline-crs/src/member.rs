//! The `crs` member of GeoJSON as it was before RFC 7946 (the specification of 2008, section 3), and as programs write it.

use super::{Crs, CrsError};

/// Why a `crs` member tells no system that coordinates can be read in.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MemberError {
    /// The system is none of those known here.
    #[error("the crs member names a system that is not known here: {0}")]
    Unknown(#[from] CrsError),
    /// The member is null, or names nothing.
    #[error("the crs member is null or names no system: by the GeoJSON specification of 2008 none may be assumed")]
    Unnamed,
    /// The member points to a definition elsewhere, which is not fetched.
    #[error("the crs member only links to a definition, '{0}', which is not fetched")]
    Linked(String),
}

impl Crs {
    /// The system that a `crs` member names. `text_at` gives the text, or the number as text, that stands at a JSON pointer
    /// within the member ("" is the member itself).
    ///
    /// Read are a name (`{"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4284"}}`), an EPSG code
    /// (`{"type": "EPSG", "properties": {"code": 4284}}`), a plain text, and a link whose address is itself a name of a
    /// known system.
    ///
    /// # Errors
    /// It is null, a link elsewhere, or names a system that is not known here.
    ///
    /// # Example
    /// ```
    /// use contactline_crs::Crs;
    /// let name = |pointer: &str| (pointer == "/properties/name").then(|| "urn:ogc:def:crs:EPSG::4284".to_owned());
    /// assert_eq!(Crs::from_geojson_member(name), Crs::from_code("EPSG:4284").map_err(Into::into));
    /// ```
    pub fn from_geojson_member(text_at: impl Fn(&str) -> Option<String>) -> Result<Self, MemberError> {
        if let Some(code) = text_at("").or_else(|| text_at("/properties/name")).or_else(|| text_at("/name")) {
            return Ok(Self::from_code(&code)?);
        }
        if let Some(code) = text_at("/properties/code").or_else(|| text_at("/code")) {
            let is_bare = code.bytes().all(|b| b.is_ascii_digit());
            return Ok(Self::from_code(&if is_bare { format!("EPSG:{code}") } else { code })?);
        }
        let Some(link) = text_at("/properties/href").or_else(|| text_at("/href")) else {
            return Err(MemberError::Unnamed);
        };
        Self::from_code(&link).map_err(|_| MemberError::Linked(link))
    }
}
