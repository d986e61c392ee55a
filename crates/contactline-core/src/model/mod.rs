//! The words of the domain. Knows geometry (`edge_timeline`), not files, formats or indexes.
//!
//! Control, claim and announcement are different types that never convert: who holds a place, who claims it and who says
//! to have taken it are three questions.

mod act;
mod completeness;
mod control;
pub mod coordinate_text;
mod dataset;
mod division;
mod extent;
mod finding;
mod foreign;
mod language;
mod locality;
mod names;
pub mod notice;
mod particulars;
mod party;
mod postcode;
mod proposal;
mod reach;
mod regime;
mod region;
mod romanised;
pub mod sentences;
mod source;
mod text;
mod time;
pub mod told;
mod written_date;

pub use act::{Act, Announced, Announcement, Certainty, Claim, DateKind, ExtentKind, Near, Recognition, Scope};
pub use completeness::{CUT_AT_LIMIT, Completeness, EXCEEDED};
pub use control::{ControlFeature, Divide, Hostilities, Period, Settlement, SettlementRegister, Version};
pub use dataset::Dataset;
pub use division::{Division, Level};
pub use extent::{BindError, Bindings, DrawnShape, Extent, ExtentError, Setting, Vocabulary, Whose};
pub use finding::{Finding, Place, Reading, Severity};
pub use foreign::{CONVERT, foreign};
pub use language::{Language, Said, Text, ukrainian_form};
pub use locality::Locality;
pub use names::{
    AreaName, NameException, NameKind, Names, Namesakes, OtherCity, OtherName, OtherOblast, UnlistedPlace,
};
pub use particulars::{NotRecorded, Particulars};
pub(crate) use party::words;
pub use party::{Basis, Party, Status, UnknownWord};
pub use postcode::{PostcodePlace, PostcodePrecision};
pub use proposal::{After, MAX_TERMS, Parameter, ParameterKind, Proposal, Provision, Standing, Term, Zone};
pub use reach::{MAX_UNKNOWN_AFTER_DAYS, Reach};
pub use regime::{Regime, Stage, Undetermined};
pub use region::{Region, Role};
pub use romanised::romanised;
pub use source::{AbsenceLag, Coverage, CoverageGap, Drawing, Exception, InUkrainian, Layer, Method, Source};
pub use text::{TextError, text_in, text_of, without_mark};
pub use time::{Date, DateError, Interval, Moment};
pub use written_date::{DateFormat, DateFormatError, WrittenDate, WrittenDateError, read_unambiguous};
