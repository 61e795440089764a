//! Every error of the server is as documented: a test of its own for each case.

use badreq::{Conformance, ConformanceError};

fn main() -> Result<(), ConformanceError> {
    Conformance::new("contract/")
        .serve(notes::router())
        .actor("owner", "token-of-ann")
        .actor("stranger", "token-of-bob")
        .test_each_case()
}
