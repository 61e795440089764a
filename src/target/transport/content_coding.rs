//! Content codings of responses (RFC 9110, 8.4): a server or gateway may compress a body although the request accepts no coding.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::target::{ExceededBodyLimit, SendError};

/// A content coding that can be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContentCoding {
    Gzip,
    Deflate,
}

/// The failure to decode a body.
enum DecodeError {
    /// The bytes do not follow the coding.
    Malformed,
    /// The decoded body is longer than the limit.
    TooLong,
}

/// Removes the content codings that the header fields list from a body of up to `limit` bytes.
///
/// Returns the body as it is if one of the codings is unknown, or if the body does not follow them: it is judged as it came.
///
/// # Errors
///
/// Returns an error if the decoded body is longer than `limit`.
pub(super) fn decode_body(
    headers: &[(String, Vec<u8>)],
    body: Vec<u8>,
    limit: usize,
) -> Result<Vec<u8>, SendError> {
    let codings = list_codings(headers).filter(|codings| !codings.is_empty() && !body.is_empty());
    let Some(codings) = codings else {
        return Ok(body);
    };
    let mut decoded: Option<Vec<u8>> = None;
    // The last coding of the list was applied last.
    for coding in codings.into_iter().rev() {
        match coding.decode(decoded.as_deref().unwrap_or(&body), limit) {
            Ok(bytes) => decoded = Some(bytes),
            Err(DecodeError::Malformed) => return Ok(body),
            Err(DecodeError::TooLong) => {
                let limit = ExceededBodyLimit::Bytes(limit);
                return Err(SendError::BodyTooLarge { limit });
            }
        }
    }
    Ok(decoded.unwrap_or(body))
}

/// Lists the codings in the order in which they were applied; `None` if one of them is unknown.
fn list_codings(headers: &[(String, Vec<u8>)]) -> Option<Vec<ContentCoding>> {
    let mut codings = Vec::new();
    for (_, value) in headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
    {
        for name in String::from_utf8_lossy(value).split(',') {
            match name.trim().to_ascii_lowercase().as_str() {
                "" | "identity" => {}
                "gzip" | "x-gzip" => codings.push(ContentCoding::Gzip),
                "deflate" => codings.push(ContentCoding::Deflate),
                _ => return None,
            }
        }
    }
    Some(codings)
}

impl ContentCoding {
    fn decode(self, bytes: &[u8], limit: usize) -> Result<Vec<u8>, DecodeError> {
        match self {
            Self::Gzip => read_up_to(MultiGzDecoder::new(bytes), limit),
            // The coding is the zlib format; many servers send the bare compressed data (RFC 9110, 8.4.1.2).
            Self::Deflate => match read_up_to(ZlibDecoder::new(bytes), limit) {
                Err(DecodeError::Malformed) => read_up_to(DeflateDecoder::new(bytes), limit),
                decoded => decoded,
            },
        }
    }
}

/// Reads everything, but not more than `limit` bytes.
fn read_up_to(mut reader: impl Read, limit: usize) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    reader
        .by_ref()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|_| DecodeError::Malformed)?;
    if bytes.len() > limit {
        return Err(DecodeError::TooLong);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use rstest::rstest;

    use super::decode_body;
    use crate::target::{ExceededBodyLimit, SendError};

    const TEXT: &[u8] = br#"{"code":0,"message":"no"}"#;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("a vector takes everything");
        encoder.finish().expect("a vector takes everything")
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("a vector takes everything");
        encoder.finish().expect("a vector takes everything")
    }

    fn bare_deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("a vector takes everything");
        encoder.finish().expect("a vector takes everything")
    }

    fn decode(encodings: &[&str], body: &[u8], limit: usize) -> Result<Vec<u8>, SendError> {
        let headers: Vec<(String, Vec<u8>)> = encodings
            .iter()
            .map(|value| ("content-encoding".to_owned(), value.as_bytes().to_vec()))
            .collect();
        decode_body(&headers, body.to_vec(), limit)
    }

    #[rstest]
    #[case::none(&[], TEXT.to_vec())]
    #[case::identity(&["identity"], TEXT.to_vec())]
    #[case::gzip(&["gzip"], gzip(TEXT))]
    #[case::old_name_in_capitals(&["X-GZIP"], gzip(TEXT))]
    #[case::two_members(&["gzip"], [gzip(&TEXT[..5]), gzip(&TEXT[5..])].concat())]
    #[case::zlib(&["deflate"], zlib(TEXT))]
    #[case::bare_deflate(&["deflate"], bare_deflate(TEXT))]
    #[case::one_after_the_other(&["deflate, gzip"], gzip(&zlib(TEXT)))]
    #[case::in_two_lines(&["deflate", "gzip"], gzip(&zlib(TEXT)))]
    fn a_compressed_body_is_decoded(#[case] encodings: &[&str], #[case] body: Vec<u8>) {
        // What is compressed twice is longer in between.
        assert_eq!(decode(encodings, &body, 100), Ok(TEXT.to_vec()));
    }

    #[rstest]
    #[case::not_compressed(&["gzip"], TEXT.to_vec())]
    #[case::cut_off(&["gzip"], gzip(TEXT)[..20].to_vec())]
    #[case::unknown(&["zstd"], gzip(TEXT))]
    #[case::unknown_below(&["zstd, gzip"], gzip(TEXT))]
    #[case::empty(&["gzip"], Vec::new())]
    #[case::half_decodable(&["deflate, gzip"], gzip(b"\xff"))]
    fn a_body_that_cannot_be_decoded_keeps_its_bytes(
        #[case] encodings: &[&str],
        #[case] body: Vec<u8>,
    ) {
        assert_eq!(decode(encodings, &body, 1000), Ok(body));
    }

    #[rstest]
    #[case::gzip("gzip", gzip(&[b'x'; 1001]))]
    #[case::deflate("deflate", bare_deflate(&[b'x'; 1001]))]
    fn the_limit_applies_to_the_decoded_body(#[case] encoding: &str, #[case] body: Vec<u8>) {
        let decoded = decode(&[encoding], &body, 1000);
        let limit = ExceededBodyLimit::Bytes(1000);
        assert_eq!(decoded, Err(SendError::BodyTooLarge { limit }));
    }
}
