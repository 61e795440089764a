//! Every error of the server is as documented.

use badreq::{Conformance, ConformanceError};

#[tokio::test]
async fn the_server_keeps_its_contract() -> Result<(), ConformanceError> {
    Conformance::new("contract/")
        .serve(notes::router())
        .actor("owner", "token-of-ann")
        .actor("stranger", "token-of-bob")
        .run()
        .await?
        .assert_conforms();
    Ok(())
}
