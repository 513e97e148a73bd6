//! An issue tracker as a JSON API, on any database, chosen by a URL.

pub mod models {
    tablewright::include_models!();
}
mod access;
mod attachments;
mod audit;
mod comments;
mod input;
mod issues;
mod organizations;
mod problem;
mod projects;
mod reports;
pub mod telemetry;
mod time;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use axum::{Router, middleware};
use tablewright::Database;

/// The longest body that a request may have, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// The service on a database that has its tables.
pub fn app(db: Database) -> Router {
    Router::new()
        .route("/users", post(organizations::register))
        .route("/organizations", post(organizations::create))
        .route("/organizations/{slug}/members", get(organizations::members))
        .route(
            "/organizations/{slug}/members/{user_id}",
            put(organizations::set_member),
        )
        .route(
            "/organizations/{slug}/projects",
            get(projects::list).post(projects::create),
        )
        .route("/organizations/{slug}/audit", get(audit::list))
        .route(
            "/projects/{id}/issues",
            get(issues::list).post(issues::create),
        )
        .route("/projects/{id}/report", get(reports::show))
        .route(
            "/issues/{id}",
            get(issues::show)
                .patch(issues::change)
                .delete(issues::delete),
        )
        .route("/issues/{id}/restore", post(issues::restore))
        .route("/issues/{id}/labels", put(issues::set_labels))
        .route("/issues/{id}/comments", post(comments::create))
        .route("/issues/{id}/attachments", post(attachments::create))
        .route("/issues/{id}/time", get(time::list).post(time::create))
        .route("/attachments/{id}", get(attachments::download))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(telemetry::trace))
        .with_state(db)
}
