//! Attachments: a list reads all columns except the content.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use tablewright::jiff::Timestamp;
use tablewright::query::Selection;
use tablewright::{Database, fields};

use crate::access::{self, Caller};
use crate::input::Parameters;
use crate::models::{Attachment, NewAttachment, Role};
use crate::problem::Problem;

/// An attachment without its content.
#[derive(Clone, Serialize)]
pub struct AttachmentLine {
    id: i64,
    name: String,
    media_type: String,
    created_at: Timestamp,
}

/// The columns of an [`AttachmentLine`].
pub fn line() -> impl Selection<Attachment, Row = AttachmentLine> {
    fields!(AttachmentLine {
        id: Attachment::ID,
        name: Attachment::NAME,
        media_type: Attachment::MEDIA_TYPE,
        created_at: Attachment::CREATED_AT,
    })
}

#[derive(Deserialize)]
pub struct AttachmentQuery {
    name: String,
}

/// The body is the content, and its `content-type` is kept.
pub async fn create(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(issue_id): Path<i64>,
    Parameters(query): Parameters<AttachmentQuery>,
    headers: HeaderMap,
    content: Bytes,
) -> Result<(StatusCode, Json<AttachmentLine>), Problem> {
    access::issue(issue_id, Role::Member, &user, &db).await?;
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let new = NewAttachment {
        issue_id,
        name: query.name.into(),
        media_type: media_type.unwrap_or("application/octet-stream").into(),
        content: content.as_ref().into(),
    };
    let attachment = Attachment::insert(new).one(&db).await?;
    let line = AttachmentLine {
        id: attachment.id,
        name: attachment.name,
        media_type: attachment.media_type,
        created_at: attachment.created_at,
    };
    Ok((StatusCode::CREATED, Json(line)))
}

/// For saving, not for showing: a browser must not run an attached file.
pub async fn download(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(id): Path<i64>,
) -> Result<impl IntoResponse, Problem> {
    let attachment = Attachment::find(id).one(&db).await?;
    access::issue(attachment.issue_id, Role::Viewer, &user, &db).await?;
    let headers = [
        (header::CONTENT_TYPE, attachment.media_type),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, attachment.content))
}
