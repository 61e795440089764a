//! The ways in which requests can be counted.

/// The way in which requests are counted. The documentation gives the limits, and leaves this open.
///
/// ```
/// use badreq_reference::{LimiterAlgorithm, LimiterOptions, ServerOptions};
///
/// let limiter = LimiterOptions { algorithm: LimiterAlgorithm::FixedWindow, ..LimiterOptions::default() };
/// let options = ServerOptions { limiter, ..ServerOptions::default() };
/// # drop(options);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LimiterOptions {
    /// The algorithm by which requests are counted.
    pub algorithm: LimiterAlgorithm,
    /// What requests are counted by, next to their scope.
    pub counted_by: RateLimitKey,
    /// The wait that a refusal asks for.
    pub retry_wait: RetryAfterPolicy,
}

/// The algorithm by which requests are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimiterAlgorithm {
    /// A bucket of R that is refilled a little with every nanosecond.
    #[default]
    SteadyBucket,
    /// A bucket of R that is refilled one request at a time.
    TokenBucket,
    /// R requests are granted per second of the server's clock.
    FixedWindow,
    /// R requests are granted during any second.
    SlidingWindow,
    /// R requests are granted during any second, in which refused requests count as well.
    SlidingWindowWithRefusals,
}

/// What requests are counted by, next to their scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateLimitKey {
    /// The system whose token is sent; all others are counted together.
    #[default]
    Caller,
    /// The token as it was sent, whosever it is.
    Token,
    /// The address of the sender: the server listens on one machine only, so all are counted together.
    Address,
}

/// The wait that a refusal asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryAfterPolicy {
    /// The time until the next request is granted.
    #[default]
    Exact,
    /// The whole window, however soon the next request would be granted.
    WholeWindow,
}
