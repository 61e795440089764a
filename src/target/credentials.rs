//! The tokens of the actors.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::exchange::Actor;

/// The token of an account: a secret that is sent but never shown.
///
/// It has no `Display` and no serialisation, and its `Debug` prints `Token(…)`.
///
/// ```
/// use badreq::target::Token;
///
/// let token: Token = "c2VjcmV0".parse()?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// # Ok::<(), badreq::target::InvalidTokenError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The reason why a text is not a token. The text is never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InvalidTokenError {
    /// The text is empty.
    #[error("token is empty; remove the setting if there is no token")]
    Empty,
    /// The text contains a character that can't be sent in a header.
    #[error(
        "token contains something other than visible ASCII characters at byte {at}; give the bare token, without quotes, spaces or line ends around it"
    )]
    InvalidCharacter {
        /// The position of the character, in bytes from 0.
        at: usize,
    },
}

impl FromStr for Token {
    type Err = InvalidTokenError;

    /// Parses a token.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is empty or contains anything but visible ASCII characters.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(InvalidTokenError::Empty);
        }
        match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            Some(at) => Err(InvalidTokenError::InvalidCharacter { at }),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl Token {
    /// Returns the secret, to send it or to search for it.
    pub(super) fn expose_secret(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The tokens that a run may use, at most one per actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    owner: Option<Token>,
    stranger: Option<Token>,
}

/// The reason why two tokens can't be used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ConflictingTokensError {
    /// Owner and stranger would be the same account.
    #[error(
        "the tokens of owner and stranger are the same; give the token of a second account, or leave the stranger's out"
    )]
    SameToken,
}

impl Credentials {
    /// Creates credentials from the tokens of owner and stranger that are available.
    ///
    /// # Errors
    ///
    /// Returns an error if both are the same: no case could distinguish owner and stranger.
    pub fn new(
        owner: Option<Token>,
        stranger: Option<Token>,
    ) -> Result<Self, ConflictingTokensError> {
        if owner.is_some() && owner == stranger {
            return Err(ConflictingTokensError::SameToken);
        }
        Ok(Self { owner, stranger })
    }

    /// Returns the token of an actor; the anonymous actor has none.
    #[must_use]
    pub const fn get(&self, actor: Actor) -> Option<&Token> {
        match actor {
            Actor::Anonymous => None,
            Actor::Owner => self.owner.as_ref(),
            Actor::Stranger => self.stranger.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::empty("", InvalidTokenError::Empty)]
    #[case::line_end("abc\n", InvalidTokenError::InvalidCharacter { at: 3 })]
    #[case::space_inside("ab c", InvalidTokenError::InvalidCharacter { at: 2 })]
    #[case::not_ascii("abcé", InvalidTokenError::InvalidCharacter { at: 3 })]
    fn what_cannot_be_sent_in_a_header_is_no_token(
        #[case] text: &str,
        #[case] error: InvalidTokenError,
    ) {
        assert_eq!(text.parse::<Token>(), Err(error));
    }

    #[test]
    fn no_token_is_seen_in_what_debug_prints() {
        let owner: Token = "hunter2".parse().expect("it is a token");
        let credentials = Credentials::new(Some(owner), None).expect("there is one token");
        assert!(!format!("{credentials:?}").contains("hunter2"));
    }

    #[test]
    fn the_same_token_for_owner_and_stranger_is_refused() {
        let token: Token = "hunter2".parse().expect("it is a token");
        let both = Credentials::new(Some(token.clone()), Some(token));
        assert_eq!(both, Err(ConflictingTokensError::SameToken));
        assert!(Credentials::new(None, None).is_ok());
    }
}
