//! URL validation.

/// Reports whether `text` is an absolute `https` URL with a host.
pub(crate) fn is_https_url(text: &str) -> bool {
    const SCHEME: &str = "https://";
    let Some(scheme) = text.get(..SCHEME.len()) else {
        return false;
    };
    if !scheme.eq_ignore_ascii_case(SCHEME)
        || text.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return false;
    }
    let authority = text[SCHEME.len()..]
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let address = authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address);
    let (host, port) = split_port(address);
    is_host(host) && port.is_none_or(is_port)
}

fn split_port(address: &str) -> (&str, Option<&str>) {
    match address.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        Some(_) | None => (address, None),
    }
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit())
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

fn is_host(host: &str) -> bool {
    if let Some(literal) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return literal.parse::<std::net::Ipv6Addr>().is_ok();
    }
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && label
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("https://example.org")]
    #[case::path("https://example.org/a/b.png?size=1#x")]
    #[case::port("https://example.org:8443/")]
    #[case::upper("HTTPS://EXAMPLE.ORG/")]
    #[case::address("https://[::1]/a")]
    fn an_absolute_https_url_is_one(#[case] text: &str) {
        assert!(is_https_url(text));
    }

    #[rstest]
    #[case::empty("")]
    #[case::words("not a url")]
    #[case::relative("/a.png")]
    #[case::other_scheme("http://example.org/")]
    #[case::scheme_only("https://")]
    #[case::no_host("https:///a.png")]
    #[case::space("https://example.org/a b")]
    #[case::empty_label("https://example..org/")]
    #[case::port("https://example.org:port/")]
    #[case::multibyte("héé€s://example.org")]
    fn anything_else_is_none(#[case] text: &str) {
        assert!(!is_https_url(text));
    }
}
