//! The data the program ships with: the `data` folder of the repository as it was when the program was built.
//!
//! Scripts and notes beside the data come along: to sort them out would take longer to build than they weigh.

#[derive(rust_embed::RustEmbed)]
#[folder = "../../data/"]
pub(super) struct Embedded;
