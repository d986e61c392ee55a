//! The page is built from `web/` by `make web`; where it has not been, the program is built without it.

use std::path::Path;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=web/dist");
    std::fs::create_dir_all(Path::new("web").join("dist"))
}
