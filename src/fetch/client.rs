//! One request after another: conditional, spaced, tried again with growing waits, never longer than allowed.

use std::time::{Duration, Instant, SystemTime};

use ureq::http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, HeaderName, Response, StatusCode, Uri};

use super::layers::short;
use super::redirect;
use super::settings::FetchPolicy;
use super::state::Tag;
use super::wait;

/// Bytes of an error's body that are read, to quote its beginning.
const QUOTED: u64 = 2_000;

/// Redirects followed from one address.
const MAX_REDIRECTS: usize = 5;

/// What a server answered.
#[derive(Debug)]
pub enum Answer {
    /// A body, whole.
    Body {
        /// Its bytes, unpacked.
        bytes: Vec<u8>,
        /// What it can be asked by next time.
        tag: Tag,
    },
    /// The body asked by a tag is still the same (304).
    Same,
    /// There is nothing at the address (404 or 410).
    Absent,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The server says no: asking again is of no use.
    #[error("{url}: the server answers {status}{said}")]
    Refused {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// The beginning of what it says, after a colon.
        said: String,
    },
    /// Tried as often as allowed.
    #[error("{url}: {reason}; tried {attempts} times")]
    GaveUp {
        /// The address.
        url: String,
        /// What was wrong the last time.
        reason: String,
        /// How often it was tried.
        attempts: u32,
    },
    /// The server asks for more patience than the settings have.
    #[error("{url}: the server asks to wait {wait_s} s; longest_wait_s is {longest_wait_s}")]
    Impatient {
        /// The address.
        url: String,
        /// Seconds the server asks for.
        wait_s: u64,
        /// Seconds the settings allow.
        longest_wait_s: u64,
    },
    /// The body is longer than allowed.
    #[error("{url}: the body is longer than {longest_body_mb} MB, which longest_body_mb allows")]
    TooLong {
        /// The address.
        url: String,
        /// The most that is allowed.
        longest_body_mb: u64,
    },
    /// The address cannot be asked at all.
    #[error("{url}: {reason}")]
    Impossible {
        /// The address.
        url: String,
        /// Why not.
        reason: String,
    },
}

/// What is told of a wait, and the reason for it.
type Waits = Box<dyn Fn(Duration, &str)>;

/// A polite client. Says when it waits, before it does.
pub struct Client {
    agent: ureq::Agent,
    manners: FetchPolicy,
    /// The end of the last request.
    last: Option<Instant>,
    waits: Waits,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("manners", &self.manners).finish_non_exhaustive()
    }
}

/// How one request failed.
enum Failed {
    /// Another try may do.
    ForNow { reason: String, wait: Option<Duration> },
    /// It will not.
    ForGood(FetchError),
}

impl Client {
    /// A client with these manners; `waits` is told of each wait.
    #[must_use]
    pub fn new(manners: FetchPolicy, waits: impl Fn(Duration, &str) + 'static) -> Self {
        let timeout = Duration::from_secs(manners.timeout_s);
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Followed here, where it can be seen where they lead.
            .max_redirects(0)
            .timeout_connect(Some(timeout))
            .timeout_per_call(Some(timeout))
            .user_agent(manners.user_agent())
            .accept("application/geo+json, application/json;q=0.9, */*;q=0.1");
        Self { agent: config.build().into(), manners, last: None, waits: Box::new(waits) }
    }

    /// What is at an address, if it is not what the tag tells of.
    ///
    /// # Errors
    /// The server says no, or was asked as often as the manners allow.
    pub fn get(&mut self, url: &str, known: &Tag) -> Result<Answer, FetchError> {
        let mut attempt = 0;
        loop {
            self.keep_the_gap();
            let asked = self.ask(url, known);
            self.last = Some(Instant::now());
            attempt += 1;
            let (reason, wait) = match asked {
                Ok(answer) => return Ok(answer),
                Err(Failed::ForGood(error)) => return Err(error),
                Err(Failed::ForNow { reason, wait }) => (reason, wait),
            };
            if attempt >= self.manners.attempts {
                return Err(FetchError::GaveUp { url: url.into(), reason, attempts: attempt });
            }
            let wait = self.patience(url, wait, attempt)?;
            (self.waits)(wait, &reason);
            std::thread::sleep(wait);
        }
    }

    /// The wait before the next attempt: never less than a server asks for.
    fn patience(&self, url: &str, asked: Option<Duration>, attempt: u32) -> Result<Duration, FetchError> {
        let own = wait::back_off(Duration::from_millis(self.manners.back_off_ms), attempt);
        let Some(asked) = asked else { return Ok(own) };
        if asked.as_secs() > self.manners.longest_wait_s {
            let (wait_s, longest_wait_s) = (asked.as_secs(), self.manners.longest_wait_s);
            return Err(FetchError::Impatient { url: url.into(), wait_s, longest_wait_s });
        }
        Ok(asked.saturating_add(own))
    }

    fn keep_the_gap(&self) {
        if let Some(last) = self.last {
            std::thread::sleep(self.manners.gap().saturating_sub(last.elapsed()));
        }
    }

    /// The answer at an address, after redirects.
    fn answer(&self, url: &str, known: &Tag) -> Result<Response<ureq::Body>, Failed> {
        let impossible = |reason: String| Failed::ForGood(FetchError::Impossible { url: url.into(), reason });
        let mut address: Uri = url.parse().map_err(|_| impossible("this is no address".into()))?;
        for _ in 0..=MAX_REDIRECTS {
            let mut request = self.agent.get(&address);
            for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            let response = request.call().map_err(|error| self.failed(url, &error))?;
            let location = text(response.headers(), &LOCATION);
            let Some(location) = location.filter(|_| is_redirect(response.status())) else { return Ok(response) };
            address = redirect::target(&address, &location, &self.manners.redirect_hosts).map_err(impossible)?;
        }
        Err(impossible(format!("the server redirects more than {MAX_REDIRECTS} times")))
    }

    fn ask(&self, url: &str, known: &Tag) -> Result<Answer, Failed> {
        let mut response = self.answer(url, known)?;
        let status = response.status();
        match status {
            StatusCode::OK => {
                let tag = tag(response.headers());
                let limit = self.manners.longest_body_mb.saturating_mul(1_000_000);
                let body = response.body_mut().with_config().limit(limit).read_to_vec();
                body.map(|bytes| Answer::Body { bytes, tag }).map_err(|error| self.failed(url, &error))
            }
            StatusCode::NOT_MODIFIED if *known != Tag::default() => Ok(Answer::Same),
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Answer::Absent),
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(for_now(status, response.headers())),
            _ if status.is_server_error() => Err(for_now(status, response.headers())),
            _ => {
                // What cannot be read is not quoted.
                let body = response.body_mut().with_config().limit(QUOTED).lossy_utf8(true).read_to_string();
                let said = body.map(|text| short(&text)).unwrap_or_default();
                let said = if said.is_empty() { said } else { format!(": {said}") };
                Err(Failed::ForGood(FetchError::Refused { url: url.into(), status: status.as_u16(), said }))
            }
        }
    }

    fn failed(&self, url: &str, error: &ureq::Error) -> Failed {
        let url = url.to_owned();
        let is_too_long = |error: &ureq::Error| match error {
            ureq::Error::BodyExceedsLimit(_) => true,
            ureq::Error::Io(io) => io.get_ref().is_some_and(|inner| {
                matches!(inner.downcast_ref::<ureq::Error>(), Some(ureq::Error::BodyExceedsLimit(_)))
            }),
            _ => false,
        };
        if is_too_long(error) {
            let longest_body_mb = self.manners.longest_body_mb;
            return Failed::ForGood(FetchError::TooLong { url, longest_body_mb });
        }
        match error {
            ureq::Error::BadUri(_)
            | ureq::Error::Http(_)
            | ureq::Error::Tls(_)
            | ureq::Error::Rustls(_)
            | ureq::Error::InvalidProxyUrl => {
                Failed::ForGood(FetchError::Impossible { url, reason: error.to_string() })
            }
            _ => Failed::ForNow { reason: error.to_string(), wait: None },
        }
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn for_now(status: StatusCode, headers: &HeaderMap) -> Failed {
    let wait = text(headers, &RETRY_AFTER).and_then(|value| wait::retry_after(&value, SystemTime::now()));
    Failed::ForNow { reason: format!("the server answers {}", status.as_u16()), wait }
}

fn tag(headers: &HeaderMap) -> Tag {
    Tag { etag: text(headers, &ETAG), last_modified: text(headers, &LAST_MODIFIED), next: None }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}
