//! The response to a client after an error: a status, and JSON with a sentence and the fields.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tablewright::{Error, ValidationError, Violation};

use crate::models::Role;

/// An answer that is no success.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(skip)]
    status: StatusCode,
    error: String,
    /// The fields of the request that violate constraints.
    fields: Vec<FieldProblem>,
}

#[derive(Debug, Serialize)]
struct FieldProblem {
    field: String,
    rule: &'static str,
    message: String,
}

impl Problem {
    pub fn new(status: StatusCode, error: impl Into<String>) -> Problem {
        Problem {
            status,
            error: error.into(),
            fields: Vec::new(),
        }
    }

    pub fn unauthorized() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "the header `x-user` has no user")
    }

    pub fn forbidden(least: Role) -> Problem {
        Problem::new(
            StatusCode::FORBIDDEN,
            format!("this needs the role {least}"),
        )
    }

    /// One field violates one constraint.
    pub fn field(field: &str, rule: &'static str, message: impl Into<String>) -> Problem {
        Problem::fields([FieldProblem {
            field: field.to_owned(),
            rule,
            message: message.into(),
        }])
    }

    fn fields(fields: impl IntoIterator<Item = FieldProblem>) -> Problem {
        Problem {
            fields: fields.into_iter().collect(),
            ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "the request is not valid")
        }
    }

    /// A constraint of the database, which may have several columns.
    fn violation(broken: &Violation, rule: &'static str, message: &str) -> Problem {
        Problem::fields(broken.columns.iter().map(|column| FieldProblem {
            field: column.clone(),
            rule,
            message: message.to_owned(),
        }))
    }
}

/// The same for every database, because the errors are.
impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match &error {
            Error::NotFound(table) => {
                Problem::new(StatusCode::NOT_FOUND, format!("{table}: not found"))
            }
            Error::Stale(_) => Problem::new(
                StatusCode::CONFLICT,
                "another request has changed it: read it again",
            ),
            Error::Unique(broken) => Problem {
                status: StatusCode::CONFLICT,
                ..Problem::violation(broken, "unique", "is taken")
            },
            Error::Validation(errors) => Problem::fields(errors.iter().map(FieldProblem::from)),
            Error::ForeignKey(broken) => Problem::violation(broken, "reference", "does not exist"),
            Error::Check(broken) => Problem::violation(broken, "check", "is not allowed"),
            Error::Value(refused) if refused.column.is_empty() => {
                Problem::new(StatusCode::BAD_REQUEST, &refused.reason)
            }
            Error::Value(refused) => Problem::field(&refused.column, "type", &refused.reason),
            Error::Busy(_)
            | Error::Conflict(_)
            | Error::Timeout(_)
            | Error::Connect(_)
            | Error::Lost(_) => {
                tracing::warn!(%error);
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "try again later")
            }
            _ => {
                tracing::error!(%error); // a client learns nothing about the inside
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error")
            }
        }
    }
}

impl From<&ValidationError> for FieldProblem {
    fn from(error: &ValidationError) -> FieldProblem {
        FieldProblem {
            field: error.field.to_owned(),
            rule: error.rule.word(),
            message: error.message.clone(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}
