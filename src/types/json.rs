//! `json`.

use serde_json::Value as Json;

use crate::value::{Binder, Row, Value};
use crate::{Error, Result};

impl Value for Json {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.json(&self.to_string())
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        let Some(text) = row.json(index)? else {
            return Ok(None);
        };
        match serde_json::from_str(text) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Error::decode(
                index,
                "JSON",
                format!("a text that is none: {error}"),
            )),
        }
    }
}
