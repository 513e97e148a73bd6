//! Drops futures before they are complete.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

/// Drops a future at its n-th poll, counted from 0. Returns whether it was complete by then.
pub async fn give_up<T>(future: impl Future<Output = T>, polls: usize) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}
