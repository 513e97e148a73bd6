//! The parameter of `run` of a batch: a tuple of calls, or a `Vec` of them.

use std::task::{Context, Poll};

use super::Queued;
use crate::base::error::{Error, Result};

/// Statements for [`Batch::run`](crate::Batch::run): a tuple of up to twelve calls on the batch, or
/// a `Vec` of calls with results of the same type.
///
/// Nothing else implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not statements of a batch",
    label = "neither a tuple of statements of the batch nor a `Vec` of them",
    note = "give each statement the batch instead of the connection, without `.await`: \
        `batch.run((User::find(1).one(&batch), Post::all().count(&batch)))`"
)]
pub trait BatchStatements: Send {
    /// The results of all of them.
    type Results: Send;

    /// Shows them, one after another.
    #[doc(hidden)]
    fn each(&mut self, see: &mut dyn FnMut(&mut dyn Slot));

    /// Their results, if all of them succeeded.
    #[doc(hidden)]
    fn results(self) -> Option<Self::Results>;
}

/// A call on a batch, whatever its result is.
pub trait Slot {
    /// Polls it, unless it is done.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()>;

    /// Whether it is done, with an error.
    fn has_failed(&self) -> bool;

    /// Its error.
    fn take_error(&mut self) -> Option<Error>;
}

#[diagnostic::do_not_recommend]
impl<T: Send> BatchStatements for Vec<Queued<'_, Result<T>>> {
    type Results = Vec<T>;

    fn each(&mut self, see: &mut dyn FnMut(&mut dyn Slot)) {
        self.iter_mut().for_each(|queued| see(queued));
    }

    fn results(self) -> Option<Vec<T>> {
        self.into_iter().map(Queued::into_value).collect()
    }
}

macro_rules! tuples {
    ($(($($ty:ident $call:ident),+),)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($ty: Send),+> BatchStatements for ($(Queued<'_, Result<$ty>>,)+) {
            type Results = ($($ty,)+);

            fn each(&mut self, see: &mut dyn FnMut(&mut dyn Slot)) {
                let ($($call,)+) = self;
                $(see($call);)+
            }

            fn results(self) -> Option<Self::Results> {
                let ($($call,)+) = self;
                Some(($($call.into_value()?,)+))
            }
        }
    )*};
}

tuples! {
    (A a),
    (A a, B b),
    (A a, B b, C c),
    (A a, B b, C c, D d),
    (A a, B b, C c, D d, E e),
    (A a, B b, C c, D d, E e, F f),
    (A a, B b, C c, D d, E e, F f, G g),
    (A a, B b, C c, D d, E e, F f, G g, H h),
    (A a, B b, C c, D d, E e, F f, G g, H h, I i),
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j),
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k),
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l),
}
