//! The input of requests, and the form of lists in responses.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::problem::Problem;

/// axum's `Json` for a request, whose refusals are a [`Problem`], too.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Problem> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Body(body)),
            Err(refusal) => Err(Problem::new(refusal.status(), refusal.body_text())),
        }
    }
}

/// axum's `Query`, in the same way.
pub struct Parameters<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Parameters<T>, Problem> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(parameters)) => Ok(Parameters(parameters)),
            Err(refusal) => Err(Problem::new(refusal.status(), refusal.body_text())),
        }
    }
}

/// For a field of a PATCH that may be NULL: absent is `None`, and `null` is `Some(None)`.
pub fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    value: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// A page of a list.
#[derive(Serialize)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
    /// The parameter `after` for the next page.
    pub next: Option<String>,
}
