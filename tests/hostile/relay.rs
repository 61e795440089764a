//! A man in the middle: passes requests on to the reference server, and is hostile to some.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::answer::Answer;
use crate::message::Message;

/// Which requests a relay is hostile to, and how.
#[derive(Clone)]
pub(crate) enum Hostility {
    /// To requests whose first line begins so.
    To(&'static str, Answer),
    /// To all.
    ToAll(Answer),
    /// To all but requests whose first line begins so.
    ToAllBut(&'static str, Answer),
    /// At the first request whose first line begins so it dies: it drops the connection and listens no more, for this
    /// long or for good.
    DiesAt(&'static str, Option<Duration>),
    /// From the first request on whose first line begins so it takes every request and says nothing.
    FallsSilentAt(&'static str),
}

/// What a relay saw.
#[derive(Default)]
pub(crate) struct Seen {
    /// Requests that it was hostile to.
    pub(crate) hostile: AtomicUsize,
    died: AtomicBool,
    dying: Notify,
}

/// Listens before the server until the runtime ends; returns where.
pub(crate) async fn listen(upstream: SocketAddr, hostility: Hostility) -> (SocketAddr, Arc<Seen>) {
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut listener = TcpListener::bind(local).await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let seen = Arc::new(Seen::default());
    let told = Arc::clone(&seen);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                biased;
                () = told.dying.notified() => {
                    drop(listener);
                    let Hostility::DiesAt(_, Some(away)) = hostility else { return };
                    tokio::time::sleep(away).await;
                    listener = TcpListener::bind(address).await.expect("the port is still free");
                }
                accepted = listener.accept() => {
                    let Ok((stream, _)) = accepted else { continue };
                    let (hostility, told) = (hostility.clone(), Arc::clone(&told));
                    tokio::spawn(async move { serve(stream, upstream, &hostility, &told).await });
                }
            }
        }
    });
    (address, seen)
}

async fn serve(
    mut stream: TcpStream,
    upstream: SocketAddr,
    hostility: &Hostility,
    seen: &Seen,
) -> Option<()> {
    let request = Message::read(&mut stream).await?;
    let silence = Answer::Hold(Vec::new());
    let answer = match hostility {
        Hostility::To(start, answer) => request.begins(start).then_some(answer),
        Hostility::ToAll(answer) => Some(answer),
        Hostility::ToAllBut(start, answer) => (!request.begins(start)).then_some(answer),
        Hostility::FallsSilentAt(start) => {
            if request.begins(start) {
                seen.died.store(true, Ordering::SeqCst);
            }
            seen.died.load(Ordering::SeqCst).then_some(&silence)
        }
        Hostility::DiesAt(start, _) => {
            if request.begins(start) && !seen.died.swap(true, Ordering::SeqCst) {
                seen.dying.notify_one();
                return None;
            }
            None
        }
    };
    if let Some(answer) = answer {
        seen.hostile.fetch_add(1, Ordering::SeqCst);
        return answer
            .give(stream, &request, async || forward(upstream, &request).await)
            .await;
    }
    let truth = forward(upstream, &request).await?;
    stream.write_all(&truth).await.ok()?;
    stream.shutdown().await.ok()
}

async fn forward(upstream: SocketAddr, request: &Message) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(upstream).await.ok()?;
    stream.write_all(&request.bytes()).await.ok()?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.ok()?;
    Some(received)
}

impl Seen {
    /// How often the relay died.
    pub(crate) fn deaths(&self) -> usize {
        usize::from(self.died.load(Ordering::SeqCst))
    }
}
