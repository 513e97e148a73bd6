//! The report of a project: the open issues of each person, and the cost of the work.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::query::{Aggregate, count, raw};
use tablewright::rust_decimal::Decimal;
use tablewright::{AsyncConnection, Database, Dialect, Expression, Result, fields};

use crate::access::{self, Caller};
use crate::models::{Issue, Role, Status, TimeEntry, User};
use crate::problem::Problem;

#[derive(Serialize)]
pub struct Report {
    workload: Vec<Workload>,
    cost: Vec<Cost>,
    total: Decimal,
}

#[derive(Serialize)]
struct Workload {
    assignee_id: Option<i64>,
    assignee: Option<String>,
    open: u64,
    /// For how long the oldest of them has been open, in the form of ISO 8601.
    oldest: Option<SignedDuration>,
}

#[derive(Serialize)]
struct Cost {
    user_id: i64,
    user: String,
    hours: Option<Decimal>,
    cost: Option<Decimal>,
}

pub async fn show(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(project_id): Path<i64>,
) -> Result<Json<Report>, Problem> {
    access::project(project_id, Role::Viewer, &user, &db).await?;
    let cost = cost(project_id, &db).await?;
    Ok(Json(Report {
        workload: workload(project_id, &db).await?,
        total: cost.iter().filter_map(|line| line.cost).sum(),
        cost,
    }))
}

/// The open issues by assignee; those of nobody, too.
async fn workload(project_id: i64, db: &impl AsyncConnection) -> Result<Vec<Workload>> {
    Issue::filter(Issue::PROJECT_ID.eq(project_id) & Issue::STATUS.ne(Status::Closed))
        .left_join(Issue::ASSIGNEE)
        .select(fields!(Workload {
            assignee_id: User::ID,
            assignee: User::NAME,
            open: count::<Issue>(),
            oldest: (now() - Issue::CREATED_AT).max(),
        }))
        .group_by((User::ID, User::NAME))
        .order_by(count::<Issue>().desc())
        .all(db)
        .await
}

/// Hours times rate, summed exactly by the database.
async fn cost(project_id: i64, db: &impl AsyncConnection) -> Result<Vec<Cost>> {
    TimeEntry::all()
        .join(TimeEntry::ISSUE.filter(Issue::PROJECT_ID.eq(project_id)))
        .join(TimeEntry::USER)
        .select(fields!(Cost {
            user_id: User::ID,
            user: User::NAME,
            hours: TimeEntry::HOURS.sum(),
            cost: (TimeEntry::HOURS * TimeEntry::RATE).sum(),
        }))
        .group_by((User::ID, User::NAME))
        .all(db)
        .await
}

/// The only SQL of this program: the time of the database's clock, by which `created_at` was set.
fn now() -> Expression<Issue, Timestamp> {
    raw::<Timestamp>("utc_timestamp(6)")
        .on(Dialect::Postgres, "now()")
        .on(Dialect::Sqlite, "strftime('%Y-%m-%d %H:%M:%f000Z', 'now')")
        .expression()
}
