//! The letters of ids and of header names.

use super::catalogue::Variant;
use super::here::is;
use crate::random::IdLength;

const WHOLE_ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz";

/// The length of a short id that is drawn.
pub(crate) fn id_length(usual: IdLength) -> IdLength {
    if is(Variant::ShortIdsFive) {
        IdLength::Five
    } else {
        usual
    }
}

/// The letters that a short id is drawn from.
pub(crate) fn id_letters(usual: &'static [u8]) -> &'static [u8] {
    if is(Variant::ShortIdsOfAnyLetter) {
        WHOLE_ALPHABET
    } else {
        usual
    }
}

/// An answer's head with other capitals in its header names, or `None` for bytes that begin with no head.
///
/// Names keep their length, so that it does not matter how much of this is sent at once.
pub(crate) fn capitalised(is: impl Fn(Variant) -> bool, written: &[u8]) -> Option<Vec<u8>> {
    if !is(Variant::HeaderCase) || !written.starts_with(b"HTTP/1.") {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_headers_change_their_case() {
        let written = b"HTTP/1.1 200 OK\r\ncontent-type: a/b\r\nx-a: b\r\n\r\n{\"a\": 1}\r\nb: c";
        let is = |variant: Variant| variant == Variant::HeaderCase;
        let changed = capitalised(is, written).unwrap();
        assert_eq!(
            String::from_utf8(changed).unwrap(),
            "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nX-A: b\r\n\r\n{\"a\": 1}\r\nb: c"
        );
        assert_eq!(capitalised(|_| false, written), None);
        assert_eq!(capitalised(is, b"{\"a\": 1}"), None);
    }
}
