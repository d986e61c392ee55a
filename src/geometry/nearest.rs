//! The nearest point of a line.
