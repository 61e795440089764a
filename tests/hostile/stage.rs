//! A kind of hostility, and a run against it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use badreq_reference::{ReferenceServer, ServerOptions, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::{Builder, Runtime};

use crate::child::{self, Ended};
use crate::expectation::{Cases, Expectation, fared, findings};
use crate::relay::{self, Hostility};
use crate::secured;

/// A kind of hostile server or bad network.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) place: Place,
    pub(crate) cases: Cases,
    pub(crate) expected: Expectation,
}

/// What the run is pointed at.
pub(crate) enum Place {
    /// A relay before the reference server.
    Relay(Hostility),
    /// A relay that sends whoever asks so to another host, which nobody must ask.
    Elsewhere(&'static str),
    /// A port on which nobody listens.
    Nobody,
    /// A host without an address.
    Nowhere,
    /// A listener that lets nobody in any more.
    Full,
    /// HTTPS, where a relay before the reference server speaks without TLS.
    Plain,
    /// HTTPS, with a certificate that nobody vouches for.
    SelfSigned,
}

/// What came of a run.
pub(crate) struct Tried {
    pub(crate) ended: Ended,
    pub(crate) verdict: String,
    pub(crate) blame: String,
    pub(crate) findings: Vec<String>,
}

impl Kind {
    /// Sets the stage, runs the command against it, and says what came of it.
    pub(crate) fn try_out(&self) -> Tried {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.expect("the system has threads");
        let server = runtime
            .block_on(start(ServerOptions::default()))
            .expect("a port is free");
        let before = server.dump_state();
        let (url, mut watch) = self.set(&runtime, &server);
        let seeds = server.seed_values();
        let ended = child::call(&arguments(&url, &server, &self.cases));
        let secrets = [seeds.token.as_str(), seeds.stranger_token.as_str()];
        let mut findings = findings(&ended, &self.expected, &self.cases, &secrets);
        findings.extend(watch());
        let is_told = ended.report()["outcome"]["leftovers"]
            .as_array()
            .is_some_and(|left| !left.is_empty());
        if server.dump_state() != before && !is_told {
            findings.push("the server is not as it was, and nobody says so".to_owned());
        }
        let fared = fared(&ended, self.cases.victim);
        runtime.shutdown_background();
        Tried {
            ended,
            verdict: fared.verdict,
            blame: fared.blame,
            findings,
        }
    }

    /// Builds what the run is pointed at; returns the base URL, and what to ask afterwards.
    fn set(
        &self,
        runtime: &Runtime,
        server: &ReferenceServer,
    ) -> (String, Box<dyn FnMut() -> Option<String>>) {
        let upstream = address(server);
        let content = || Box::new(|| None);
        let relayed = |hostility| runtime.block_on(relay::listen(upstream, hostility));
        match &self.place {
            Place::Relay(hostility) => {
                let (address, seen) = relayed(hostility.clone());
                let has_met = move || {
                    let count = seen.hostile.load(Ordering::SeqCst) + seen.deaths();
                    (count == 0).then(|| "nobody met the hostility".to_owned())
                };
                (format!("http://{address}/v2"), Box::new(has_met))
            }
            Place::Elsewhere(start) => {
                let (address, asked) = runtime.block_on(count_connections());
                let head = format!("302 Found\r\nlocation: http://{address}/v2/messages/1");
                let answer = crate::answer::Answer::of(&head, "");
                let (relay, _) = relayed(Hostility::To(start, answer));
                let was_asked = move || {
                    let count = asked.load(Ordering::SeqCst);
                    (count > 0).then(|| format!("the other host was asked {count} times"))
                };
                (format!("http://{relay}/v2"), Box::new(was_asked))
            }
            Place::Nobody => {
                // Bound, so that nobody else gets the port, and not listening.
                let socket = TcpSocket::new_v4().expect("there are sockets");
                let local = SocketAddr::from(([127, 0, 0, 1], 0));
                socket.bind(local).expect("a port is free");
                let address = socket.local_addr().expect("it is bound");
                let hold = move || {
                    let _socket = &socket;
                    None
                };
                (format!("http://{address}/v2"), Box::new(hold))
            }
            Place::Nowhere => ("http://nowhere.invalid/v2".to_owned(), content()),
            Place::Full => {
                let (address, held) = runtime.block_on(full());
                let hold = move || {
                    let _held = &held;
                    None
                };
                (format!("http://{address}/v2"), Box::new(hold))
            }
            Place::Plain => {
                let address = runtime.block_on(plain());
                (format!("https://{address}/v2"), content())
            }
            Place::SelfSigned => {
                let address = runtime.block_on(secured::listen());
                (format!("https://{address}/v2"), content())
            }
        }
    }
}

fn address(server: &ReferenceServer) -> SocketAddr {
    let url = server.url();
    let address = url.trim_start_matches("http://").trim_end_matches("/v2");
    address
        .parse()
        .expect("the reference server has such a URL")
}

fn arguments(url: &str, server: &ReferenceServer, cases: &Cases) -> Vec<String> {
    let seeds = server.seed_values();
    let mut args: Vec<String> = [
        "run",
        "--format",
        "json",
        "--limits",
        "none",
        "--timeout",
        "4",
    ]
    .map(str::to_owned)
    .to_vec();
    args.extend(["--target".to_owned(), url.to_owned()]);
    args.extend(["--token".to_owned(), seeds.token.clone()]);
    args.extend(["--stranger-token".to_owned(), seeds.stranger_token.clone()]);
    for (name, value) in seeds.operator_values() {
        args.extend(["--value".to_owned(), format!("{name}={value}")]);
    }
    args.push(cases.victim.to_owned());
    let beside = cases.others.iter().chain(cases.besides);
    args.extend(beside.map(|pattern| (*pattern).to_owned()));
    args
}

/// A host that counts who connects to it.
async fn count_connections() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, count)
}

/// A listener whose line is full; what holds it full is returned.
async fn full() -> (SocketAddr, (TcpListener, Vec<TcpStream>)) {
    let socket = TcpSocket::new_v4().expect("there are sockets");
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(local).expect("a port is free");
    let listener = socket.listen(1).expect("it can listen");
    let address = listener.local_addr().expect("it is bound");
    let mut held = Vec::new();
    let moment = std::time::Duration::from_millis(200);
    while let Ok(Ok(stream)) = tokio::time::timeout(moment, TcpStream::connect(address)).await {
        held.push(stream);
    }
    (address, (listener, held))
}

/// A server that takes everything for HTTP that it does not understand.
async fn plain() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut hello = [0; 16];
                stream.read_exact(&mut hello).await.ok()?;
                stream
                    .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    .await
                    .ok()?;
                stream.shutdown().await.ok()
            });
        }
    });
    address
}
