//! The wire of a server of some variants.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use badreq_reference::Wire;
use http_body_util::BodyExt;
use serde_json::Value;

use super::delay::find_delay;
use super::framing::vary_response_framing;
use super::header_case::capitalize_header_names;
use super::messages::{replace_field_error_messages, replace_message};
use super::request_head::RequestHead;
use super::statuses::find_http_refusal;
use super::writing::{serialize_body, serialize_error_body};
use crate::variant::catalogue::Variant;
use crate::variant::set::VariantSet;

/// The wire of a server of some variants, around another wire.
#[derive(Debug)]
pub(in crate::variant) struct VariantWire {
    pub(in crate::variant) variants: VariantSet,
    /// The wire between this one and the handlers.
    pub(in crate::variant) beneath: Arc<dyn Wire>,
}

impl Wire for VariantWire {
    fn wrap_router(&self, router: Router) -> Router {
        let layer = VariantLayerState {
            variants: self.variants.clone(),
            started: Instant::now(),
        };
        let router = self.beneath.wrap_router(router);
        router.layer(from_fn_with_state(layer, respond_with_variants))
    }

    fn rewrite_response_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let beneath = self.beneath.rewrite_response_bytes(bytes);
        if !self.variants.has(Variant::HeaderCase) {
            return beneath;
        }
        capitalize_header_names(beneath.as_deref().unwrap_or(bytes)).or(beneath)
    }
}

/// What each response needs.
#[derive(Clone, Debug)]
struct VariantLayerState {
    variants: VariantSet,
    started: Instant,
}

async fn respond_with_variants(
    State(layer): State<VariantLayerState>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let head = RequestHead::from_request(&request);
    let uptime = layer.started.elapsed();
    let response = next.run(request).await;
    let response = rewrite_response(&layer.variants, &head, response).await;
    if let Some(delay) = find_delay(&layer.variants, uptime) {
        tokio::time::sleep(delay).await;
    }
    vary_response_framing(&layer.variants, response)
}

/// Rewrites status and body; a body that is no JSON stays as it is.
async fn rewrite_response(
    variants: &VariantSet,
    request: &RequestHead,
    response: Response<Body>,
) -> Response<Body> {
    if !response.headers().contains_key(CONTENT_TYPE) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let bytes = match body.collect().await {
        Ok(whole) => whole.to_bytes(),
        // A body that breaks off goes on breaking off.
        Err(error) => {
            let broken = futures_util::stream::iter([Err::<Bytes, _>(error)]);
            return Response::from_parts(head, Body::from_stream(broken));
        }
    };
    let Ok(value) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    let mut value = value;
    if variants.has(Variant::StatusesOfHttp)
        && head.status == StatusCode::BAD_REQUEST
        && let Some(refusal) = find_http_refusal(request)
    {
        head.status = refusal.status;
        value = refusal.body_json();
    }
    let is_error = !head.status.is_success();
    if is_error && variants.has(Variant::Messages) {
        replace_message(&mut value, head.status);
    }
    if is_error && variants.has(Variant::InnerMessages) {
        replace_field_error_messages(&mut value);
    }
    let text = if is_error {
        serialize_error_body(variants, &value)
    } else {
        serialize_body(variants, &value)
    };
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(text))
}
