//! Parallel work on threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;

/// Does the work for each item on up to `jobs` threads; results are in the order of the items.
///
/// Threads take the items in order, so the longest ones should come first.
pub fn map_in_parallel<I: Sync, R: Send>(
    jobs: NonZeroUsize,
    items: &[I],
    work: impl Fn(&I) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.get().min(items.len()))
            .map(|_| scope.spawn(take))
            .collect();
        threads.into_iter().flat_map(join_thread).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Joins a thread and returns its result; panics if it panicked.
pub fn join_thread<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::map_in_parallel;

    #[test]
    fn results_stand_in_the_order_of_the_items_whoever_is_done_first() {
        let jobs = NonZeroUsize::new(4).expect("four is not zero");
        let items: Vec<u64> = (0..20).rev().collect();
        let results = map_in_parallel(jobs, &items, |item| {
            std::thread::sleep(std::time::Duration::from_millis(*item));
            item * 2
        });
        assert_eq!(
            results,
            items.iter().map(|item| item * 2).collect::<Vec<_>>()
        );
    }

    #[test]
    fn without_items_there_is_nothing_to_do() {
        let none: [u64; 0] = [];
        assert_eq!(
            map_in_parallel(NonZeroUsize::MIN, &none, |item| *item),
            none
        );
    }
}
