//! Why a question is refused, or could not be answered: one type for both doors.

use serde::Serialize;
use serde::ser::SerializeStruct;

use crate::ask::AskError;
use crate::ogc::PageError;
use crate::rows::RowError;
use contactline_core::model::{DateFormatError, Finding, Locality, UnknownWord};
use contactline_core::query::{PlaceError, QueryError};
use contactline_crs::CrsError;
use edge_timeline::PositionError;

use super::Sent;

/// What is wrong with a question, or with answering it, as a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A parameter nobody reads.
    UnknownParameter,
    /// A parameter given twice.
    RepeatedParameter,
    /// A parameter that must be there.
    MissingParameter,
    /// A value that cannot be meant.
    BadValue,
    /// Longitude and latitude exchanged.
    SwappedAxes,
    /// No such region or group.
    UnknownRegion,
    /// No such source.
    UnknownSource,
    /// Nothing at that time.
    NoVersion,
    /// No settlement of that name.
    UnknownPlace,
    /// Several settlements of that name.
    AmbiguousPlace,
    /// A reference system that is not known.
    UnknownCrs,
    /// A body that is not what it should be.
    BadBody,
    /// More than one file holds.
    TooMuch,
    /// A body too long.
    BodyTooLarge,
    /// A body of a kind not read here.
    UnsupportedMediaType,
    /// A shape that is too entangled to be worked on.
    TooComplex,
    /// A geometry that bounds no area or line.
    BadGeometry,
    /// No such address.
    NotFound,
    /// Geometry whose licence does not let it be passed on.
    Withheld,
    /// The data are others than those expected.
    OtherData,
    /// What had been loaded by then is not known, or not kept.
    NotKept,
    /// A range of bytes beyond the end.
    BadRange,
    /// The address does not answer that method.
    MethodNotAllowed,
    /// A body that keeps the service waiting.
    SlowBody,
    /// One client's heavy questions, more than its share.
    TooMany,
    /// A question over its time.
    TooLong,
    /// No turn in time.
    Busy,
    /// A fault of ours.
    Internal,
}

impl Code {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownParameter => "unknown-parameter",
            Self::RepeatedParameter => "repeated-parameter",
            Self::MissingParameter => "missing-parameter",
            Self::BadValue => "bad-value",
            Self::SwappedAxes => "swapped-axes",
            Self::UnknownRegion => "unknown-region",
            Self::UnknownSource => "unknown-source",
            Self::NoVersion => "no-version",
            Self::UnknownPlace => "unknown-place",
            Self::AmbiguousPlace => "ambiguous-place",
            Self::UnknownCrs => "unknown-crs",
            Self::BadBody => "bad-body",
            Self::TooMuch => "too-much",
            Self::BodyTooLarge => "body-too-large",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::TooComplex => "too-complex",
            Self::BadGeometry => "bad-geometry",
            Self::NotFound => "not-found",
            Self::Withheld => "withheld",
            Self::OtherData => "other-data",
            Self::NotKept => "not-kept",
            Self::BadRange => "bad-range",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::SlowBody => "slow-body",
            Self::TooMany => "too-many",
            Self::TooLong => "too-long",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }
}

/// Why a question is refused: a code, a sentence, and the parameter, findings or places it is about.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub(crate) code: Code,
    pub(crate) detail: String,
    pub(crate) parameter: Option<String>,
    /// The name of what was sent and is wrong, where several texts were.
    sent: Option<Box<str>>,
    pub(crate) findings: Vec<FoundThing>,
    pub(crate) candidates: Vec<Candidate>,
}

/// A settlement that may have been meant.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Candidate {
    id: String,
    name: String,
    name_uk: String,
    region: String,
    lon: f64,
    lat: f64,
    population: Option<u32>,
}

/// A finding, with its place.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FoundThing {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    polygon: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ring: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vertex: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinate: Option<[f64; 2]>,
}

impl Refusal {
    /// A refusal with its sentence.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), parameter: None, sent: None, findings: Vec::new(), candidates: Vec::new() }
    }

    /// An answer that could not be written, which no answer can cause.
    pub(crate) fn unwritten(_: impl std::error::Error) -> Self {
        Self::new(Code::Internal, "the answer could not be written")
    }

    /// What went wrong.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The parameter it is about, if it is about one.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        self.parameter.as_deref()
    }

    /// The refusal, said of a parameter.
    #[must_use]
    pub fn of(mut self, parameter: &str) -> Self {
        self.parameter.get_or_insert_with(|| parameter.to_owned());
        self
    }

    /// The refusal said of parameter `to`, where it was said of `from`: of the name this address has for it.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if self.parameter.as_deref() == Some(from) {
            self.parameter = Some(to.to_owned());
        }
        self
    }

    /// The refusal, said of one of the texts that were sent.
    #[must_use]
    pub fn of_sent(mut self, sent: &Sent) -> Self {
        self.sent = sent.name.as_deref().map(Into::into);
        self
    }

    /// A geometry that cannot be measured, with everything found.
    #[must_use]
    pub fn of_geometry(findings: &[Finding]) -> Self {
        let thing = |f: &Finding| FoundThing {
            code: f.code,
            message: f.message.clone(),
            feature: f.place.feature,
            polygon: f.place.polygon,
            ring: f.place.ring,
            vertex: f.place.vertex,
            coordinate: f.place.coordinate,
        };
        let said = |f: &Finding| match f.place.to_string() {
            nowhere if nowhere.is_empty() => f.message.clone(),
            place => format!("{} ({place})", f.message),
        };
        let first = findings.first().map_or_else(String::new, said);
        let more = findings.len().saturating_sub(1);
        let detail = if more == 0 { first } else { format!("{first}; and {more} more") };
        let not_json = findings.iter().any(|f| f.code == "not_json");
        let code = if not_json { Code::BadBody } else { Code::BadGeometry };
        Self { findings: findings.iter().map(thing).collect(), ..Self::new(code, detail) }
    }

    /// The refusal as people read it: of what was sent, by its name, with everything found in it.
    #[must_use]
    pub(crate) fn told(&self, sent: Option<&Sent>) -> String {
        let name = self.sent.as_deref().or_else(|| sent.and_then(|sent| sent.name.as_deref()));
        let is_of_sent = !self.findings.is_empty() || self.code == Code::BadBody;
        let Some(name) = name.filter(|_| is_of_sent) else { return self.detail.clone() };
        let others = self.findings.iter().skip(1).map(|finding| format!("\n  {}", finding.message));
        let what = if self.code == Code::BadGeometry { "no area or line that can be measured: " } else { "" };
        format!("{name}: {what}{}{}", self.detail, others.collect::<String>())
    }

    /// A body that is not of its form: what is wrong, with its line.
    #[must_use]
    pub fn of_body(findings: &[Finding]) -> Self {
        let said: Vec<&str> = findings.iter().map(|f| f.message.as_str()).collect();
        Self::new(Code::BadBody, said.join("; "))
    }
}

/// Its members, for a door that has no form of its own for it.
impl Serialize for Refusal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("Refusal", 5)?;
        members.serialize_field("code", self.code.as_str())?;
        members.serialize_field("message", &self.detail)?;
        members.serialize_field("parameter", &self.parameter)?;
        members.serialize_field("findings", &self.findings)?;
        members.serialize_field("candidates", &self.candidates)?;
        members.end()
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Refusal {}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        let code = match &error {
            QueryError::UnknownRegion { .. } | QueryError::NoGround { .. } => Code::UnknownRegion,
            QueryError::UnknownSource { .. } => Code::UnknownSource,
            QueryError::BadSeries { .. } | QueryError::Reversed { .. } | QueryError::PiecesOfSeries { .. } => {
                Code::BadValue
            }
            QueryError::UnknownParameter { .. } | QueryError::BadParameter(_) => Code::BadValue,
            QueryError::UnknownClaimant { .. } | QueryError::TooMany { .. } => Code::BadValue,
            QueryError::UnknownProposal { .. } => Code::NotFound,
            QueryError::NoVersion { .. } | QueryError::Expired { .. } => Code::NoVersion,
            QueryError::UnknownHolder { .. } => Code::BadValue,
        };
        let refusal = Self::new(code, error.to_string());
        match &error {
            QueryError::UnknownRegion { .. } | QueryError::NoGround { .. } => refusal.of("region"),
            QueryError::UnknownSource { .. } => refusal.of("source"),
            QueryError::UnknownHolder { .. } => refusal.of("party"),
            QueryError::UnknownClaimant { .. } => refusal.of("claimant"),
            QueryError::TooMany { what: "texts", .. } => refusal.of("compare"),
            QueryError::TooMany { what, .. } => refusal.of(what),
            QueryError::Reversed { .. } => refusal.of("to"),
            _ => refusal,
        }
    }
}

impl From<PlaceError> for Refusal {
    fn from(error: PlaceError) -> Self {
        let code = match &error {
            PlaceError::Unknown { .. }
            | PlaceError::Area { .. }
            | PlaceError::Elsewhere { .. }
            | PlaceError::Postcode { .. } => Code::UnknownPlace,
            PlaceError::Ambiguous { .. }
            | PlaceError::NotListed { .. }
            | PlaceError::OtherState { .. }
            | PlaceError::Contradiction { .. } => Code::AmbiguousPlace,
            PlaceError::Swapped { .. } => Code::SwappedAxes,
            PlaceError::Region(_) => Code::UnknownRegion,
            PlaceError::Written(_) | PlaceError::Position(_) | PlaceError::Order { .. } => Code::BadValue,
        };
        let candidate = |l: &Locality| Candidate {
            id: l.id.clone(),
            name: l.name.clone(),
            name_uk: l.name_uk.clone(),
            region: l.region.clone(),
            lon: l.position.lon(),
            lat: l.position.lat(),
            population: l.listed_population(),
        };
        Self { candidates: error.candidates().iter().map(candidate).collect(), ..Self::new(code, error.to_string()) }
    }
}

impl From<AskError> for Refusal {
    fn from(error: AskError) -> Self {
        let code = match &error {
            AskError::Exchanged { .. } => Code::SwappedAxes,
            AskError::NoSource => Code::MissingParameter,
            AskError::Date(_)
            | AskError::Box { .. }
            | AskError::DegreesAsMetres { .. }
            | AskError::AfterToday { .. }
            | AskError::BeforeFirst { .. } => Code::BadValue,
        };
        Self::new(code, error.to_string())
    }
}

impl From<PositionError> for Refusal {
    fn from(error: PositionError) -> Self {
        let parameter = match error {
            PositionError::Longitude(_) => "lon",
            PositionError::Latitude(_) => "lat",
        };
        Self::new(Code::BadValue, error.to_string()).of(parameter)
    }
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Crs(error) => error.into(),
            PageError::Unwritten(_) => Self::new(Code::Internal, "the answer could not be written"),
        }
    }
}

impl From<CrsError> for Refusal {
    fn from(error: CrsError) -> Self {
        Self::new(Code::BadValue, error.to_string())
    }
}

impl From<UnknownWord> for Refusal {
    fn from(error: UnknownWord) -> Self {
        Self::new(Code::BadValue, error.to_string())
    }
}

impl From<DateFormatError> for Refusal {
    fn from(error: DateFormatError) -> Self {
        Self::new(Code::BadValue, error.to_string())
    }
}

impl From<RowError> for Refusal {
    fn from(error: RowError) -> Self {
        match error {
            RowError::UnknownSource { .. } => Self::new(Code::UnknownSource, error.to_string()).of("source"),
            RowError::UnknownColumn { .. } => Self::new(Code::BadValue, error.to_string()).of("columns"),
            RowError::UnknownEncoding(_) => Self::new(Code::BadValue, error.to_string()).of("encoding"),
            RowError::UnclearDate { .. } => Self::new(Code::MissingParameter, error.to_string()).of("date_column"),
            _ => Self::new(Code::BadBody, error.to_string()),
        }
    }
}
