//! How far an import or a download has come: a bar on a terminal, nothing elsewhere.

use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ingest::Progress;

/// The bar of what is being done.
#[derive(Debug)]
pub(super) struct Bar(Mutex<ProgressBar>);

impl Bar {
    /// A bar for an ingest; hidden where standard error is no terminal.
    pub(super) fn watching() -> Arc<dyn Progress> {
        Arc::new(Self(Mutex::new(ProgressBar::hidden())))
    }

    fn bar(&self) -> ProgressBar {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Progress for Bar {
    fn begin(&self, count: usize, what: &'static str) {
        if !io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
        let template = format!("{{bar:40}} {{pos}} of {{len}} {what}, {{eta}} to go {{wide_msg}}");
        let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = bar.with_style(style);
    }

    fn advance(&self, count: usize) {
        self.bar().inc(count as u64);
    }

    fn wait(&self, message: &str) {
        self.bar().set_message(message.to_owned());
    }

    fn end(&self) {
        self.bar().finish_and_clear();
    }
}
