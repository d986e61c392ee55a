//! Errors as RFC 9457 problems: one table from code to status and title.

use std::any::Any;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::wire::ask::AskError;
use crate::wire::items::PageError;
use crate::wire::rows::RowError;
use contactline_core::model::{DateFormatError, Finding, Locality, UnknownWord};
use contactline_core::query::{PlaceError, QueryError};
use contactline_crs::CrsError;
use edge_timeline::PositionError;

/// Declares the codes with their status and title.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $status:ident, $title:literal;)+) => {
        /// What went wrong, as a stable word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $variant),+ }

        impl Code {
            /// The word in the problem.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The status it is answered with.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),+ }
            }

            /// After how many seconds the same may be asked again, where waiting may help.
            const fn retry_after_s(self) -> Option<u32> {
                match self {
                    // A turn becomes free when the question that holds it ends.
                    Self::Busy | Self::TooMany => Some(5),
                    // What made it slow may have passed; asking for less is surer.
                    Self::TooLong => Some(60),
                    _ => None,
                }
            }

            const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

codes! {
    /// A parameter nobody reads.
    UnknownParameter = "unknown-parameter", BAD_REQUEST, "unknown parameter";
    /// A parameter given twice.
    RepeatedParameter = "repeated-parameter", BAD_REQUEST, "repeated parameter";
    /// A parameter that must be there.
    MissingParameter = "missing-parameter", BAD_REQUEST, "missing parameter";
    /// A value that cannot be meant.
    BadValue = "bad-value", BAD_REQUEST, "invalid value";
    /// Longitude and latitude exchanged.
    SwappedAxes = "swapped-axes", BAD_REQUEST, "longitude and latitude swapped";
    /// No such region or group.
    UnknownRegion = "unknown-region", BAD_REQUEST, "unknown region";
    /// No such source.
    UnknownSource = "unknown-source", BAD_REQUEST, "unknown source";
    /// Nothing at that time.
    NoVersion = "no-version", NOT_FOUND, "no data for that date";
    /// No settlement of that name.
    UnknownPlace = "unknown-place", BAD_REQUEST, "unknown place";
    /// Several settlements of that name.
    AmbiguousPlace = "ambiguous-place", BAD_REQUEST, "ambiguous place name";
    /// A reference system that is not known.
    UnknownCrs = "unknown-crs", BAD_REQUEST, "unknown reference system";
    /// A body that is not what it should be.
    BadBody = "bad-body", BAD_REQUEST, "invalid body";
    /// More than one file holds.
    TooMuch = "too-much", BAD_REQUEST, "too much for one file";
    /// A body too long.
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE, "body too large";
    /// A body of a kind not read here.
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "unsupported media type";
    /// A shape that is too entangled to be worked on.
    TooComplex = "too-complex", UNPROCESSABLE_ENTITY, "shape too complex";
    /// A geometry that bounds no area or line.
    BadGeometry = "bad-geometry", UNPROCESSABLE_ENTITY, "geometry not valid";
    /// No such address.
    NotFound = "not-found", NOT_FOUND, "not found";
    /// Geometry whose licence does not let it be passed on.
    Withheld = "withheld", FORBIDDEN, "geometry withheld";
    /// A range of bytes beyond the end.
    BadRange = "bad-range", RANGE_NOT_SATISFIABLE, "range not satisfiable";
    /// The address does not answer that method.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "method not allowed";
    /// A body that keeps the service waiting.
    SlowBody = "slow-body", REQUEST_TIMEOUT, "request timed out";
    /// One client's heavy questions, more than its share.
    TooMany = "too-many", TOO_MANY_REQUESTS, "too many heavy requests";
    /// A question over its time.
    TooLong = "too-long", SERVICE_UNAVAILABLE, "answer timed out";
    /// No turn in time.
    Busy = "busy", SERVICE_UNAVAILABLE, "service busy";
    /// A fault of ours.
    Internal = "internal", INTERNAL_SERVER_ERROR, "internal error";
}

/// An error on its way out.
#[derive(Clone, Debug)]
pub struct Problem {
    code: Code,
    detail: String,
    parameter: Option<String>,
    findings: Vec<FoundThing>,
    candidates: Vec<Candidate>,
}

/// A settlement that may have been meant.
#[derive(Clone, Debug, Serialize)]
struct Candidate {
    id: String,
    name: String,
    name_uk: String,
    region: String,
    lon: f64,
    lat: f64,
    population: u32,
}

/// An error as it leaves the house.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    findings: &'a [FoundThing],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    candidates: &'a [Candidate],
}

/// A finding, with its place.
#[derive(Clone, Debug, Serialize)]
struct FoundThing {
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

impl Problem {
    /// A problem with its detail.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), parameter: None, findings: Vec::new(), candidates: Vec::new() }
    }

    /// What went wrong.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The problem, said of a parameter.
    #[must_use]
    pub fn of(mut self, parameter: &str) -> Self {
        self.parameter.get_or_insert_with(|| parameter.to_owned());
        self
    }

    /// The problem said of parameter `to`, where it was said of `from`: of the name this address has for it.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if self.parameter.as_deref() == Some(from) {
            self.parameter = Some(to.to_owned());
        }
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

    /// A body that is not of its form: what is wrong, with its line.
    #[must_use]
    pub fn of_body(findings: &[Finding]) -> Self {
        let said: Vec<&str> = findings.iter().map(|f| f.message.as_str()).collect();
        Self::new(Code::BadBody, said.join("; "))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            kind: format!("urn:contactline:problem:{}", self.code.as_str()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            code: self.code.as_str(),
            detail: &self.detail,
            parameter: self.parameter.as_deref(),
            findings: &self.findings,
            candidates: &self.candidates,
        };
        let status = self.code.status();
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        let mut response = (status, headers, body).into_response();
        if let Some(seconds) = self.code.retry_after_s() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What a client sees of a panic: nothing of the inside.
pub(super) fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::new(Code::Internal, "the request could not be answered").into_response()
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let code = match &error {
            QueryError::UnknownRegion { .. } => Code::UnknownRegion,
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
        let problem = Self::new(code, error.to_string());
        match &error {
            QueryError::UnknownRegion { .. } => problem.of("region"),
            QueryError::UnknownSource { .. } => problem.of("source"),
            QueryError::UnknownHolder { .. } => problem.of("party"),
            QueryError::UnknownClaimant { .. } => problem.of("claimant"),
            QueryError::TooMany { what: "texts", .. } => problem.of("compare"),
            QueryError::TooMany { what, .. } => problem.of(what),
            QueryError::Reversed { .. } => problem.of("to"),
            _ => problem,
        }
    }
}

impl From<PlaceError> for Problem {
    fn from(error: PlaceError) -> Self {
        let code = match &error {
            PlaceError::Unknown { .. } | PlaceError::Area { .. } => Code::UnknownPlace,
            PlaceError::Ambiguous { .. } | PlaceError::NotListed { .. } | PlaceError::OtherState { .. } => {
                Code::AmbiguousPlace
            }
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
            population: l.population,
        };
        Self { candidates: error.candidates().iter().map(candidate).collect(), ..Self::new(code, error.to_string()) }
    }
}

impl From<AskError> for Problem {
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

impl From<PositionError> for Problem {
    fn from(error: PositionError) -> Self {
        let parameter = match error {
            PositionError::Longitude(_) => "lon",
            PositionError::Latitude(_) => "lat",
        };
        Self::new(Code::BadValue, error.to_string()).of(parameter)
    }
}

impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Crs(error) => error.into(),
            PageError::Unwritten(_) => Self::new(Code::Internal, "the answer could not be written"),
        }
    }
}

impl From<CrsError> for Problem {
    fn from(error: CrsError) -> Self {
        Self::new(Code::BadValue, error.to_string())
    }
}

impl From<UnknownWord> for Problem {
    fn from(error: UnknownWord) -> Self {
        Self::new(Code::BadValue, error.to_string())
    }
}

impl From<DateFormatError> for Problem {
    fn from(error: DateFormatError) -> Self {
        Self::new(Code::BadValue, error.to_string())
    }
}

impl From<RowError> for Problem {
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
