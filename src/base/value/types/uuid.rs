//! `uuid`.

use uuid::Uuid;

use crate::base::error::Result;
use crate::base::value::{Binder, Element, Row, Value};

impl Value for Uuid {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.uuid(self.into_bytes())
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        Ok(row.uuid(index)?.map(Uuid::from_bytes))
    }
}

impl Element for Uuid {}
