//! The service on a database for one test. Requests go to the router: no port is opened.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use issue_tracker::models::seeds::{project, user};
use issue_tracker::{app, models};
use tablewright::serde_json::{self, Value, json};
use tablewright::testing::TestDatabase;
use tablewright::{Database, Seeds};
use tower::ServiceExt;

/// Makes a test of each function for each database. The function takes the URL of SQLite, or of a
/// server on which it creates a database.
macro_rules! on_every_database {
    ($($test:ident)*) => {
        mod sqlite {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test("sqlite::memory:").await;
                }
            )*
        }
        on_every_database!(postgres, Postgres: $($test)*);
        on_every_database!(mariadb, Mariadb: $($test)*);
        on_every_database!(mysql, Mysql: $($test)*);
    };
    ($module:ident, $server:ident: $($test:ident)*) => {
        mod $module {
            use tablewright_test_servers::Server;

            $(
                #[tokio::test]
                async fn $test() {
                    // Nothing if there is no MySQL on this machine, as `scripts/servers` has said.
                    if let Some(url) = Server::$server.database_url() {
                        super::$test(&url).await;
                    }
                }
            )*
        }
    };
}

/// The service with the rows of `seeds/`: an organization of Ada's, `acme`, and the project 1 in it.
/// Bob is registered, and no member.
pub struct Tracker {
    pub db: TestDatabase,
    pub seeds: Seeds,
    app: Router,
}

impl Tracker {
    pub async fn new(url: &str) -> Tracker {
        let db = TestDatabase::new(url, &models::SCHEMA).await;
        let db = db.expect("a database");
        let seeds = models::seed(&db).await.expect("the rows of seeds/");
        assert_eq!(seeds.key(project::ENGINES).expect("its key"), 1);
        let app = app(Database::clone(&db));
        Tracker { db, seeds, app }
    }

    /// Gives Bob a role.
    pub async fn let_bob_be(&self, role: &str) {
        let bob = self.seeds.key(user::BOB).expect("his key");
        let path = format!("/organizations/acme/members/{bob}");
        let member = json!({ "role": role, "hourly_rate": "33.33" });
        self.put("ada", &path, member).await.is(200);
    }

    /// Creates an issue in the project and gives it back.
    pub async fn issue(&self, issue: Value) -> Value {
        self.post("ada", "/projects/1/issues", issue).await.is(201)
    }

    pub async fn get(&self, user: &str, path: &str) -> Answer {
        self.send(user, Method::GET, path, None).await
    }

    pub async fn post(&self, user: &str, path: &str, body: Value) -> Answer {
        self.send(user, Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, user: &str, path: &str, body: Value) -> Answer {
        self.send(user, Method::PUT, path, Some(body)).await
    }

    pub async fn patch(&self, user: &str, path: &str, body: Value) -> Answer {
        self.send(user, Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, user: &str, path: &str) -> Answer {
        self.send(user, Method::DELETE, path, None).await
    }

    async fn send(&self, user: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        self.send_as("application/json", user, method, path, body.into())
            .await
    }

    pub async fn send_as(
        &self,
        media_type: &str,
        user: &str,
        method: Method,
        path: &str,
        body: Body,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", media_type)
            .header("x-user", format!("{user}@example.com"))
            .body(body)
            .expect("a request");
        let response = self.app.clone().oneshot(request).await;
        let (parts, body) = response.expect("an answer").into_parts();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.expect("a body"),
        }
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The JSON that came with this status; `null` if nothing came.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        if text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&text).expect("JSON")
    }

    /// The fields that violate constraints, with this status: `title length`.
    #[track_caller]
    pub fn breaks(self, status: u16) -> Vec<String> {
        let problem = self.is(status);
        let fields = problem["fields"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        fields
            .map(|broken| format!("{} {}", text(&broken["field"]), text(&broken["rule"])))
            .collect()
    }
}
