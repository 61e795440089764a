//! How a response crosses the wire.

use axum::body::Body;
use axum::http::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Response, Version};
use futures_util::{StreamExt, stream};

use crate::variant::catalogue::Variant;
use crate::variant::set::VariantSet;

/// Small enough that every body comes in several pieces, most of them cutting a word.
const PIECE: usize = 7;

/// Headers as servers and what stands before them send them.
const EXTRA: &[(&str, &str)] = &[
    ("server", "edge/2.1 (variant)"),
    ("via", "1.1 edge"),
    ("vary", "Origin, Accept-Encoding"),
    ("cache-control", "private, no-store, max-age=0"),
    ("x-request-id", "0f6d7e2a-8a53-4b39-9a2c-6f2f0f1f4f3e"),
    ("x-response-time", "1.25ms"),
    ("x-content-type-options", "nosniff"),
    ("strict-transport-security", "max-age=63072000"),
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, POST, PATCH, DELETE"),
    ("access-control-expose-headers", "X-RateLimit-Remaining"),
    ("alt-svc", "h3=\":443\"; ma=86400"),
    ("set-cookie", "edge=1; Path=/; HttpOnly"),
    ("set-cookie", "region=eu; Path=/"),
    ("retry-after", "1"),
    ("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
];

/// Returns the same response, framed otherwise.
pub(super) fn vary_response_framing(
    variants: &VariantSet,
    mut response: Response<Body>,
) -> Response<Body> {
    let headers = response.headers_mut();
    let own = headers.get_mut(CONTENT_TYPE);
    let has_body = own.is_some();
    if let Some(own) = own.filter(|own| *own == "application/json") {
        if variants.has(Variant::Charset) {
            *own = HeaderValue::from_static("application/json; charset=utf-8");
        }
        if variants.has(Variant::ContentTypeUpperCase) {
            *own = HeaderValue::from_static("APPLICATION/JSON");
        }
    }
    if variants.has(Variant::ExtraHeaders) {
        for (name, value) in EXTRA {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
    }
    if variants.has(Variant::ConnectionClose) || variants.has(Variant::Http10) {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if variants.has(Variant::Http10) {
        *response.version_mut() = Version::HTTP_10;
    }
    if variants.has(Variant::Chunked) && has_body {
        return response.map(split_into_chunks);
    }
    response
}

/// Returns the same body in chunks, without a length.
fn split_into_chunks(body: Body) -> Body {
    let pieces = body.into_data_stream().flat_map(|whole| {
        let pieces: Vec<_> = match whole {
            Ok(bytes) => bytes
                .chunks(PIECE)
                .map(|piece| Ok(piece.to_vec()))
                .collect(),
            Err(error) => vec![Err(error)],
        };
        stream::iter(pieces)
    });
    Body::from_stream(pieces)
}
