//! The caller, and the caller's rights. Each function takes a pool or a transaction.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tablewright::{AsyncConnection, Database};

use crate::models::{Issue, Member, Organization, Project, Role, User};
use crate::problem::Problem;

/// The user with the email of the header `x-user`. The service trusts the header: a proxy in front
/// of it authenticates the caller and sets it.
pub struct Caller(pub User);

impl FromRequestParts<Database> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, db: &Database) -> Result<Caller, Problem> {
        let header = parts.headers.get("x-user");
        let email = header.and_then(|value| value.to_str().ok());
        let user = match email {
            Some(email) => User::find_by_email(email).optional(db).await?,
            None => None,
        };
        user.map(Caller).ok_or_else(Problem::unauthorized)
    }
}

/// The caller as a member with at least this role. For all others the organization does not exist.
pub async fn member(
    organization_id: i64,
    least: Role,
    user: &User,
    db: &impl AsyncConnection,
) -> Result<Member, Problem> {
    let member = Member::find(organization_id, user.id).one(db).await?;
    if member.role < least {
        return Err(Problem::forbidden(least));
    }
    Ok(member)
}

/// An organization, and the caller as a member of it.
pub async fn organization(
    slug: &str,
    least: Role,
    user: &User,
    db: &impl AsyncConnection,
) -> Result<(Organization, Member), Problem> {
    let organization = Organization::find_by_slug(slug).one(db).await?;
    let member = member(organization.id, least, user, db).await?;
    Ok((organization, member))
}

/// The caller as a member of the organization of a project.
pub async fn project(
    id: i64,
    least: Role,
    user: &User,
    db: &impl AsyncConnection,
) -> Result<Member, Problem> {
    let project = Project::find(id).one(db).await?;
    member(project.organization_id, least, user, db).await
}

/// An issue that is not deleted, and the caller as a member of its organization.
pub async fn issue(
    id: i64,
    least: Role,
    user: &User,
    db: &impl AsyncConnection,
) -> Result<(Issue, Member), Problem> {
    let (issue, project) = Issue::find(id).with(Issue::PROJECT).one(db).await?;
    let member = member(project.organization_id, least, user, db).await?;
    Ok((issue, member))
}
