//! Users, organizations and their members.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde::Serialize;
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::json;
use tablewright::{Database, fields, retry};

use crate::access::{self, Caller};
use crate::audit;
use crate::input::Body;
use crate::models::{
    Action, Member, NewMember, NewOrganization, NewUser, Organization, Role, Subject, User,
};
use crate::problem::Problem;

#[derive(Deserialize)]
pub struct UserInput {
    email: String,
    name: String,
}

pub async fn register(
    State(db): State<Database>,
    Body(input): Body<UserInput>,
) -> Result<(StatusCode, Json<User>), Problem> {
    let new = NewUser {
        email: input.email.into(),
        name: input.name.into(),
    };
    Ok((StatusCode::CREATED, Json(User::insert(new).one(&db).await?)))
}

#[derive(Deserialize)]
pub struct OrganizationInput {
    slug: String,
    name: String,
}

/// The caller becomes its owner.
pub async fn create(
    State(db): State<Database>,
    Caller(user): Caller,
    Body(input): Body<OrganizationInput>,
) -> Result<(StatusCode, Json<Organization>), Problem> {
    let organization = retry(&db, async |tx| {
        let new = NewOrganization {
            slug: input.slug.as_str().into(),
            name: input.name.as_str().into(),
        };
        let owner = Member::ORGANIZATION.insert(new, |organization| {
            let owner = NewMember {
                organization_id: organization.id,
                user_id: user.id,
            };
            Member::insert(owner).set(Member::ROLE, Role::Owner)
        });
        let (owner, organization) = owner.one(&tx).await?;
        let on = (Subject::Organization, organization.id);
        audit::record(&owner, Action::Created, on, json!(organization), &tx).await?;
        Ok(organization)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(organization)))
}

#[derive(Serialize)]
pub struct MemberLine {
    user_id: i64,
    name: String,
    email: String,
    role: Role,
}

pub async fn members(
    State(db): State<Database>,
    Caller(user): Caller,
    Path(slug): Path<String>,
) -> Result<Json<Vec<MemberLine>>, Problem> {
    let (organization, _) = access::organization(&slug, Role::Viewer, &user, &db).await?;
    let lines = Member::filter(Member::ORGANIZATION_ID.eq(organization.id))
        .join(Member::USER)
        .select(fields!(MemberLine {
            user_id: User::ID,
            name: User::NAME,
            email: User::EMAIL,
            role: Member::ROLE,
        }))
        .order_by(Member::ROLE.desc())
        .order_by(User::NAME.asc());
    Ok(Json(lines.all(&db).await?))
}

#[derive(Deserialize)]
pub struct MemberInput {
    role: Role,
    hourly_rate: Option<Decimal>,
}

/// Adds a member or changes one. Nobody changes those above them, or gives more than they have.
pub async fn set_member(
    State(db): State<Database>,
    Caller(user): Caller,
    Path((slug, user_id)): Path<(String, i64)>,
    Body(input): Body<MemberInput>,
) -> Result<Json<Member>, Problem> {
    let (organization, caller) = access::organization(&slug, Role::Admin, &user, &db).await?;
    let present = Member::find(organization.id, user_id).optional(&db).await?;
    let highest = present.map_or(input.role, |member| member.role.max(input.role));
    if highest > caller.role {
        return Err(Problem::forbidden(highest));
    }
    let member = retry(&db, async |tx| {
        let new = NewMember {
            organization_id: organization.id,
            user_id,
        };
        let member = Member::upsert(new, (Member::ORGANIZATION_ID, Member::USER_ID))
            .set(Member::ROLE, input.role)
            .set_some(Member::HOURLY_RATE, input.hourly_rate)
            .one(&tx)
            .await?;
        let on = (Subject::Member, user_id);
        audit::record(&caller, Action::Updated, on, json!(member), &tx).await?;
        Ok(member)
    })
    .await?;
    Ok(Json(member))
}
