//! Areas of many layers inside one shape, without an overlay for each.
