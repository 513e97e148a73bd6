//! The modes of connections, blocking and async, as types.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// The mode of a connection, blocking or async: [`Blocking`] or [`Async`]. The calls
/// on a batch are queued: [`Batched`](crate::Batched).
///
/// Nothing else implements it.
pub trait Mode: Sealed + Send + Sync + 'static {
    /// The output of a call: `T` itself, or a future of `T`.
    type Output<'c, T: Send + 'c>: 'c;

    /// Converts a driver's future to the output.
    #[doc(hidden)]
    fn finish<'c, T: Send + 'c>(work: impl Future<Output = T> + Send + 'c) -> Self::Output<'c, T>;
}

/// Prevents other implementations of [`Mode`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a mode of a connection",
    note = "the modes are `Async` and `Blocking`"
)]
pub trait Sealed {}

/// The mode in which calls block and return the result itself.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}

/// The mode in which calls return a future of the result.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

#[diagnostic::do_not_recommend]
impl Sealed for Blocking {}
#[diagnostic::do_not_recommend]
impl Sealed for Async {}

impl Mode for Blocking {
    type Output<'c, T: Send + 'c> = T;

    #[inline]
    fn finish<'c, T: Send + 'c>(work: impl Future<Output = T> + Send + 'c) -> T {
        let mut work = pin!(work);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            // A blocking driver's future is always ready at the first poll.
            if let Poll::Ready(value) = work.as_mut().poll(&mut context) {
                return value;
            }
            std::thread::yield_now();
        }
    }
}

impl Mode for Async {
    type Output<'c, T: Send + 'c> = Pending<'c, T>;

    #[inline]
    fn finish<'c, T: Send + 'c>(work: impl Future<Output = T> + Send + 'c) -> Pending<'c, T> {
        Pending(Box::pin(work))
    }
}

/// The future of a call on an async connection. It does nothing until it is awaited.
#[must_use = "nothing happens until it is awaited: add `.await`"]
pub struct Pending<'c, T>(Pin<Box<dyn Future<Output = T> + Send + 'c>>);

impl<T> Future for Pending<'_, T> {
    type Output = T;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Pending<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}
