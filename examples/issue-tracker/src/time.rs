//! Hours of work on an issue, and their cost.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tablewright::jiff::civil::Date;
use tablewright::rust_decimal::Decimal;
use tablewright::{Database, fields};

use crate::access::{self, Caller};
use crate::input::Body;
use crate::models::{NewTimeEntry, Role, TimeEntry};
use crate::problem::Problem;

#[derive(Deserialize)]
pub struct TimeInput {
    day: Date,
    hours: Decimal,
}

/// The rate is that of the member today: a later one changes nothing.
pub async fn create(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(issue_id): Path<i64>,
    Body(input): Body<TimeInput>,
) -> Result<(StatusCode, Json<TimeEntry>), Problem> {
    let (_, member) = access::issue(issue_id, Role::Member, &user, &db).await?;
    let new = NewTimeEntry {
        issue_id,
        user_id: user.id,
        day: input.day,
        hours: input.hours,
        rate: member.hourly_rate,
    };
    Ok((
        StatusCode::CREATED,
        Json(TimeEntry::insert(new).one(&db).await?),
    ))
}

#[derive(Serialize)]
pub struct TimeLine {
    day: Date,
    hours: Decimal,
    cost: Decimal,
    /// The cost of this entry and those before it.
    total: Option<Decimal>,
}

/// With a running total, by a window function.
pub async fn list(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(issue_id): Path<i64>,
) -> Result<Json<Vec<TimeLine>>, Problem> {
    access::issue(issue_id, Role::Viewer, &user, &db).await?;
    let cost = TimeEntry::HOURS * TimeEntry::RATE;
    let order = [TimeEntry::DAY.asc(), TimeEntry::ID.asc()];
    let lines = TimeEntry::filter(TimeEntry::ISSUE_ID.eq(issue_id))
        .order_by(order.clone())
        .select(fields!(TimeLine {
            day: TimeEntry::DAY,
            hours: TimeEntry::HOURS,
            cost: cost.clone(),
            total: cost.sum().over().order_by(order),
        }));
    Ok(Json(lines.all(&db).await?))
}
