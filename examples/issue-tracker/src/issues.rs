//! Issues: filters and pages, partial changes with a version, soft deletes, labels.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tablewright::jiff::Timestamp;
use tablewright::serde_json::json;
use tablewright::{AsyncConnection, Database, Filter, Order, retry};

use crate::access::{self, Caller};
use crate::attachments::AttachmentLine;
use crate::input::{Body, Listing, Parameters, nullable};
use crate::models::{
    Action, Comment, Issue, Label, Member, NewIssue, NewLabel, Priority, Role, Status, Subject,
    User,
};
use crate::problem::Problem;
use crate::{attachments, audit};

/// The parameters of the list.
#[derive(Deserialize)]
pub struct IssueQuery {
    status: Option<Status>,
    min_priority: Option<Priority>,
    assignee_id: Option<i64>,
    label: Option<String>,
    text: Option<String>,
    updated_since: Option<Timestamp>,
    min_comments: Option<i64>,
    #[serde(default)]
    sort: Sort,
    after: Option<String>,
    size: Option<u64>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    #[default]
    Newest,
    Updated,
    Priority,
}

impl IssueQuery {
    fn filter(&self, project_id: i64) -> Filter<Issue> {
        let text = self.text.as_deref();
        let label = self.label.as_deref();
        let conditions = [
            self.status.map(|status| Issue::STATUS.eq(status)),
            self.min_priority.map(|least| Issue::PRIORITY.ge(least)),
            self.assignee_id.map(|id| Issue::ASSIGNEE_ID.eq(id)),
            self.updated_since.map(|since| Issue::UPDATED_AT.ge(since)),
            self.min_comments.map(|n| Issue::COMMENTS.count().ge(n)),
            label.map(|name| Issue::LABELS.any(Label::NAME.eq(name))),
            text.map(|text| Issue::TITLE.contains(text) | Issue::BODY.contains(text)),
        ];
        Issue::PROJECT_ID.eq(project_id) & Filter::every(conditions.into_iter().flatten())
    }

    fn order(&self) -> Order<Issue> {
        match self.sort {
            Sort::Newest => Issue::ID.desc(),
            Sort::Updated => Issue::UPDATED_AT.desc(),
            Sort::Priority => Issue::PRIORITY.desc(),
        }
    }
}

#[derive(Serialize)]
pub struct IssueLine {
    #[serde(flatten)]
    issue: Issue,
    assignee: Option<String>,
    labels: Vec<String>,
    comments: i64,
}

/// A page of issues, and how many match on all pages.
pub async fn list(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(project_id): Path<i64>,
    Parameters(query): Parameters<IssueQuery>,
) -> Result<Json<Listing<IssueLine>>, Problem> {
    access::project(project_id, Role::Viewer, &user, &db).await?;
    let found = Issue::filter(query.filter(project_id));
    let total = found.clone().count(&db).await?;
    let page = found
        .order_by(query.order())
        .with(Issue::ASSIGNEE.select(User::NAME))
        .with(Issue::LABELS.select(Label::NAME))
        .page(query.after.as_deref(), query.size.unwrap_or(20).min(100))
        .all(&db)
        .await?;
    let ids = page.rows.iter().map(|(issue, ..)| issue.id);
    let comments: HashMap<i64, i64> = Issue::filter(Issue::ID.in_(ids))
        .select((Issue::ID, Issue::COMMENTS.count()))
        .all(&db)
        .await?
        .into_iter()
        .collect();
    let lines = page
        .rows
        .into_iter()
        .map(|(issue, assignee, labels)| IssueLine {
            comments: comments.get(&issue.id).copied().unwrap_or_default(),
            issue,
            assignee,
            labels,
        });
    Ok(Json(Listing {
        items: lines.collect(),
        total,
        next: page.next,
    }))
}

#[derive(Deserialize)]
pub struct IssueInput {
    title: String,
    #[serde(default)]
    body: String,
    priority: Option<Priority>,
    assignee_id: Option<i64>,
}

pub async fn create(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(project_id): Path<i64>,
    Body(input): Body<IssueInput>,
) -> Result<(StatusCode, Json<Issue>), Problem> {
    let caller = access::project(project_id, Role::Member, &user, &db).await?;
    check_assignee(input.assignee_id, &caller, &db).await?;
    let issue = retry(&db, async |tx| {
        let new = NewIssue {
            project_id,
            title: input.title.as_str().into(),
            body: input.body.as_str().into(),
            reporter_id: user.id,
        };
        let issue = Issue::insert(new)
            .set_some(Issue::PRIORITY, input.priority)
            .set(Issue::ASSIGNEE_ID, input.assignee_id)
            .one(&tx)
            .await?;
        let on = (Subject::Issue, issue.id);
        audit::record(&caller, Action::Created, on, json!(issue), &tx).await?;
        Ok(issue)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(issue)))
}

#[derive(Serialize)]
pub struct IssueDetails {
    #[serde(flatten)]
    issue: Issue,
    labels: Vec<String>,
    comments: Vec<(Comment, User)>,
    attachments: Vec<AttachmentLine>,
}

/// Four queries, however many comments there are.
pub async fn show(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(id): Path<i64>,
) -> Result<Json<IssueDetails>, Problem> {
    access::issue(id, Role::Viewer, &user, &db).await?;
    let (issue, labels, comments, attachments) = Issue::find(id)
        .with(Issue::LABELS.select(Label::NAME))
        .with(Issue::COMMENTS.with(Comment::AUTHOR))
        .with(Issue::ATTACHMENTS.select(attachments::line()))
        .one(&db)
        .await?;
    Ok(Json(IssueDetails {
        issue,
        labels,
        comments,
        attachments,
    }))
}

/// The fields that a PATCH may change, and the version that the client has read.
#[derive(Deserialize)]
pub struct IssueChange {
    version: i32,
    title: Option<String>,
    body: Option<String>,
    status: Option<Status>,
    priority: Option<Priority>,
    #[serde(default, deserialize_with = "nullable")]
    assignee_id: Option<Option<i64>>,
}

/// Writes the set fields, if the issue still has this version: otherwise `Error::Stale`, status
/// 409.
pub async fn change(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(id): Path<i64>,
    Body(input): Body<IssueChange>,
) -> Result<Json<Issue>, Problem> {
    let (_, caller) = access::issue(id, Role::Member, &user, &db).await?;
    check_assignee(input.assignee_id.flatten(), &caller, &db).await?;
    let issue = retry(&db, async |tx| {
        let before = Issue::find(id).one(&tx).await?;
        let read = Issue {
            version: input.version,
            ..before.clone()
        };
        let issue = read
            .change()
            .set_some(Issue::TITLE, input.title.as_deref())
            .set_some(Issue::BODY, input.body.as_deref())
            .set_some(Issue::STATUS, input.status)
            .set_some(Issue::PRIORITY, input.priority)
            .set_some(Issue::ASSIGNEE_ID, input.assignee_id)
            .one(&tx)
            .await?;
        let (on, changes) = ((Subject::Issue, id), audit::difference(&before, &issue));
        audit::record(&caller, Action::Updated, on, changes, &tx).await?;
        Ok(issue)
    })
    .await?;
    Ok(Json(issue))
}

/// The row stays in the table: `soft_delete`.
pub async fn delete(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let (issue, caller) = access::issue(id, Role::Member, &user, &db).await?;
    retry(&db, async |tx| {
        Issue::find(id).delete().execute(&tx).await?;
        let on = (Subject::Issue, id);
        audit::record(&caller, Action::Deleted, on, json!(issue), &tx).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn restore(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let deleted = Issue::find(id).only_deleted();
    let (issue, project) = deleted.with(Issue::PROJECT).one(&db).await?;
    let caller = access::member(project.organization_id, Role::Admin, &user, &db).await?;
    retry(&db, async |tx| {
        issue.restore(&tx).await?;
        let on = (Subject::Issue, id);
        audit::record(&caller, Action::Restored, on, json!({}), &tx).await
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the issue these labels and no others. The project gets those that it does not have.
pub async fn set_labels(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(id): Path<i64>,
    Body(names): Body<Vec<String>>,
) -> Result<Json<Vec<Label>>, Problem> {
    let (issue, caller) = access::issue(id, Role::Member, &user, &db).await?;
    let labels = retry(&db, async |tx| {
        let mut labels = Vec::new();
        for name in &names {
            let new = NewLabel {
                project_id: issue.project_id,
                name: name.as_str().into(),
            };
            let label = Label::upsert(new, (Label::PROJECT_ID, Label::NAME));
            labels.push(label.one(&tx).await?);
        }
        issue.set_labels(&labels, &tx).await?;
        let (on, changes) = ((Subject::Issue, id), json!({ "labels": names }));
        audit::record(&caller, Action::Updated, on, changes, &tx).await?;
        Ok(labels)
    })
    .await?;
    Ok(Json(labels))
}

/// Only a member of the caller's organization can be assigned.
async fn check_assignee(
    user_id: Option<i64>,
    caller: &Member,
    db: &impl AsyncConnection,
) -> Result<(), Problem> {
    let Some(user_id) = user_id else {
        return Ok(());
    };
    let assignee = Member::find(caller.organization_id, user_id);
    if assignee.exists(db).await? {
        return Ok(());
    }
    Err(Problem::field(
        "assignee_id",
        "member",
        "is no member of the organization",
    ))
}
