//! Checks with a baseline.

use badreq::ConformanceReport;
use badreq::baseline::{BaselineDraft, CalendarDay};
use badreq::outcome::ConformanceConclusion;
use badreq_reference::ReferenceServer;

use crate::library::support::{check, folder, panic_message, server};

/// Some cases of one row.
const CASES: &str = "membership_lists/add-an-unknown-member-by-*";

async fn report(server: &ReferenceServer, baseline: Option<&std::path::Path>) -> ConformanceReport {
    let check = check(server, "known-journal").select(CASES);
    let check = match baseline {
        Some(file) => check.baseline(file),
        None => check,
    };
    check.run().await.expect("the server can be checked")
}

#[tokio::test]
async fn a_known_failure_passes_and_an_entry_that_no_longer_holds_fails() {
    let broken = server(&["20003:status=400"]).await;
    let first = report(&broken, None).await;
    assert_eq!(
        first.outcome().conclusion(),
        ConformanceConclusion::DoesNotConform
    );

    let folder = folder("known");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let file = folder.join("baseline.toml");
    let today = CalendarDay::new(2026, 1, 1).expect("it is a day");
    let page = BaselineDraft::from_run(first.outcome(), None).render(today);
    std::fs::write(&file, page).expect("it can be written");
    report(&broken, Some(&file)).await.assert_conforms();

    let sound = server(&[]).await;
    let mended = report(&sound, Some(&file)).await;
    assert_eq!(
        mended.outcome().conclusion(),
        ConformanceConclusion::StaleBaseline
    );
    let message = panic_message(&mended);
    assert!(message.contains("baseline.toml:"), "{message}");
    assert!(message.contains("is fixed"), "{message}");
}
