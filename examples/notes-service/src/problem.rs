//! What a client is told when something fails: a status, and a sentence as JSON.

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tablewright::Error;

/// An answer that is no success.
#[derive(Serialize)]
pub struct Problem {
    #[serde(skip)]
    pub status: StatusCode,
    #[serde(rename = "error")]
    pub message: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}

/// The same for every database, because the errors are.
impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let (status, message) = match &error {
            Error::NotFound(_) => (StatusCode::NOT_FOUND, "not found".to_owned()),
            Error::Unique(broken) => (
                StatusCode::CONFLICT,
                format!("another one has this {}", broken.columns.join(", ")),
            ),
            Error::ForeignKey(broken) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                format!("{}: there is none", broken.columns.join(", ")),
            ),
            Error::Check(broken) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                format!("{}: not allowed", broken.columns.join(", ")),
            ),
            Error::Value(refused) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                format!("{}: {}", refused.column, refused.reason),
            ),
            Error::Busy(_)
            | Error::Conflict(_)
            | Error::Timeout(_)
            | Error::Connect(_)
            | Error::Lost(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "try again later".to_owned(),
            ),
            _ => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "something went wrong here".to_owned(),
            ),
        };
        if status.is_server_error() {
            eprintln!("{error}"); // for the log; a client learns nothing about the inside
        }
        Problem { status, message }
    }
}

/// axum's `Json` for a request, whose refusals are a `Problem` too.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Body(body)),
            Err(refusal) => Err(Problem {
                status: refusal.status(),
                message: refusal.body_text(),
            }),
        }
    }
}
