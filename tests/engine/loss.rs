//! A target that is lost in the middle of a run: it drops connections, falls silent, or something else responds in its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use badreq::fixture::{Journal, LoadedJournal, list_journals};
use badreq::outcome::{ConformanceConclusion, RunEnding, RunEvent, Verdict};
use badreq::run::undo_past_run;
use rstest::rstest;

use crate::engine::bench::{Run, assert_untouched, inputs, names, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, altering, meddling};

/// The most requests that a run sends to a target that is lost; a whole run sends thousands.
const MOST_IN_VAIN: usize = 150;

/// What a request gets from a target that is lost.
#[derive(Clone, Copy, Debug)]
enum Loss {
    Reset,
    Silence,
    GatewayPage,
    Redirect,
    LoginPage,
}

impl Loss {
    async fn respond(self, call: &Message) -> Option<Message> {
        let (status, body) = match self {
            Self::Reset => return None,
            Self::Silence => {
                tokio::time::sleep(Duration::from_secs(600)).await;
                return None;
            }
            Self::GatewayPage => (502, "<h1>Bad gateway</h1>"),
            Self::Redirect => (302, ""),
            Self::LoginPage => (200, "<!DOCTYPE html><title>Sign in</title>"),
        };
        let mut page = Message::answer(status, body);
        page.set("content-type", "text/html");
        page.set("location", "https://login.example/");
        if call.method() == "HEAD" {
            page.set_body("");
        }
        Some(page)
    }
}

/// The life of a target: the number of requests that it still serves, and of those that came after them.
#[derive(Debug)]
struct Life {
    left: AtomicUsize,
    in_vain: AtomicUsize,
}

impl Life {
    fn endless() -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(usize::MAX),
            in_vain: AtomicUsize::new(0),
        })
    }

    fn serve_only(&self, requests: usize) {
        self.left.store(requests, Ordering::SeqCst);
    }

    fn serve_again(&self) {
        self.serve_only(usize::MAX);
    }

    fn in_vain(&self) -> usize {
        self.in_vain.load(Ordering::SeqCst)
    }

    fn serves_one_more(&self) -> bool {
        let take = |left: usize| left.checked_sub(1);
        let served = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take);
        if served.is_err() {
            self.in_vain.fetch_add(1, Ordering::SeqCst);
        }
        served.is_ok()
    }
}

fn mortal(loss: Loss, life: &Arc<Life>) -> Meddler {
    let life = Arc::clone(life);
    meddling(move |upstream, call| {
        let is_served = life.serves_one_more();
        async move {
            if is_served {
                upstream.forward(&call).await
            } else {
                loss.respond(&call).await
            }
        }
    })
}

/// An empty folder for the journals of one test.
fn journal_folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("loss")
        .join(test);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }
    folder
}

/// A run with a journal that does not wait long for a response.
fn journaled(mut run: Run, folder: &Path) -> Run {
    run.options.journal_dir = Some(folder.to_owned());
    run.patience = Duration::from_secs(2);
    run
}

/// Undoes what the journal in this folder lists; nothing may be left then.
async fn clean_up(run: &Run, folder: &Path) {
    for path in list_journals(folder).expect("the folder can be read") {
        let journal = Journal::try_reopen(&path).expect("it can be opened");
        let past = LoadedJournal::load(&path).expect("it can be read");
        let past = past.expect("it has records");
        let journal = journal.expect("its run is over");
        let contract = &inputs(run.edition).0;
        let recovery = undo_past_run(contract, run.client(), &past, journal).await;
        let recovery = recovery.expect("the tokens are those of the run");
        assert_eq!(recovery.leftovers, []);
        assert!(!path.exists());
    }
}

#[rstest]
#[tokio::test]
async fn a_target_that_is_lost_ends_the_run_and_a_cleanup_settles_its_journal(
    #[values(
        Loss::Reset,
        Loss::Silence,
        Loss::GatewayPage,
        Loss::Redirect,
        Loss::LoginPage
    )]
    loss: Loss,
    #[values(1, 7, 50, 400)] after: usize,
) {
    let server = server().await;
    let before = server.dump_state();
    let life = Life::endless();
    let proxy = Proxy::start(&server, mortal(loss, &life)).await;
    let folder = journal_folder(&format!("{loss:?}-{after}"));
    let run = journaled(Run::through(&server, &proxy.url), &folder);
    let outcome = run
        .telling(&[], &["rate_limits", "transport"], |event| {
            if let RunEvent::RunStarted { .. } = event {
                life.serve_only(after);
            }
        })
        .await;
    assert_eq!(outcome.ended, RunEnding::TargetLost);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::TargetUnusable);
    assert!(life.in_vain() <= MOST_IN_VAIN, "{}", life.in_vain());
    assert!(!names(&outcome, Verdict::is_skipped).is_empty());
    let open = outcome.receipt.made - outcome.receipt.undone;
    assert!(outcome.leftovers.len() as u64 >= open);

    life.serve_again();
    clean_up(&run, &folder).await;
    assert_untouched(&before, &server);
}

#[rstest]
#[tokio::test]
async fn undoing_ends_too_when_the_target_is_lost_meanwhile(
    #[values(
        Loss::Reset,
        Loss::Silence,
        Loss::GatewayPage,
        Loss::Redirect,
        Loss::LoginPage
    )]
    loss: Loss,
) {
    let server = server().await;
    let before = server.dump_state();
    let life = Life::endless();
    let proxy = Proxy::start(&server, mortal(loss, &life)).await;
    let folder = journal_folder(&format!("{loss:?}-while-undoing"));
    let run = journaled(Run::through(&server, &proxy.url), &folder);
    let only = &["references/member-unknown-*", "references/group-unknown-*"];
    let outcome = run
        .telling(only, &[], |event| {
            if let RunEvent::CleanupStarted { .. } = event {
                life.serve_only(0);
            }
        })
        .await;
    let open = outcome.receipt.made - outcome.receipt.undone;
    assert!(open > 0);
    assert_eq!(outcome.leftovers.len() as u64, open);
    assert!(life.in_vain() <= MOST_IN_VAIN, "{}", life.in_vain());

    life.serve_again();
    clean_up(&run, &folder).await;
    assert_untouched(&before, &server);
}

/// What it says in place of the model is a defect of its own, and the identity is still answered.
#[tokio::test]
async fn a_server_whose_errors_are_pages_is_still_there() {
    let server = server().await;
    let meddler = altering(|_, answer| {
        if answer.status() >= 400 {
            answer.set("content-type", "text/html");
            answer.set_body("<h1>Oops</h1>");
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let folder = journal_folder("pages");
    let run = journaled(Run::through(&server, &proxy.url), &folder);
    let outcome = run.only(&["messages", "references/member-*"]).await;
    assert_eq!(outcome.ended, RunEnding::Complete);
    assert_eq!(of(&outcome, "messages/one").verdict, Verdict::Fail);
}

#[tokio::test]
async fn one_request_that_is_never_answered_fails_its_case_and_no_other() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        if call.target() == "/messages/1" {
            return Loss::Silence.respond(&call).await;
        }
        upstream.forward(&call).await
    });
    let proxy = Proxy::start(&server, meddler).await;
    let folder = journal_folder("one-request");
    let run = journaled(Run::through(&server, &proxy.url), &folder);
    let outcome = run.only(&["messages"]).await;
    assert_eq!(outcome.ended, RunEnding::Complete);
    assert_eq!(
        names(&outcome, |verdict| *verdict == Verdict::Fail),
        ["messages/one"]
    );
}
