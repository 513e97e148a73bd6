//! Projects.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tablewright::serde_json::json;
use tablewright::{Database, fields, retry};

use crate::access::{self, Caller};
use crate::audit;
use crate::input::Body;
use crate::models::{Action, Issue, NewProject, Project, Role, Status, Subject};
use crate::problem::Problem;

#[derive(Deserialize)]
pub struct ProjectInput {
    key: String,
    name: String,
}

pub async fn create(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(slug): Path<String>,
    Body(input): Body<ProjectInput>,
) -> Result<(StatusCode, Json<Project>), Problem> {
    let (organization, caller) = access::organization(&slug, Role::Admin, &user, &db).await?;
    let project = retry(&db, async |tx| {
        let new = NewProject {
            organization_id: organization.id,
            key: input.key.as_str().into(),
            name: input.name.as_str().into(),
        };
        let project = Project::insert(new).one(&tx).await?;
        let on = (Subject::Project, project.id);
        audit::record(&caller, Action::Created, on, json!(project), &tx).await?;
        Ok(project)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(project)))
}

#[derive(Serialize)]
pub struct ProjectLine {
    id: i64,
    key: String,
    name: String,
    issues: i64,
    open: i64,
}

/// Each project with how many issues it has, and how many of them are not closed.
pub async fn list(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(slug): Path<String>,
) -> Result<Json<Vec<ProjectLine>>, Problem> {
    let (organization, _) = access::organization(&slug, Role::Viewer, &user, &db).await?;
    let open = Project::ISSUES.filter(Issue::STATUS.ne(Status::Closed));
    let lines = Project::filter(Project::ORGANIZATION_ID.eq(organization.id))
        .order_by(Project::KEY.asc())
        .select(fields!(ProjectLine {
            id: Project::ID,
            key: Project::KEY,
            name: Project::NAME,
            issues: Project::ISSUES.count(),
            open: open.count(),
        }));
    Ok(Json(lines.all(&db).await?))
}
