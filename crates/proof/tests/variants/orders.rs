//! Other orders of judging: requests with two defects.

use badreq_proof::Variant;
use rstest::rstest;

use crate::variants::client::{Sender, assert_rows};

#[rstest]
#[case::body(Variant::BodyFirst, Sender::Anonymous, "PATCH /members/{member}", "{", ["0/401", "0/400"])]
#[case::query(Variant::QueryFirst, Sender::Anonymous, "GET /systems/@me/guilds/x", "", ["0/401", "0/400"])]
#[case::existence(Variant::ExistenceFirst, Sender::Anonymous, "DELETE /members/qqqqqq", "", ["0/401", "20002"])]
#[case::owner(Variant::OwnerLast, Sender::Stranger, "PATCH /members/{member}", "{", ["30006", "0/400"])]
#[tokio::test]
async fn the_other_defect_is_reported(
    #[case] variant: Variant,
    #[case] sender: Sender,
    #[case] request: &str,
    #[case] body: &str,
    #[case] rows: [&str; 2],
) {
    assert_rows(variant, sender, request, body, rows).await;
}
