//! The bytes of a response that are no proper HTTP. The layer marks a response with a header, which is taken out here.

use super::reaction::Framing;

/// The header that says how the bytes are rewritten.
pub(super) const MARK: &str = "x-fault-framing";

const HEAD_END: &[u8] = b"\r\n\r\n";

/// Rewrites the bytes of a marked response; `None` for all others.
pub(super) fn rewrite_marked_response(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"HTTP/1.1 ") {
        return None;
    }
    let length = bytes
        .windows(HEAD_END.len())
        .position(|window| window == HEAD_END)?;
    let (head, body) = (bytes.get(..length)?, bytes.get(length + HEAD_END.len()..)?);
    let head = std::str::from_utf8(head).ok()?;
    let mark = format!("{MARK}: ");
    let name = head.lines().find_map(|line| line.strip_prefix(&mark))?;
    let framing = Framing::ALL.iter().find(|framing| framing.name() == name)?;
    let lines: Vec<&str> = head
        .lines()
        .filter(|line| !line.starts_with(&mark))
        .collect();
    Some(build_malformed_response(*framing, &lines, body))
}

fn build_malformed_response(framing: Framing, head: &[&str], body: &[u8]) -> Vec<u8> {
    let with_line = |line: &str| join_head_and_body(&[head, &[line]].concat(), body);
    match framing {
        Framing::AsIs => join_head_and_body(head, body),
        Framing::LengthTooShort => {
            let length = format!("content-length: {}", body.len() / 2);
            join_head_and_body(&replace_length_line(head, &length), body)
        }
        Framing::TwoLengths => with_line(&format!("content-length: {}", body.len() + 1)),
        Framing::Garbage => {
            let mut lines = head.to_vec();
            if let Some(status) = lines.first_mut() {
                *status = "\u{0}\u{fffd} nothing";
            }
            join_head_and_body(&lines, body)
        }
        Framing::NulInHeader => with_line("x-detail: a\0b"),
        Framing::NoHead => body.to_vec(),
        Framing::BadChunk => {
            let lines = replace_length_line(head, "transfer-encoding: chunked");
            join_head_and_body(&lines, &[b"length\r\n", body].concat())
        }
    }
}

fn replace_length_line<'a>(head: &[&'a str], line: &'a str) -> Vec<&'a str> {
    let is_length = |own: &str| own.starts_with("content-length:");
    let lines = head.iter();
    lines
        .map(|own| if is_length(own) { line } else { *own })
        .collect()
}

fn join_head_and_body(head: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes = head.join("\r\n").into_bytes();
    bytes.extend(HEAD_END);
    bytes.extend(body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKED: &[u8] =
        b"HTTP/1.1 404 Not Found\r\nx-fault-framing: length-too-short\r\ncontent-length: 4\r\n\r\n\"ab\"";

    #[test]
    fn a_marked_response_is_rewritten_without_its_mark() {
        let expected = b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n\"ab\"";
        assert_eq!(rewrite_marked_response(MARKED), Some(expected.to_vec()));
    }

    #[test]
    fn any_other_response_is_left_alone() {
        assert_eq!(
            rewrite_marked_response(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
            None
        );
        assert_eq!(
            rewrite_marked_response(b"x-fault-framing: no-head\r\n\r\n"),
            None
        );
    }
}
