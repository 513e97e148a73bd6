//! The service, the same on every database.

use crate::support::Tracker;
use axum::body::Body;
use axum::http::Method;
use issue_tracker::models::Priority::{High, Low, Urgent};
use issue_tracker::models::seeds::project;
use issue_tracker::models::{self, Action, AuditEntry, Issue, Label, Organization};
use tablewright::jiff::SignedDuration;
use tablewright::serde_json::{self, Value, json};
use tablewright::testing::make;

on_every_database! {
    a_new_organization_is_its_founders
    an_issue_with_all_that_belongs_to_it
    roles_decide_who_may_do_what
    broken_rules_name_field_and_rule
    a_stale_version_is_a_conflict
    one_of_many_changes_wins
    deleted_issues_stay_in_the_table
    filters_come_from_the_query_string
    pages_follow_each_other
    money_is_exact
    changes_are_in_the_audit_log
    transactions_that_collide_run_again
    a_database_that_is_gone_is_503
}

async fn a_new_organization_is_its_founders(url: &str) {
    let tracker = Tracker::new(url).await;
    let eve = json!({ "email": "eve@example.com", "name": "Eve" });
    let eve = tracker.post("", "/users", eve).await.is(201);
    let beta = json!({ "slug": "beta", "name": "Beta" });
    tracker.post("eve", "/organizations", beta).await.is(201);
    let project = json!({ "key": "ENG", "name": "Engines, too" });
    let path = "/organizations/beta/projects";
    let project = tracker.post("eve", path, project).await.is(201);
    assert_eq!(project["id"], 2);

    let members = tracker.get("eve", "/organizations/beta/members").await;
    let members = members.is(200);
    assert_eq!(members[0]["role"], "owner");
    assert_eq!(
        members.as_array().map(Vec::len),
        Some(1),
        "{eve}: {members}"
    );
    // Ada is an owner elsewhere.
    tracker.get("ada", "/projects/2/issues").await.is(404);
}

async fn an_issue_with_all_that_belongs_to_it(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.let_bob_be("member").await;
    let issue = json!({ "title": "Leak", "body": "Oil", "priority": "high", "assignee_id": 2 });
    let issue = tracker.issue(issue).await;
    assert_eq!(issue["status"], "open");
    assert_eq!(issue["version"], 1);

    let labels = json!(["bug", "engine"]);
    for _ in 0..2 {
        let set = tracker.put("bob", "/issues/1/labels", labels.clone()).await;
        assert_eq!(set.is(200).as_array().map(Vec::len), Some(2));
    }
    let comment = json!({ "body": "It is the seal." });
    tracker
        .post("bob", "/issues/1/comments", comment)
        .await
        .is(201);
    let path = "/issues/1/attachments?name=seal.png";
    let content: &[u8] = &[0, 159, 146, 150, 255];
    let sent = tracker.send_as("image/png", "bob", Method::POST, path, Body::from(content));
    assert_eq!(sent.await.is(201)["media_type"], "image/png");

    let details = tracker.get("ada", "/issues/1").await.is(200);
    assert_eq!(details["title"], "Leak");
    assert_eq!(details["labels"], json!(["bug", "engine"]));
    assert_eq!(details["comments"][0][0]["body"], "It is the seal.");
    assert_eq!(details["comments"][0][1]["name"], "Bob");
    assert_eq!(details["attachments"][0]["name"], "seal.png");
    let file = tracker.get("ada", "/attachments/1").await;
    assert_eq!(file.headers["content-type"], "image/png");
    assert_eq!(&file.body[..], content);

    let fewer = tracker
        .put("bob", "/issues/1/labels", json!(["engine"]))
        .await;
    assert_eq!(fewer.is(200)[0]["name"], "engine");
    let list = tracker.get("ada", "/projects/1/issues").await.is(200);
    assert_eq!(list["items"][0]["assignee"], "Bob");
    assert_eq!(list["items"][0]["labels"], json!(["engine"]));
    assert_eq!(list["items"][0]["comments"], 1);
    let projects = tracker.get("ada", "/organizations/acme/projects").await;
    let engines = json!({ "id": 1, "key": "ENG", "name": "Engines", "issues": 1, "open": 1 });
    assert_eq!(projects.is(200), json!([engines]));
}

async fn roles_decide_who_may_do_what(url: &str) {
    let tracker = Tracker::new(url).await;
    let issue = json!({ "title": "Leak" });
    let issues = "/projects/1/issues";
    tracker.get("nobody", issues).await.is(401);
    // For users who are not members there is nothing.
    tracker.get("bob", issues).await.is(404);
    tracker
        .get("bob", "/organizations/acme/members")
        .await
        .is(404);

    tracker.let_bob_be("viewer").await;
    tracker.get("bob", issues).await.is(200);
    let refused = tracker.post("bob", issues, issue.clone()).await.is(403);
    assert_eq!(refused["error"], "this needs the role member");

    tracker.let_bob_be("admin").await;
    tracker.post("bob", issues, issue).await.is(201);
    // An admin makes nobody an owner, and does not change one.
    let (ada, bob) = (
        "/organizations/acme/members/1",
        "/organizations/acme/members/2",
    );
    tracker
        .put("bob", bob, json!({ "role": "owner" }))
        .await
        .is(403);
    tracker
        .put("bob", ada, json!({ "role": "viewer" }))
        .await
        .is(403);
    let members = tracker
        .get("bob", "/organizations/acme/members")
        .await
        .is(200);
    assert_eq!(members[0]["role"], "owner");
    assert_eq!(members[1]["role"], "admin");
}

async fn broken_rules_name_field_and_rule(url: &str) {
    let tracker = Tracker::new(url).await;
    let user = json!({ "email": "ada", "name": "" });
    let broken = tracker.post("", "/users", user).await.breaks(422);
    assert_eq!(broken, ["email email", "name length"]);
    let user = json!({ "email": "ada@example.com", "name": "Ada" });
    assert_eq!(
        tracker.post("", "/users", user).await.breaks(409),
        ["email unique"]
    );
    let project = json!({ "key": "eng", "name": "x".repeat(101) });
    let broken = tracker
        .post("ada", "/organizations/acme/projects", project)
        .await;
    assert_eq!(broken.breaks(422), ["key pattern", "name type"]);
    let again = json!({ "key": "ENG", "name": "Again" });
    let broken = tracker
        .post("ada", "/organizations/acme/projects", again)
        .await;
    assert_eq!(broken.breaks(409), ["organization_id unique", "key unique"]);

    tracker.issue(json!({ "title": "Leak" })).await;
    let change = json!({ "version": 1, "title": "" });
    let problem = tracker.patch("ada", "/issues/1", change).await.is(422);
    let title = json!({ "field": "title", "rule": "length", "message": "has to be 1 to 200 characters long" });
    assert_eq!(problem["fields"], json!([title]));
    let change = json!({ "version": 1, "body": "a\0b" });
    assert_eq!(
        tracker.patch("ada", "/issues/1", change).await.breaks(422),
        ["body type"]
    );
    let change = json!({ "version": 1, "assignee_id": 2 });
    assert_eq!(
        tracker.patch("ada", "/issues/1", change).await.breaks(422),
        ["assignee_id member"]
    );
    let hours = json!({ "day": "2026-11-30", "hours": "25" });
    assert_eq!(
        tracker
            .post("ada", "/issues/1/time", hours)
            .await
            .breaks(422),
        ["hours max"]
    );
    let member = tracker
        .put(
            "ada",
            "/organizations/acme/members/7",
            json!({ "role": "member" }),
        )
        .await;
    assert_eq!(member.breaks(422), ["user_id reference"]);

    // Requests that are refused before the database is queried.
    for (body, status) in [("{", 400), (r#"{"title": 3}"#, 422), ("{}", 422)] {
        let sent = tracker.send_as(
            "application/json",
            "ada",
            Method::POST,
            "/projects/1/issues",
            body.into(),
        );
        assert!(sent.await.is(status)["error"].is_string());
    }
    for query in [
        "status=done",
        "size=x",
        "updated_since=yesterday",
        "after=00",
    ] {
        let path = format!("/projects/1/issues?{query}");
        assert!(tracker.get("ada", &path).await.is(400)["error"].is_string());
    }
    tracker.get("ada", "/issues/7").await.is(404);
}

async fn a_stale_version_is_a_conflict(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker
        .issue(json!({ "title": "Leak", "body": "Oil", "assignee_id": 1 }))
        .await;

    let closed = json!({ "version": 1, "status": "closed", "assignee_id": null });
    let issue = tracker.patch("ada", "/issues/1", closed).await.is(200);
    assert_eq!(issue["version"], 2);
    assert_eq!(issue["status"], "closed");
    assert_eq!(issue["assignee_id"], Value::Null);
    assert_eq!(issue["body"], "Oil", "what is absent stays");

    let stale = json!({ "version": 1, "title": "Drip" });
    let problem = tracker.patch("ada", "/issues/1", stale).await.is(409);
    assert_eq!(
        problem["error"],
        "another request has changed it: read it again"
    );
    let row = Issue::find(1).one(&tracker.db).await.expect("a row");
    assert_eq!((row.title.as_str(), row.version), ("Leak", 2));
    assert!(row.updated_at >= row.created_at);
}

async fn one_of_many_changes_wins(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.issue(json!({ "title": "Leak" })).await;
    let change = |n: i32| {
        let body = json!({ "version": 1, "title": format!("Leak {n}") });
        tracker.patch("ada", "/issues/1", body)
    };
    let (a, b, c, d) = tokio::join!(change(1), change(2), change(3), change(4));
    let mut statuses = [a, b, c, d].map(|answer| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409]);
    let updates = AuditEntry::filter(AuditEntry::ACTION.eq(Action::Updated));
    assert_eq!(updates.count(&tracker.db).await.expect("a number"), 1);
}

async fn deleted_issues_stay_in_the_table(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.issue(json!({ "title": "Leak" })).await;
    tracker.delete("ada", "/issues/1").await.is(204);
    tracker.get("ada", "/issues/1").await.is(404);
    tracker.delete("ada", "/issues/1").await.is(404);
    assert_eq!(
        tracker.get("ada", "/projects/1/issues").await.is(200)["total"],
        0
    );
    let kept = Issue::all().with_deleted().count(&tracker.db).await;
    assert_eq!(kept.expect("a number"), 1);

    tracker
        .post("ada", "/issues/1/restore", Value::Null)
        .await
        .is(204);
    assert_eq!(
        tracker.get("ada", "/issues/1").await.is(200)["title"],
        "Leak"
    );
    tracker
        .post("ada", "/issues/1/restore", Value::Null)
        .await
        .is(404);
}

async fn filters_come_from_the_query_string(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.let_bob_be("member").await;
    tracker
        .issue(json!({ "title": "Leak 100%", "priority": "urgent" }))
        .await;
    tracker
        .issue(json!({ "title": "Noise", "body": "leak", "priority": "low", "assignee_id": 2 }))
        .await;
    tracker.issue(json!({ "title": "Smoke" })).await;
    tracker
        .put("ada", "/issues/2/labels", json!(["bug"]))
        .await
        .is(200);
    tracker
        .post("ada", "/issues/3/comments", json!({ "body": "Hm" }))
        .await
        .is(201);
    let blocked = json!({ "version": 1, "status": "blocked" });
    tracker.patch("ada", "/issues/3", blocked).await.is(200);

    for (query, expected) in [
        ("", vec![3, 2, 1]),
        ("status=blocked", vec![3]),
        ("min_priority=normal", vec![3, 1]),
        ("assignee_id=2", vec![2]),
        ("label=bug", vec![2]),
        ("text=eak", vec![2, 1]),
        ("text=100%25", vec![1]),
        ("min_comments=1", vec![3]),
        ("updated_since=2100-01-01T00:00:00Z", vec![]),
        (
            "updated_since=2020-01-01T00:00:00Z&status=open&text=leak",
            vec![2],
        ),
        ("sort=priority", vec![1, 3, 2]),
        ("sort=updated&size=1", vec![3]),
    ] {
        let path = format!("/projects/1/issues?{query}");
        let list = tracker.get("ada", &path).await.is(200);
        let items = list["items"].as_array().expect("a list");
        let ids: Vec<i64> = items
            .iter()
            .filter_map(|item| item["id"].as_i64())
            .collect();
        assert_eq!(ids, expected, "{query}");
    }
}

async fn pages_follow_each_other(url: &str) {
    let tracker = Tracker::new(url).await;
    let project = tracker.seeds.key(project::ENGINES).expect("its key");
    for n in 0..7 {
        let issue = make::<Issue>(&models::SCHEMA)
            .set(Issue::PROJECT_ID, project)
            .set(Issue::PRIORITY, [Low, High, Urgent][n % 3]);
        issue.one(&tracker.db).await.expect("an issue");
    }
    let mut seen = Vec::new();
    let mut path = "/projects/1/issues?size=3&sort=priority".to_owned();
    loop {
        let page = tracker.get("ada", &path).await.is(200);
        assert_eq!(page["total"], 7);
        let items = page["items"].as_array().expect("a list");
        seen.extend(items.iter().filter_map(|item| item["id"].as_i64()));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/projects/1/issues?size=3&sort=priority&after={next}");
    }
    assert_eq!(seen, [3, 6, 2, 5, 1, 4, 7]);
    // A cursor is of one order.
    let other = path.replace("sort=priority", "sort=newest");
    tracker.get("ada", &other).await.is(400);
}

async fn money_is_exact(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.let_bob_be("member").await;
    tracker
        .issue(json!({ "title": "Leak", "assignee_id": 2 }))
        .await;
    tracker.issue(json!({ "title": "Noise" })).await;
    tracker
        .issue(json!({ "title": "Smoke", "assignee_id": 2 }))
        .await;
    for (day, hours) in [
        ("2026-11-02", "0.30"),
        ("2026-11-01", "0.25"),
        ("2026-11-03", "1.10"),
    ] {
        let entry = json!({ "day": day, "hours": hours });
        let entry = tracker.post("bob", "/issues/1/time", entry).await.is(201);
        assert_eq!(entry["rate"], "33.33");
    }
    let time = tracker.get("ada", "/issues/1/time").await.is(200);
    let line = |day: &str, hours: &str, cost: &str, total: &str| json!({ "day": day, "hours": hours, "cost": cost, "total": total });
    let expected = json!([
        line("2026-11-01", "0.25", "8.3325", "8.3325"),
        line("2026-11-02", "0.30", "9.9990", "18.3315"),
        line("2026-11-03", "1.10", "36.6630", "54.9945"),
    ]);
    assert_eq!(time, expected);

    let mut report = tracker.get("ada", "/projects/1/report").await.is(200);
    for line in report["workload"].as_array_mut().expect("a list") {
        let oldest: SignedDuration =
            serde_json::from_value(line["oldest"].take()).expect("a duration");
        assert!(oldest.abs() < SignedDuration::from_mins(5), "{oldest}");
    }
    let expected = json!({
        "workload": [
            { "assignee_id": 2, "assignee": "Bob", "open": 2, "oldest": null },
            { "assignee_id": null, "assignee": null, "open": 1, "oldest": null },
        ],
        "cost": [{ "user_id": 2, "user": "Bob", "hours": "1.65", "cost": "54.9945" }],
        "total": "54.9945",
    });
    assert_eq!(report, expected);
}

async fn changes_are_in_the_audit_log(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.issue(json!({ "title": "Leak" })).await;
    let change = json!({ "version": 1, "status": "in_progress", "priority": "urgent" });
    tracker.patch("ada", "/issues/1", change).await.is(200);
    tracker
        .patch("ada", "/issues/1", json!({ "version": 1, "title": "x" }))
        .await
        .is(409);

    let path = "/organizations/acme/audit?subject=issue&subject_id=1";
    let log = tracker.get("ada", path).await.is(200);
    assert_eq!(
        log["total"], 2,
        "nothing of a change that was refused: {log}"
    );
    let entry = &log["items"][0];
    assert_eq!(
        (&entry["action"], &entry["actor_id"]),
        (&json!("updated"), &json!(1))
    );
    let changes = entry["changes"].as_object().expect("an object");
    assert_eq!(changes["status"], json!(["open", "in_progress"]));
    assert_eq!(changes["priority"], json!(["normal", "urgent"]));
    assert_eq!(changes["version"], json!([1, 2]));
    assert!(!changes.contains_key("title"));

    // An entry that cannot be written undoes the change: the transaction has both.
    let organizations = Organization::all()
        .count(&tracker.db)
        .await
        .expect("a number");
    tablewright::sql::<()>("DROP TABLE audit_entries")
        .execute(&tracker.db)
        .await
        .expect("no log");
    let other = json!({ "slug": "other", "name": "Other" });
    let failed = tracker.post("ada", "/organizations", other).await.is(500);
    assert_eq!(failed["error"], "internal error");
    assert_eq!(
        Organization::all()
            .count(&tracker.db)
            .await
            .expect("a number"),
        organizations
    );
}

/// Each inserts the label that the other has inserted and waits for: the database ends one of them,
/// and `retry` runs it again.
async fn transactions_that_collide_run_again(url: &str) {
    let tracker = Tracker::new(url).await;
    for title in ["Leak", "Noise"] {
        tracker.issue(json!({ "title": title })).await;
    }
    for round in 0..5 {
        let [a, b] = ["a", "b"].map(|letter| format!("{letter}{round}"));
        let (one, other) = tokio::join!(
            tracker.put("ada", "/issues/1/labels", json!([a, b])),
            tracker.put("ada", "/issues/2/labels", json!([b, a])),
        );
        assert_eq!(one.is(200)[0]["name"], json!(a));
        assert_eq!(other.is(200)[0]["name"], json!(b));
    }
    let labels = Label::filter(Label::PROJECT_ID.eq(1))
        .count(&tracker.db)
        .await;
    assert_eq!(labels.expect("a number"), 10);
}

async fn a_database_that_is_gone_is_503(url: &str) {
    let tracker = Tracker::new(url).await;
    tracker.db.close();
    let problem = tracker.get("ada", "/projects/1/issues").await.is(503);
    assert_eq!(problem["error"], "try again later");
}
