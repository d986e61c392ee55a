//! Foreign files to our model, with everything found on the way. Knows the model and parsers, not our own files.

pub mod deepstate_daily;
