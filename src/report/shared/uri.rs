//! Percent-encoding of texts for a URI.

/// Percent-encodes the characters of a target that a URL does not allow, including a `%` without two hexadecimal digits after it.
pub(in crate::report) fn encode_invalid_url_chars(target: &str) -> String {
    let bytes = target.as_bytes();
    let mut out = String::with_capacity(target.len());
    for (at, byte) in bytes.iter().enumerate() {
        let may_stand = match byte {
            b'%' => {
                let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
                digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
            }
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'#' | b'[' | b']' => {
                false
            }
            byte => byte.is_ascii_graphic(),
        };
        if may_stand {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode_invalid_url_chars;

    #[test]
    fn only_what_may_not_stand_in_a_url_is_encoded() {
        let sound = "/a/%2F;x=1,2?b=c&d=@:!$'()*+~";
        assert_eq!(encode_invalid_url_chars(sound), sound);
        assert_eq!(encode_invalid_url_chars("/é%4%"), "/%C3%A9%254%25");
    }
}
