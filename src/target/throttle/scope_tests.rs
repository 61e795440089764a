use rstest::rstest;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const ORDINARY: Urgency = Urgency::Ordinary;
const URGENT: Urgency = Urgency::Urgent;

fn ten_per_second_throttle() -> ScopeThrottle {
    ScopeThrottle::with_limit(SECOND, 10)
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[rstest]
#[case::reads(10, 101)]
#[case::updates(3, 335)]
#[tokio::test(start_paused = true)]
async fn requests_leave_evenly_a_little_slower_than_the_limit(
    #[case] limit: u32,
    #[case] spacing: u64,
) {
    let pace = ScopeThrottle::with_limit(SECOND, limit);
    let start = Instant::now();
    for expected in 0..25 {
        drop(pace.acquire_permit(ORDINARY).await);
        let after = start.elapsed();
        // Timers have a resolution of one millisecond.
        assert!(
            after >= ms(expected * spacing) && after <= ms(expected * (spacing + 2)),
            "{after:?}"
        );
    }
    assert!(pace.traffic().peak_per_second <= u64::from(limit));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_limited_does_not_wait() {
    let pace = ScopeThrottle::without_limit();
    let start = Instant::now();
    for _ in 0..100 {
        drop(pace.acquire_permit(ORDINARY).await);
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(
        pace.traffic(),
        RateLimitScopeCounts {
            sent: 100,
            peak_per_second: 100,
            waited_ms: 0
        }
    );
}

#[tokio::test(start_paused = true)]
async fn after_a_burst_the_window_is_waited_out() {
    let pace = ten_per_second_throttle();
    for _ in 0..22 {
        drop(pace.acquire_permit_immediately());
    }
    let start = Instant::now();
    drop(pace.acquire_permit(ORDINARY).await);
    assert!(start.elapsed() >= SECOND, "{:?}", start.elapsed());
    assert_eq!(pace.traffic().peak_per_second, 22);
}

#[tokio::test(start_paused = true)]
async fn a_hold_keeps_back_even_who_waits_already() {
    let pace = ten_per_second_throttle();
    drop(pace.acquire_permit(ORDINARY).await);
    let start = Instant::now();
    let hold = async {
        tokio::time::sleep(ms(50)).await;
        pace.pause_for(ms(700));
        pace.pause_for(ms(10));
    };
    tokio::join!(async { drop(pace.acquire_permit(ORDINARY).await) }, hold);
    assert!(start.elapsed() >= ms(750), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_waiting_holds_up_nobody_and_is_not_counted() {
    let pace = ten_per_second_throttle();
    drop(pace.acquire_permit(ORDINARY).await);
    let start = Instant::now();
    let gave_up = tokio::time::timeout(ms(20), pace.acquire_permit(ORDINARY)).await;
    assert!(gave_up.is_err());
    drop(pace.acquire_permit(ORDINARY).await);
    assert!(start.elapsed() < ms(110), "{:?}", start.elapsed());
    assert_eq!(pace.traffic().sent, 2);
}

#[tokio::test(start_paused = true)]
async fn requests_leave_in_the_order_in_which_they_asked() {
    let pace = ten_per_second_throttle();
    let order = Mutex::new(Vec::new());
    let ask = |name: u8| {
        let (pace, order) = (&pace, &order);
        async move {
            drop(pace.acquire_permit(ORDINARY).await);
            order.lock().expect("nobody panicked").push(name);
        }
    };
    tokio::join!(ask(1), ask(2), ask(3), ask(4));
    assert_eq!(*order.lock().expect("nobody panicked"), [1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn time_held_back_is_counted_once() {
    let pace = ten_per_second_throttle();
    let asks = (0..3).map(|_| pace.acquire_permit(ORDINARY));
    drop(futures_util::future::join_all(asks).await);
    let waited = pace.traffic().throttle_wait_time();
    assert!(waited >= ms(202) && waited <= ms(206), "{waited:?}");
}

/// Sends a request whose response arrives after this time, and returns when it was sent.
async fn answered_after(pace: &ScopeThrottle, urgency: Urgency, time: Duration) -> Instant {
    let under_way = pace.acquire_permit(urgency).await;
    let left = Instant::now();
    tokio::time::sleep(time).await;
    drop(under_way);
    left
}

/// The server may have received each request right before its response, and the first one of the next window right when it left.
#[rstest]
#[case::at_once(0)]
#[case::slow(120)]
#[case::slower_than_the_window(1700)]
#[tokio::test(start_paused = true)]
async fn a_request_leaves_a_window_after_the_answer_of_the_one_a_limit_before(#[case] time: u64) {
    let pace = ScopeThrottle::with_limit(SECOND, 3);
    let asks = (0..12).map(|_| answered_after(&pace, URGENT, ms(time)));
    let left = futures_util::future::join_all(asks).await;
    for (first, fourth) in left.iter().zip(&left[3..]) {
        let gap = fourth.duration_since(*first);
        assert!(gap >= ms(time) + SECOND, "{gap:?}");
        assert!(gap <= ms(time) + ms(1010), "{gap:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_without_an_answer_is_waited_for_until_it_is_given_up() {
    let pace = ScopeThrottle::with_limit(SECOND, 2);
    let start = Instant::now();
    let hanging = pace.acquire_permit(URGENT).await;
    drop(pace.acquire_permit(URGENT).await);
    let give_up = async {
        tokio::time::sleep(ms(5000)).await;
        drop(hanging);
    };
    tokio::join!(give_up, async { drop(pace.acquire_permit(URGENT).await) });
    assert!(start.elapsed() >= ms(6000), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_urgent_request_goes_before_ordinary_ones_that_wait_already() {
    let pace = ScopeThrottle::with_limit(SECOND, 1);
    let order = Mutex::new(Vec::new());
    let ask = |name: &'static str, urgency, after: u64| {
        let (pace, order) = (&pace, &order);
        async move {
            tokio::time::sleep(ms(after)).await;
            drop(pace.acquire_permit(urgency).await);
            order.lock().expect("nobody panicked").push(name);
        }
    };
    tokio::join!(
        ask("first", ORDINARY, 0),
        ask("second", ORDINARY, 0),
        ask("third", ORDINARY, 0),
        ask("urgent", URGENT, 10),
        ask("urgent again", URGENT, 20),
    );
    assert_eq!(
        *order.lock().expect("nobody panicked"),
        ["first", "urgent", "urgent again", "second", "third"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_urgent_request_that_gives_up_keeps_nobody_waiting() {
    let pace = ScopeThrottle::with_limit(SECOND, 1);
    drop(pace.acquire_permit(ORDINARY).await);
    let start = Instant::now();
    tokio::join!(async { drop(pace.acquire_permit(ORDINARY).await) }, async {
        let gave_up = tokio::time::timeout(ms(20), pace.acquire_permit(URGENT)).await;
        assert!(gave_up.is_err());
    },);
    assert!(start.elapsed() < ms(1010), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn urgent_requests_use_what_the_limit_left_over() {
    let pace = ScopeThrottle::with_limit(SECOND, 3);
    let start = Instant::now();
    for _ in 0..3 {
        drop(pace.acquire_permit(URGENT).await);
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    drop(pace.acquire_permit(URGENT).await);
    assert!(start.elapsed() >= ms(1005), "{:?}", start.elapsed());
    assert_eq!(pace.traffic().peak_per_second, 3);
}
