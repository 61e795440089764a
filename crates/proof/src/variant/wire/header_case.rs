//! The capitals in header names.

/// Writes a response's head with other capitals in its header names; returns `None` for bytes that begin with no head.
///
/// Names keep their length, so that it does not matter how much of a response is written at once. A refusal that the HTTP library
/// writes itself has no content type, and is left for the server to complete.
pub(super) fn capitalize_header_names(written: &[u8]) -> Option<Vec<u8>> {
    if !written.starts_with(b"HTTP/1.") || is_bodyless_refusal(written) {
        return None;
    }
    let mut bytes = written.to_vec();
    let mut lines = bytes.split_inclusive_mut(|byte| *byte == b'\n').skip(1);
    let mut shouted = false;
    while let Some(line) = lines.next().filter(|line| *line != b"\r\n") {
        let name = line.iter_mut().take_while(|byte| **byte != b':');
        // One name in capitals, the next in title case.
        let mut first = true;
        for byte in name {
            if shouted || first {
                byte.make_ascii_uppercase();
            }
            first = *byte == b'-';
        }
        shouted = !shouted;
    }
    Some(bytes)
}

fn is_bodyless_refusal(written: &[u8]) -> bool {
    let text = String::from_utf8_lossy(written);
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    written.starts_with(b"HTTP/1.1 4") && !head.to_ascii_lowercase().contains("\r\ncontent-type:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_headers_change_their_case() {
        let written = b"HTTP/1.1 200 OK\r\ncontent-type: a/b\r\nx-a: b\r\n\r\n{\"a\": 1}\r\nb: c";
        let changed = capitalize_header_names(written).unwrap();
        assert_eq!(
            String::from_utf8(changed).unwrap(),
            "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nX-A: b\r\n\r\n{\"a\": 1}\r\nb: c"
        );
        assert_eq!(capitalize_header_names(b"{\"a\": 1}"), None);
    }

    #[test]
    fn a_refusal_of_the_http_library_is_left_to_be_completed() {
        let bare = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(capitalize_header_names(bare), None);
    }
}
