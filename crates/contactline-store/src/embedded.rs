//! The data the program ships with: the `data` folder of the repository as it was when the program was built.

#[derive(rust_embed::RustEmbed)]
#[folder = "../../data/"]
#[exclude = "*.py"]
#[exclude = "*.md"]
#[exclude = "*.csv"]
pub(super) struct Embedded;
