//! Splits the bytes of a connection into requests.

/// A limit above the number of header fields that the framework accepts.
const MAX_HEADERS: usize = 256;

/// A piece of a request, in the order of arrival.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RequestPiece<'a> {
    /// A complete head: a new request begins.
    Head(Vec<u8>),
    /// Bytes that follow a head that can't be parsed.
    MoreHead(&'a [u8]),
    /// Bytes of the body, without the framing of chunks.
    Body(&'a [u8]),
}

/// A splitter of a connection's bytes into requests; its state is the part of a request to which the next byte belongs.
#[derive(Debug)]
pub(crate) enum RequestSplitter {
    Head(Vec<u8>),
    Sized(u64),
    ChunkSize(Vec<u8>),
    ChunkData(u64),
    /// The line end after a chunk's data.
    ChunkEnd,
    /// The lines after the last chunk, up to the blank one.
    Trailer(Vec<u8>),
    /// The bytes after a head or a chunk that can't be parsed: they belong to no request.
    Unparsable,
}

impl Default for RequestSplitter {
    fn default() -> Self {
        Self::Head(Vec::new())
    }
}

impl RequestSplitter {
    /// Consumes bytes and passes on the pieces that they complete.
    pub(crate) fn split_bytes<'a>(
        &mut self,
        bytes: &'a [u8],
        mut give: impl FnMut(RequestPiece<'a>),
    ) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = self.split_next(rest, &mut give);
        }
    }

    fn split_next<'a>(
        &mut self,
        bytes: &'a [u8],
        give: &mut impl FnMut(RequestPiece<'a>),
    ) -> &'a [u8] {
        match self {
            Self::Head(buffer) => {
                let known = buffer.len();
                buffer.extend_from_slice(bytes);
                let (length, next) = match parse_request_head(buffer) {
                    HeadParseResult::Partial => return &[],
                    HeadParseResult::Complete(length, next) => (length, next),
                    HeadParseResult::Unreadable => (buffer.len(), Self::Unparsable),
                };
                buffer.truncate(length);
                give(RequestPiece::Head(std::mem::take(buffer)));
                *self = next;
                bytes
                    .get(length.saturating_sub(known)..)
                    .unwrap_or_default()
            }
            Self::Sized(left) | Self::ChunkData(left) => {
                let (taken, rest) = split_at_clamped(bytes, *left);
                give(RequestPiece::Body(taken));
                *left -= taken.len() as u64;
                if *left == 0 {
                    *self = match self {
                        Self::ChunkData(_) => Self::ChunkEnd,
                        _ => Self::default(),
                    };
                }
                rest
            }
            Self::ChunkSize(line) => match append_until_line_end(line, bytes) {
                None => &[],
                Some(rest) => {
                    *self = match parse_chunk_size(line) {
                        Some(0) => Self::Trailer(Vec::new()),
                        Some(size) => Self::ChunkData(size),
                        None => Self::Unparsable,
                    };
                    rest
                }
            },
            Self::ChunkEnd => match append_until_line_end(&mut Vec::new(), bytes) {
                None => &[],
                Some(rest) => {
                    *self = Self::ChunkSize(Vec::new());
                    rest
                }
            },
            Self::Trailer(line) => match append_until_line_end(line, bytes) {
                None => &[],
                Some(rest) => {
                    let blank = line.trim_ascii().is_empty();
                    *self = if blank {
                        Self::default()
                    } else {
                        Self::Trailer(Vec::new())
                    };
                    rest
                }
            },
            Self::Unparsable => {
                give(RequestPiece::MoreHead(bytes));
                &[]
            }
        }
    }
}

enum HeadParseResult {
    Partial,
    /// The length of the head, and the framing of its body.
    Complete(usize, RequestSplitter),
    Unreadable,
}

fn parse_request_head(buffer: &[u8]) -> HeadParseResult {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => {
            HeadParseResult::Complete(length, splitter_for_body(request.headers))
        }
        Ok(httparse::Status::Partial) => HeadParseResult::Partial,
        Err(_) => HeadParseResult::Unreadable,
    }
}

fn splitter_for_body(headers: &[httparse::Header<'_>]) -> RequestSplitter {
    let find = |name: &str| {
        headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
    };
    if find("transfer-encoding").is_some() {
        return RequestSplitter::ChunkSize(Vec::new());
    }
    let length = find("content-length").and_then(|header| std::str::from_utf8(header.value).ok());
    match length.and_then(|length| length.trim().parse().ok()) {
        Some(0) | None => RequestSplitter::default(),
        Some(length) => RequestSplitter::Sized(length),
    }
}

fn split_at_clamped(bytes: &[u8], at: u64) -> (&[u8], &[u8]) {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    bytes.split_at(at)
}

/// Moves bytes into `line` up to its end; returns the rest after the line end, once there is one.
fn append_until_line_end<'a>(line: &mut Vec<u8>, bytes: &'a [u8]) -> Option<&'a [u8]> {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (taken, rest) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
    line.extend_from_slice(taken);
    end.map(|_| rest)
}

fn parse_chunk_size(line: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(line).ok()?.split(';').next()?.trim();
    u64::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Returns head and body of each request, fed in pieces of `size` bytes.
    fn split(bytes: &[u8], size: usize) -> Vec<(String, String)> {
        let mut splitter = RequestSplitter::default();
        let mut requests: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        for part in bytes.chunks(size) {
            splitter.split_bytes(part, |piece| match piece {
                RequestPiece::Head(head) => requests.push((head, Vec::new())),
                RequestPiece::MoreHead(more) => {
                    requests.last_mut().unwrap().0.extend_from_slice(more);
                }
                RequestPiece::Body(body) => requests.last_mut().unwrap().1.extend_from_slice(body),
            });
        }
        let text = |bytes| String::from_utf8(bytes).unwrap();
        requests
            .into_iter()
            .map(|(head, body)| (text(head), text(body)))
            .collect()
    }

    #[rstest]
    fn requests_are_split_however_they_arrive(#[values(1, 2, 7, 1000)] size: usize) {
        let one = "POST /1 HTTP/1.1\r\nContent-Length: 5\r\n\r\n";
        let two = "POST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        let three = "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n";
        let bytes = format!(
            "{one}hello{two}3;x=y\r\nabc\r\nB\r\n\r\ndefghijkl\r\n0\r\nTrailer: 1\r\n\r\n{three}"
        );
        let expected = [(one, "hello"), (two, "abc\r\ndefghijkl"), (three, "")];
        let expected = expected.map(|(head, body)| (head.to_owned(), body.to_owned()));
        assert_eq!(split(bytes.as_bytes(), size), expected);
    }

    #[rstest]
    fn a_head_that_cannot_be_read_is_kept_as_it_came(#[values(1, 7, 1000)] size: usize) {
        let bytes = "GET  \x01 HTTP/1.1\r\n\r\nrest";
        assert_eq!(
            split(bytes.as_bytes(), size),
            [(bytes.to_owned(), String::new())]
        );
    }

    #[test]
    fn half_a_head_is_no_request_yet() {
        assert_eq!(split(b"GET / HTTP/1.1\r\nHost: x\r\n", 1000), []);
    }
}
