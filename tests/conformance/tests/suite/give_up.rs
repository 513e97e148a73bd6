//! Drops a future after some time.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Polls a future this number of times, with a pause after each, and drops it.
pub async fn give_up_after<T>(polls: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..polls {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
        tokio::task::yield_now().await;
    }
    None
}
