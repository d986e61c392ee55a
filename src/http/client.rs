//! Who asks: the share that one client may have of what all share.
//!
//! A client is an address ([`known`](super::known) tells which).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// One client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Client(IpAddr);

tokio::task_local! {
    static CLIENT: Option<Client>;
}

/// The address that a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub IpAddr);

impl Client {
    /// The client of the task at work; none where nothing tells.
    pub(super) fn current() -> Option<Self> {
        CLIENT.try_with(|client| *client).ok().flatten()
    }

    /// Works for this client.
    pub(super) async fn scope<T>(client: Option<Self>, work: impl Future<Output = T>) -> T {
        CLIENT.scope(client, work).await
    }

    pub(super) fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            // Whoever has one address of version 6 has the 64 bits behind it too.
            IpAddr::V6(v6) => Self(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into()),
            v4 @ IpAddr::V4(_) => Self(v4),
        }
    }
}

/// How many heavy questions each client has.
#[derive(Debug)]
pub(super) struct Shares {
    max: usize,
    held: Mutex<HashMap<Client, usize>>,
}

/// A client's heavy question, until it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    shares: Arc<Shares>,
    client: Client,
}

impl Shares {
    pub(super) fn new(max: usize) -> Self {
        Self { max, held: Mutex::default() }
    }

    /// One more heavy question of a client.
    ///
    /// # Errors
    /// How many it has, where that is all it may have.
    pub(super) fn one_more(self: &Arc<Self>, client: Client) -> Result<Share, usize> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_insert(0);
        if *count >= self.max {
            return Err(*count);
        }
        *count += 1;
        Ok(Share { shares: self.clone(), client })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn client(text: &str) -> Client {
        Client::of(text.parse().unwrap())
    }

    #[test]
    fn a_client_has_its_share_and_others_theirs() {
        let shares = Arc::new(Shares::new(2));
        let (a, b) = (client("192.0.2.1"), client("192.0.2.2"));
        let held = [shares.one_more(a).unwrap(), shares.one_more(a).unwrap()];
        assert_eq!(shares.one_more(a).unwrap_err(), 2);
        assert!(shares.one_more(b).is_ok());
        drop(held);
        assert!(shares.one_more(a).is_ok());
        assert!(shares.held.lock().unwrap().is_empty(), "nothing is kept of clients that are gone");
    }

    #[test]
    fn addresses_of_one_client_are_one() {
        assert_eq!(client("2001:db8:1:2:3::4"), client("2001:db8:1:2::9"));
        assert_ne!(client("2001:db8:1:2::4"), client("2001:db8:1:3::4"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
    }
}
