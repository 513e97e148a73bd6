//! Comments.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use tablewright::Database;

use crate::access::{self, Caller};
use crate::input::Body;
use crate::models::{Comment, NewComment, Role};
use crate::problem::Problem;

#[derive(Deserialize)]
pub struct CommentInput {
    body: String,
}

pub async fn create(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(issue_id): Path<i64>,
    Body(input): Body<CommentInput>,
) -> Result<(StatusCode, Json<Comment>), Problem> {
    access::issue(issue_id, Role::Viewer, &user, &db).await?;
    let new = NewComment {
        issue_id,
        author_id: user.id,
        body: input.body.into(),
    };
    Ok((
        StatusCode::CREATED,
        Json(Comment::insert(new).one(&db).await?),
    ))
}
