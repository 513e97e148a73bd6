//! The audit log.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use tablewright::serde_json::{Map, Value, json};
use tablewright::{AsyncConnection, Database, Result};

use crate::access::{self, Caller};
use crate::input::{Listing, Parameters};
use crate::models::{Action, AuditEntry, Member, NewAuditEntry, Role, Subject};
use crate::problem::Problem;

/// Writes an entry about a change of this member. With the transaction of the change, there is never
/// one without the other.
pub async fn record(
    actor: &Member,
    action: Action,
    (subject, subject_id): (Subject, i64),
    changes: Value,
    tx: &impl AsyncConnection,
) -> Result<()> {
    let entry = NewAuditEntry {
        organization_id: actor.organization_id,
        actor_id: actor.user_id,
        action,
        subject,
        subject_id,
        changes,
    };
    AuditEntry::insert(entry).execute(tx).await
}

/// The fields in which two states of a row differ: `{"status": ["open", "closed"]}`.
pub fn difference(before: &impl Serialize, after: &impl Serialize) -> Value {
    let (before, after) = (json!(before), json!(after));
    let fields = after.as_object().into_iter().flatten();
    let changed = fields.filter(|(field, value)| before[field.as_str()] != **value);
    let changes = changed.map(|(field, value)| (field.clone(), json!([before[field], value])));
    Value::Object(changes.collect::<Map<_, _>>())
}

/// The parameters of the list: all entries, or those of one row.
#[derive(Deserialize)]
pub struct AuditQuery {
    subject: Option<Subject>,
    subject_id: Option<i64>,
    after: Option<String>,
}

/// The newest entries first.
pub async fn list(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(slug): Path<String>,
    Parameters(query): Parameters<AuditQuery>,
) -> Result<Json<Listing<AuditEntry>>, Problem> {
    let (organization, _) = access::organization(&slug, Role::Admin, &user, &db).await?;
    let mut filter = AuditEntry::ORGANIZATION_ID.eq(organization.id);
    if let Some(subject) = query.subject {
        filter = filter & AuditEntry::SUBJECT.eq(subject);
    }
    if let Some(id) = query.subject_id {
        filter = filter & AuditEntry::SUBJECT_ID.eq(id);
    }
    let total = AuditEntry::filter(filter.clone()).count(&db).await?;
    let page = AuditEntry::filter(filter)
        .order_by(AuditEntry::ID.desc())
        .page(query.after.as_deref(), 20)
        .all(&db)
        .await?;
    Ok(Json(Listing {
        items: page.rows,
        total,
        next: page.next,
    }))
}
