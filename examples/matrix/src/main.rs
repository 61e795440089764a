//! Serves the API on port 8008.

use std::future::pending;
use std::io;

use matrix::Matrix;

#[tokio::main]
async fn main() -> io::Result<()> {
    let _matrix = Matrix::open(8008, None).await?;
    pending().await
}
