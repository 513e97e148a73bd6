//! Tuples to which an item can be appended.

/// A tuple of up to three items to which `with` and `join` append another one.
#[diagnostic::on_unimplemented(message = "a statement can have at most four")]
pub trait Append<T> {
    /// The tuple with another item.
    type Output;

    /// Appends it.
    #[doc(hidden)]
    fn append(self, next: T) -> Self::Output;
}

/// The tuple `L` with a `T` at its end.
pub type Appended<L, T> = <L as Append<T>>::Output;

impl<T> Append<T> for () {
    type Output = (T,);

    fn append(self, next: T) -> (T,) {
        (next,)
    }
}

impl<A, T> Append<T> for (A,) {
    type Output = (A, T);

    fn append(self, next: T) -> (A, T) {
        (self.0, next)
    }
}

impl<A, B, T> Append<T> for (A, B) {
    type Output = (A, B, T);

    fn append(self, next: T) -> (A, B, T) {
        (self.0, self.1, next)
    }
}

impl<A, B, C, T> Append<T> for (A, B, C) {
    type Output = (A, B, C, T);

    fn append(self, next: T) -> (A, B, C, T) {
        (self.0, self.1, self.2, next)
    }
}
