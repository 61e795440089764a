//! How answers are written, framed, delayed and sent.

mod delay;
mod framing;
mod header_case;
mod messages;
mod request_head;
mod statuses;
mod variant_wire;
mod writing;

pub(super) use variant_wire::VariantWire;
