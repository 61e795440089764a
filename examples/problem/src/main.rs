//! Serves notes on an address, by default 127.0.0.1:8080, and prints the tokens of its two accounts.

use std::io::{self, Write};

use problem::{Notes, TOKENS};

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let [owner, stranger] = TOKENS;
    writeln!(
        io::stdout(),
        "export BADREQ_TARGET=http://{} BADREQ_TOKEN={owner} BADREQ_STRANGER_TOKEN={stranger}",
        listener.local_addr()?
    )?;
    axum::serve(listener, Notes::default().router()).await
}
