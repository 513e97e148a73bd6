//! `bool`.

use crate::base::error::Result;
use crate::base::value::{Binder, Element, Row, Value};

impl Value for bool {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.bool(*self)
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.bool(index)
    }
}

impl Element for bool {}
