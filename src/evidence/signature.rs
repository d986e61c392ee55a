//! A document signed, and its signature checked: Ed25519 (RFC 8032) over the canonical form (RFC 8785) of all members but
//! `signature`.

use std::fmt::{self, Display, Formatter, Write};

use ed25519_dalek::pkcs8::DecodePrivateKey;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde_json::{Map, Value, json};

use super::canonical;

/// The member that has it.
pub(super) const MEMBER: &str = "signature";
const ALGORITHM: &str = "Ed25519";

/// Why a document cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignError {
    /// The key is none of this kind.
    BadKey(String),
    /// It could not be written.
    Unwritten,
}

impl Display for SignError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadKey(why) => write!(
                f,
                "the key is no Ed25519 private key in PEM (PKCS #8): {why}; `openssl genpkey -algorithm ed25519` makes one"
            ),
            Self::Unwritten => f.write_str("the document could not be written"),
        }
    }
}

impl std::error::Error for SignError {}

/// Whether a document is as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureState {
    /// It has none.
    None,
    /// It is, by whoever has the private key of this public one (64 hexadecimal digits).
    Valid(String),
    /// It is not, or the signature is none.
    NotValid,
}

/// Signs the document with a private key in PEM (PKCS #8).
///
/// # Errors
/// The text is no such key.
pub fn sign(document: &mut Map<String, Value>, pem: &str) -> Result<(), SignError> {
    let key = SigningKey::from_pkcs8_pem(pem.trim()).map_err(|e| SignError::BadKey(e.to_string()))?;
    document.shift_remove(MEMBER);
    let signature = key.sign(&canonical(document).map_err(|_| SignError::Unwritten)?);
    let stated = json!({
        "algorithm": ALGORITHM,
        "public_key": hexadecimal(key.verifying_key().as_bytes()),
        "value": hexadecimal(&signature.to_bytes()),
    });
    document.insert(MEMBER.to_owned(), stated);
    Ok(())
}

/// Whether the document is as it was signed.
pub(super) fn state(document: &Map<String, Value>) -> SignatureState {
    let Some(stated) = document.get(MEMBER) else { return SignatureState::None };
    let signed = || -> Option<String> {
        let public = stated["public_key"].as_str()?;
        let key = VerifyingKey::from_bytes(&bytes::<32>(public)?).ok()?;
        let signature = Signature::from_bytes(&bytes::<64>(stated["value"].as_str()?)?);
        let mut rest = document.clone();
        rest.shift_remove(MEMBER);
        let is_ours = stated["algorithm"] == json!(ALGORITHM);
        (is_ours && key.verify(&canonical(&rest).ok()?, &signature).is_ok()).then(|| public.to_owned())
    };
    signed().map_or(SignatureState::NotValid, SignatureState::Valid)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut found = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (k, byte) in found.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * k..2 * k + 2)?, 16).ok()?;
    }
    Some(found)
}
