//! The user name and password for a proxy.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;

use crate::target::ExtraHeader;

/// A user name and a password for a proxy (RFC 7617): secrets that are sent to the proxy but never shown.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::target) struct ProxyCredentials {
    name: Vec<u8>,
    password: Vec<u8>,
}

impl ProxyCredentials {
    /// Parses the user information of a URL: a percent-encoded name, and perhaps a password after a colon.
    ///
    /// Returns `None` if a part cannot be sent: the name contains a colon, or one of both a control character.
    pub(super) fn parse(user_info: &str) -> Option<Self> {
        let (name, password) = user_info.split_once(':').unwrap_or((user_info, ""));
        let decode = |text: &str| -> Vec<u8> { percent_decode_str(text).collect() };
        let own = Self {
            name: decode(name),
            password: decode(password),
        };
        let is_sendable = !own.name.contains(&b':')
            && !own
                .join_name_and_password()
                .iter()
                .any(u8::is_ascii_control);
        is_sendable.then_some(own)
    }

    fn join_name_and_password(&self) -> Vec<u8> {
        [self.name.as_slice(), b":", &self.password].concat()
    }

    fn encode_pair(&self) -> String {
        BASE64_STANDARD.encode(self.join_name_and_password())
    }

    /// Returns the value of `Proxy-Authorization`.
    pub(super) fn authorization(&self) -> String {
        format!("Basic {}", self.encode_pair())
    }

    /// Returns the texts that a response must not show. A short password is not one of them: it would match unrelated text.
    pub(in crate::target) fn expose_secrets(&self) -> Vec<Vec<u8>> {
        let mut secrets = vec![
            self.encode_pair().into_bytes(),
            self.join_name_and_password(),
        ];
        if self.password.len() >= ExtraHeader::MIN_SECRET_LENGTH {
            secrets.push(self.password.clone());
        }
        secrets
    }
}

impl fmt::Debug for ProxyCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyCredentials(…)")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::ProxyCredentials;

    #[rstest]
    #[case::both("runner:s3cret", "Basic cnVubmVyOnMzY3JldA==")]
    #[case::escaped("me%40work:a%2Fb%3A", "Basic bWVAd29yazphL2I6")]
    #[case::colon_in_the_password("a:b:c", "Basic YTpiOmM=")]
    #[case::name_alone("runner", "Basic cnVubmVyOg==")]
    fn name_and_password_are_sent_as_basic_credentials(
        #[case] user_info: &str,
        #[case] expected: &str,
    ) {
        let credentials = ProxyCredentials::parse(user_info).expect("they can be sent");
        assert_eq!(credentials.authorization(), expected);
    }

    #[rstest]
    #[case::colon_in_the_name("a%3Ab:c")]
    #[case::line_end("a:b%0D%0A")]
    fn what_cannot_be_sent_is_refused(#[case] user_info: &str) {
        assert_eq!(ProxyCredentials::parse(user_info), None);
    }

    #[test]
    fn a_password_is_not_seen_in_what_debug_prints() {
        let credentials = ProxyCredentials::parse("runner:hunter2").expect("they can be sent");
        assert!(!format!("{credentials:?}").contains("hunter2"));
    }
}
