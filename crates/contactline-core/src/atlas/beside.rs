//! Room beside what never changes, for what whoever shows it makes of it once.

use std::any::Any;
use std::fmt::{Debug, Formatter, Result as FmtResult};
use std::sync::OnceLock;

/// Room for one thing of any kind.
#[derive(Default)]
pub struct Beside(OnceLock<Box<dyn Any + Send + Sync>>);

impl Beside {
    /// What is kept here, made when first asked for; none where something of another kind is.
    pub fn kept<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Box::new(make())).downcast_ref()
    }
}

impl Debug for Beside {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str(if self.0.get().is_some() { "Beside(kept)" } else { "Beside(empty)" })
    }
}
