//! What came of each kind, as a table.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::stage::{Kind, Tried};

/// Tries all kinds, so many side by side, and prints a row for each.
pub(crate) fn print(kinds: &[Kind], side_by_side: usize) {
    let tried: Vec<Mutex<Option<Tried>>> = kinds.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..side_by_side {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::SeqCst);
                    let (Some(kind), Some(slot)) = (kinds.get(index), tried.get(index)) else {
                        return;
                    };
                    *slot.lock().expect("nobody panicked") = Some(kind.try_out());
                }
            });
        }
    });
    println!(
        "| kind | what it does | verdict | whose fault | exit | seconds | peak MB | as expected |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (kind, tried) in kinds.iter().zip(tried) {
        if let Some(tried) = tried.into_inner().expect("nobody panicked") {
            println!("{}", row(kind, &tried));
        }
    }
}

fn row(kind: &Kind, tried: &Tried) -> String {
    let ended = &tried.ended;
    let exit = ended
        .status
        .map_or("none".to_owned(), |status| status.to_string());
    let peak = ended
        .peak
        .map_or("?".to_owned(), |peak| (peak / 1_000_000).to_string());
    let is_right = if tried.findings.is_empty() {
        "yes"
    } else {
        "no"
    };
    format!(
        "| {} | {} | {} | {} | {exit} | {:.1} | {peak} | {is_right} |",
        kind.name,
        kind.about,
        tried.verdict,
        tried.blame,
        ended.took.as_secs_f64()
    )
}
