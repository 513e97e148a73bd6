//! Durations are exact, and the same everywhere.

use tablewright::chrono::{NaiveDate, NaiveTime, TimeDelta};
use tablewright::jiff::civil::{Date, DateTime, Time};
use tablewright::jiff::tz::TimeZone;
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::query::{Aggregate, case, count, raw};
use tablewright::{Database, Error, Result, sql};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::{durations::*, durations_in_chrono};
use tablewright_test_conformance::own_types::Pause;

everywhere!(durations:
    the_edges_are_kept,
    defaults_are_spans,
    what_does_not_fit_is_refused,
    rules_are_checked,
    they_are_compared_and_sorted,
    sums_and_differences_are_exact,
    what_is_computed_may_not_fit,
    groups_relations_and_windows,
    arrays_and_own_types,
    raw_sql_reads_and_binds_them,
    pages,
    between_two_moments,
    moments_are_moved,
    moments_do_not_leave_their_years,
    between_two_dates_and_two_times,
    differences_by_the_operator,
);

everywhere!(durations_in_chrono: spans_of_chrono);

const MICROSECOND: SignedDuration = SignedDuration::from_micros(1);
const MOST: SignedDuration = SignedDuration::from_micros(i64::MAX);
const LEAST: SignedDuration = SignedDuration::from_micros(i64::MIN);

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

async fn project(db: &Database, name: &'static str) -> Result<i64> {
    let new = NewProject { name: name.into() };
    Ok(Project::insert(new).one(db).await?.id)
}

/// A task for each of the spans, in their order.
async fn tasks(db: &Database, spans: &[SignedDuration]) -> Result<i64> {
    let project_id = project(db, "one").await?;
    for span in spans {
        let new = Task::insert(NewTask { project_id });
        let new = new.set(Task::SPENT, *span);
        // The generated column adds the two.
        let new = match *span == LEAST {
            true => new.set(Task::SLACK, SignedDuration::ZERO),
            false => new,
        };
        new.execute(db).await?;
    }
    Ok(project_id)
}

async fn spent(
    db: &Database,
    filter: tablewright::query::Filter<Task>,
) -> Result<Vec<SignedDuration>> {
    let found = Task::filter(filter).order_by(Task::SPENT.asc());
    found.select(Task::SPENT).all(db).await
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(error @ (Error::Value(_) | Error::Validation(_))) => error.to_string(),
        other => panic!("no refused value: {other:?}"),
    }
}

async fn the_edges_are_kept(db: &Database) -> Result<()> {
    let project_id = project(db, "one").await?;
    let spans = [
        SignedDuration::ZERO,
        MICROSECOND,
        -MICROSECOND,
        SignedDuration::from_hours(24 * 365 * 9_999),
        MOST,
        LEAST,
    ];
    for span in spans {
        let new = Task::insert(NewTask { project_id });
        let new = new
            .set(Task::SPENT, span)
            .set(Task::SLACK, SignedDuration::ZERO);
        let task = new.set(Task::SLOT, span).one(db).await?;
        assert_eq!(
            (task.spent, task.slot, task.total),
            (span, Some(span), span)
        );
        assert_eq!(Task::find_by_slot(span).one(db).await?, task);
        assert_eq!(Task::filter(Task::SPENT.eq(span)).one(db).await?, task);
    }
    let again = Task::insert(NewTask { project_id }).set(Task::SLOT, MOST);
    assert!(matches!(again.execute(db).await, Err(Error::Unique(_))));
    // What is finer than a microsecond is cut off, as of times.
    let fine = seconds(1) + SignedDuration::from_nanos(1_999);
    let new = Task::insert(NewTask { project_id }).set(Task::SPENT, fine);
    assert_eq!(new.one(db).await?.spent, seconds(1) + MICROSECOND);
    let new = Task::insert(NewTask { project_id }).set(Task::SPENT, -fine);
    assert_eq!(new.one(db).await?.spent, -(seconds(1) + MICROSECOND));
    Ok(())
}

async fn defaults_are_spans(db: &Database) -> Result<()> {
    let project_id = project(db, "one").await?;
    let task = Task::insert(NewTask { project_id }).one(db).await?;
    assert_eq!((task.spent, task.estimate), (SignedDuration::ZERO, None));
    assert_eq!(task.slack, seconds(-90 * 60));
    assert_eq!(task.total, seconds(-90 * 60));
    assert_eq!(task.laps, [seconds(90), MICROSECOND]);
    Ok(())
}

async fn what_does_not_fit_is_refused(db: &Database) -> Result<()> {
    let project_id = project(db, "one").await?;
    for span in [SignedDuration::MAX, SignedDuration::MIN, MOST + MICROSECOND] {
        let new = Task::insert(NewTask { project_id }).set(Task::SPENT, span);
        let message = refused(new.one(db).await);
        assert!(
            message.contains("a `duration` has at most 292,271 years"),
            "{message}"
        );
        refused(Task::filter(Task::SPENT.lt(span)).all(db).await);
        refused(
            Task::filter(Task::SPENT.in_([seconds(1), span]))
                .all(db)
                .await,
        );
        refused(
            Task::all()
                .update()
                .set(Task::SPENT, Task::SPENT + span)
                .execute(db)
                .await,
        );
        refused(sql::<(i64,)>("SELECT ?").bind(span).one(db).await);
    }
    assert_eq!(Task::all().count(db).await?, 0);
    Ok(())
}

async fn rules_are_checked(db: &Database) -> Result<()> {
    let project_id = project(db, "one").await?;
    let new = |span| Task::insert(NewTask { project_id }).set(Task::ESTIMATE, span);
    let message = refused(new(seconds(59)).one(db).await);
    assert!(
        message.contains("`tasks.estimate` has to be at least 1m"),
        "{message}"
    );
    let message = refused(new(seconds(30 * 24 * 60 * 60) + MICROSECOND).one(db).await);
    assert!(message.contains("has to be at most 30d"), "{message}");
    let task = new(seconds(60)).one(db).await?;
    // The database has the same rules.
    for micros in [59_999_999, 2_592_000_000_001_i64] {
        let change = format!(
            "UPDATE tasks SET estimate = {micros} WHERE id = {}",
            task.id
        );
        let result = sql::<()>(change).execute(db).await;
        assert!(matches!(result, Err(Error::Check(_))), "{result:?}");
    }
    Ok(())
}

async fn they_are_compared_and_sorted(db: &Database) -> Result<()> {
    let spans = [seconds(5), LEAST, -MICROSECOND, MOST, seconds(90)];
    tasks(db, &spans).await?;
    let sorted = [LEAST, -MICROSECOND, seconds(5), seconds(90), MOST];
    assert_eq!(spent(db, Task::ID.ge(0)).await?, sorted);
    assert_eq!(spent(db, Task::SPENT.lt(seconds(5))).await?, sorted[..2]);
    assert_eq!(
        spent(db, Task::SPENT.between(seconds(5), seconds(90))).await?,
        sorted[2..4]
    );
    assert_eq!(
        spent(db, Task::SPENT.in_([MOST, LEAST])).await?,
        [LEAST, MOST]
    );
    assert_eq!(
        spent(db, Task::SPENT.not_in([MOST, LEAST])).await?,
        sorted[1..4]
    );
    assert_eq!(spent(db, Task::SPENT.gt(Task::SLACK)).await?, sorted[1..]);
    let ends = (
        Task::SPENT.min(),
        Task::SPENT.max(),
        Task::SPENT.count_distinct(),
    );
    let ends = Task::all().select(ends).one(db).await?;
    assert_eq!(ends, (Some(LEAST), Some(MOST), 5));
    Ok(())
}

async fn sums_and_differences_are_exact(db: &Database) -> Result<()> {
    tasks(db, &[seconds(5), MICROSECOND, seconds(-60)]).await?;
    let sum = seconds(-55) + MICROSECOND;
    let found = Task::all().select((Task::SPENT.sum(), Task::ESTIMATE.sum()));
    assert_eq!(found.one(db).await?, (Some(sum), None));
    let found = Task::all().select((Task::SPENT - Task::SLACK).sum());
    assert_eq!(found.one(db).await?, Some(sum + seconds(3 * 90 * 60)));

    let longer = Task::all()
        .update()
        .set(Task::SPENT, Task::SPENT + seconds(1));
    assert_eq!(longer.execute(db).await?, 3);
    let shorter = Task::all()
        .update()
        .set(Task::SPENT, Task::SPENT - Task::SLACK);
    shorter.execute(db).await?;
    let added = |span: SignedDuration| span + seconds(1) + seconds(90 * 60);
    let all = [added(seconds(-60)), added(MICROSECOND), added(seconds(5))];
    assert_eq!(spent(db, Task::ID.ge(0)).await?, all);
    assert_eq!(
        spent(db, (Task::SPENT - all[1]).ge(SignedDuration::ZERO)).await?,
        all[1..]
    );
    let estimated = Task::SPENT + Task::ESTIMATE;
    let none = Task::all().select(estimated.clone()).all(db).await?;
    assert_eq!(none, [None, None, None]);
    let known = estimated.coalesce(Task::SPENT);
    let known = Task::all().order_by(known.clone().desc()).select(known);
    assert_eq!(known.all(db).await?, [all[2], all[1], all[0]]);
    let capped = case(Task::SPENT.gt(all[1]), all[1]).otherwise(Task::SPENT);
    let capped = Task::all().select(capped.max()).one(db).await?;
    assert_eq!(capped, Some(all[1]));
    Ok(())
}

async fn what_is_computed_may_not_fit(db: &Database) -> Result<()> {
    tasks(db, &[MOST - MICROSECOND, seconds(90)]).await?;
    let sum = Task::all().select(Task::SPENT.sum()).one(db).await;
    assert!(matches!(sum, Err(Error::Check(_))), "{sum:?}");
    let longer = Task::all()
        .update()
        .set(Task::SPENT, Task::SPENT + seconds(1));
    let longer = longer.execute(db).await;
    assert!(matches!(longer, Err(Error::Check(_))), "{longer:?}");
    Ok(())
}

async fn groups_relations_and_windows(db: &Database) -> Result<()> {
    let one = tasks(db, &[seconds(5), seconds(7)]).await?;
    let two = project(db, "two").await?;
    project(db, "none").await?;
    let new = Task::insert(NewTask { project_id: two });
    new.set(Task::SPENT, seconds(60)).execute(db).await?;
    let groups = Task::all().select((Task::PROJECT_ID, Task::SPENT.sum(), count()));
    let groups = groups
        .group_by(Task::PROJECT_ID)
        .having(Task::SPENT.sum().ge(seconds(12)));
    let found = groups.order_by(Task::SPENT.sum().desc()).all(db).await?;
    assert_eq!(
        found,
        [(two, Some(seconds(60)), 1), (one, Some(seconds(12)), 2)]
    );
    let total = Project::TASKS.sum(Task::SPENT);
    let projects = Project::filter(total.clone().gt(seconds(10)));
    let projects = projects
        .order_by(total.clone().asc())
        .select((Project::NAME, total));
    assert_eq!(
        projects.all(db).await?,
        [
            ("one".to_owned(), Some(seconds(12))),
            ("two".to_owned(), Some(seconds(60)))
        ]
    );
    let running = Task::SPENT.sum().over().order_by(Task::ID.asc());
    let running = Task::all().order_by(Task::ID.asc()).select(running);
    assert_eq!(
        running.all(db).await?,
        [Some(seconds(5)), Some(seconds(12)), Some(seconds(72))]
    );
    Ok(())
}

async fn arrays_and_own_types(db: &Database) -> Result<()> {
    let project_id = project(db, "one").await?;
    let laps = vec![MOST, LEAST, SignedDuration::ZERO];
    let new = Task::insert(NewTask { project_id });
    let new = new.set(Task::LAPS, laps.clone());
    let task = new.set(Task::PAUSE, Pause(seconds(3))).one(db).await?;
    assert_eq!((&task.laps, task.pause), (&laps, Some(Pause(seconds(3)))));
    assert_eq!(Task::filter(Task::LAPS.eq(laps)).one(db).await?, task);
    let longer = Task::update(task.id).set(Task::PAUSE, Task::PAUSE + Pause(seconds(4)));
    let task = longer.one(db).await?;
    assert_eq!(task.pause, Some(Pause(seconds(7))));
    let paused = Task::filter(Task::PAUSE.gt(Pause(seconds(6)))).select(Task::PAUSE.sum());
    assert_eq!(paused.one(db).await?, Some(seconds(7)));
    Ok(())
}

async fn raw_sql_reads_and_binds_them(db: &Database) -> Result<()> {
    tasks(db, &[seconds(5), -MICROSECOND]).await?;
    let read = sql::<(SignedDuration, Option<SignedDuration>)>(
        "SELECT spent, estimate FROM tasks WHERE spent < ?",
    );
    let found = read.bind(seconds(5)).all(db).await?;
    assert_eq!(found, [(-MICROSECOND, None)]);
    let micros = sql::<i64>("SELECT spent FROM tasks WHERE spent = ?");
    assert_eq!(micros.bind(seconds(5)).one(db).await?, 5_000_000);
    Ok(())
}

async fn pages(db: &Database) -> Result<()> {
    let spans = [seconds(5), LEAST, seconds(5), MOST, -MICROSECOND];
    tasks(db, &spans).await?;
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let order = Task::all().order_by([Task::SPENT.asc(), Task::ID.asc()]);
        let page = order.page(cursor.as_deref(), 2).all(db).await?;
        found.extend(page.rows.iter().map(|task| task.spent));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, [LEAST, -MICROSECOND, seconds(5), seconds(5), MOST]);
    Ok(())
}

async fn between_two_moments(db: &Database) -> Result<()> {
    let instant = |text: &str| text.parse::<Timestamp>().expect("an instant");
    let local = |text: &str| text.parse::<DateTime>().expect("a date and a time");
    // Over a change of the clocks, over leap days, over a microsecond, and from the first year to
    // the last.
    let moments = [
        ("2024-03-31T00:30:00Z", "2024-03-31T01:30:00Z"),
        ("2024-02-28T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "9999-12-30T21:59:59.999999Z"),
        ("2024-01-01T00:00:00Z", "2023-01-01T00:00:00.000001Z"),
    ];
    let mut spans = Vec::new();
    for (begins, ends) in moments {
        let (opens, closes) = (
            local(&begins[..begins.len() - 1]),
            local(&ends[..ends.len() - 1]),
        );
        let (begins, ends) = (instant(begins), instant(ends));
        let new = Session::insert(NewSession { begins, opens });
        let new = new.set(Session::ENDS, ends).set(Session::CLOSES, closes);
        new.execute(db).await?;
        let span = ends.duration_since(begins);
        assert_eq!(closes.duration_since(opens), span);
        spans.push(Some(span));
    }
    let opens = local("2024-01-01T00:00:00");
    let begins = instant("2024-01-01T00:00:00Z");
    let endless = Session::insert(NewSession { begins, opens })
        .one(db)
        .await?;
    spans.push(None);
    let lasts = || Session::ENDS.duration_since(Session::BEGINS);
    let open = || Session::CLOSES.duration_since(Session::OPENS);
    let found = Session::all().select((lasts(), open())).all(db).await?;
    let expected: Vec<_> = spans.iter().map(|span| (*span, *span)).collect();
    assert_eq!(found, expected);

    let one_hour = Session::filter(lasts().eq(Session::LIMIT));
    assert_eq!(one_hour.select(Session::ID).all(db).await?, [1]);
    let longest = Session::all().order_by(lasts().desc()).select(Session::ID);
    assert_eq!(longest.limit(2).all(db).await?, [4, 2]);
    let shorter = Session::filter(open().lt(SignedDuration::ZERO));
    assert_eq!(shorter.select(Session::ID).all(db).await?, [5]);
    let total = Session::filter(Session::ID.ne(4)).select(lasts().sum());
    let sum = [spans[0], spans[1], spans[2], spans[4]]
        .into_iter()
        .flatten();
    let sum = sum.fold(SignedDuration::ZERO, |sum, span| sum + span);
    assert_eq!(total.one(db).await?, Some(sum));
    // A value on the other side, and an update of a duration.
    let age = Session::BEGINS.duration_since(instant("2023-12-31T23:00:00Z"));
    let aged = Session::filter(Session::ID.eq(endless.id)).select(age);
    assert_eq!(aged.one(db).await?, seconds(3_600));
    let known = lasts().coalesce(Session::LIMIT);
    let update = Session::filter(Session::ID.in_([2, endless.id])).update();
    update.set(Session::LIMIT, known).execute(db).await?;
    let limits = Session::filter(Session::ID.in_([2, endless.id])).select(Session::LIMIT);
    assert_eq!(limits.all(db).await?, [seconds(2 * 86_400), seconds(3_600)]);
    Ok(())
}

async fn moments_are_moved(db: &Database) -> Result<()> {
    let instant = |text: &str| text.parse::<Timestamp>().expect("an instant");
    let local = |text: &str| text.parse::<DateTime>().expect("a date and a time");
    let spans = [
        SignedDuration::ZERO,
        MICROSECOND,
        -MICROSECOND,
        SignedDuration::from_hours(24 * 366),
        // More microseconds than a float of 64 bits holds exactly.
        SignedDuration::from_micros((1 << 54) + 1),
        SignedDuration::from_micros(-(1 << 55) - 3),
    ];
    let begins = ["2024-03-31T00:30:00Z", "1969-12-31T23:59:59.999999Z"];
    for text in begins {
        let new = NewSession {
            begins: instant(text),
            opens: local(&text[..text.len() - 1]),
        };
        let id = Session::insert(new.clone()).one(db).await?.id;
        for span in spans {
            Session::update(id)
                .set(Session::LIMIT, span)
                .execute(db)
                .await?;
            let found = Session::find(id)
                .select((
                    Session::BEGINS + span,
                    Session::OPENS - Session::LIMIT,
                    (Session::BEGINS - span) + Session::LIMIT,
                    Session::ENDS + span,
                ))
                .one(db)
                .await?;
            let expected = (new.begins + span, new.opens - span, new.begins, None);
            assert_eq!(found, expected, "{text} and {span}");
        }
        // In conditions, orders and updates.
        let ends = Session::BEGINS + Session::LIMIT;
        let update = Session::update(id).set(Session::LIMIT, seconds(90));
        let update = update.set(Session::ENDS, Session::BEGINS + seconds(90));
        update.execute(db).await?;
        let same = Session::filter(Session::ENDS.eq(ends.clone()) & Session::ID.eq(id));
        let lasted = ends.clone().duration_since(Session::BEGINS);
        let sorted = same.order_by(ends.desc()).select(lasted);
        assert_eq!(sorted.all(db).await?, [seconds(90)]);
    }
    Ok(())
}

async fn moments_do_not_leave_their_years(db: &Database) -> Result<()> {
    let moments = ["0001-01-01T00:00:00", "9999-12-30T21:59:59.999999"];
    let [first, last] = moments.map(|text| text.parse::<DateTime>().expect("a moment"));
    let instant = |local: DateTime| local.to_zoned(TimeZone::UTC).expect("in range").timestamp();
    let longest = last.duration_since(first);
    for opens in [first, last] {
        let begins = instant(opens);
        let new = NewSession { begins, opens };
        Session::insert(new).execute(db).await?;
    }
    let session = |opens: DateTime| Session::filter(Session::OPENS.eq(opens));
    let later = session(first).select((Session::BEGINS + longest, Session::OPENS + longest));
    assert_eq!(later.one(db).await?, (instant(last), last));
    let earlier = session(last).select((Session::BEGINS - longest, Session::OPENS - longest));
    assert_eq!(earlier.one(db).await?, (instant(first), first));

    let end = longest + SignedDuration::from_hours(26) + MICROSECOND;
    let spans = [
        (first, -MICROSECOND),
        (first, end),
        (last, -end),
        (last, MOST),
        (first, LEAST),
    ];
    for (opens, span) in spans {
        let selected = session(opens).select(Session::BEGINS + span).all(db).await;
        assert!(matches!(selected, Err(Error::Check(_))), "{selected:?}");
        let selected = session(opens).select(Session::OPENS + span).all(db).await;
        assert!(matches!(selected, Err(Error::Check(_))), "{selected:?}");
        let is_later = (Session::OPENS + span).gt(Session::OPENS);
        let counted = session(opens).filter(is_later).count(db).await;
        assert!(matches!(counted, Err(Error::Check(_))), "{counted:?}");
        if span != LEAST {
            let update = session(opens).update();
            let update = update.set(Session::BEGINS, Session::BEGINS - (-span));
            let updated = update.execute(db).await;
            assert!(matches!(updated, Err(Error::Check(_))), "{updated:?}");
        }
    }
    Ok(())
}

async fn between_two_dates_and_two_times(db: &Database) -> Result<()> {
    let day = |text: &str| text.parse::<Date>().expect("a date");
    let hour = |text: &str| text.parse::<Time>().expect("a time");
    // Over a leap day, backwards, and from the first day to the last.
    let days = [
        ("2024-02-28", "2024-03-01"),
        ("2024-01-01", "2023-12-31"),
        ("0001-01-01", "9999-12-31"),
        ("1970-01-01", "1970-01-01"),
    ];
    let hours = [
        ("08:30:00", "17:00:00"),
        ("22:00:00.5", "06:00:00"),
        ("00:00:00", "23:59:59.999999"),
        ("12:00:00.000001", "12:00:00"),
    ];
    let mut spans = Vec::new();
    for ((first, last), (opens, closes)) in days.into_iter().zip(hours) {
        let (first, last) = (day(first), day(last));
        let (opens, closes) = (hour(opens), hour(closes));
        let new = Shift::insert(NewShift { first, opens });
        let new = new.set(Shift::LAST, last).set(Shift::CLOSES, closes);
        new.execute(db).await?;
        spans.push((
            Some(last.duration_since(first)),
            Some(closes.duration_since(opens)),
        ));
    }
    let (first, opens) = (day("2024-01-01"), hour("00:00:00"));
    Shift::insert(NewShift { first, opens }).execute(db).await?;
    spans.push((None, None));
    let lasts = || Shift::LAST.duration_since(Shift::FIRST);
    let open = || Shift::CLOSES.duration_since(Shift::OPENS);
    let found = Shift::all().select((lasts(), open())).all(db).await?;
    assert_eq!(found, spans);
    let subtracted = (Shift::LAST - Shift::FIRST, Shift::CLOSES - Shift::OPENS);
    let found = Shift::all().select(subtracted).all(db).await?;
    assert_eq!(found, spans);

    let longest = Shift::all().order_by(lasts().desc()).select(Shift::ID);
    assert_eq!(longest.limit(2).all(db).await?, [3, 1]);
    let short = Shift::filter(open().lt(SignedDuration::ZERO) & lasts().lt(Shift::LASTS));
    assert_eq!(short.select(Shift::ID).all(db).await?, [2, 4]);
    let total = Shift::filter(Shift::ID.ne(3)).select(lasts().sum());
    assert_eq!(total.one(db).await?, Some(seconds(86_400)));
    // Values on the other side, and a new value of a column.
    let since = (
        Shift::FIRST - day("2023-12-31"),
        Shift::OPENS.duration_since(hour("00:00:00.5")),
    );
    let found = Shift::filter(Shift::ID.eq(5)).select(since);
    let half = SignedDuration::from_millis(500);
    assert_eq!(found.one(db).await?, (seconds(86_400), -half));
    let update = Shift::filter(Shift::ID.eq(1)).update();
    let update = update.set(Shift::LASTS, lasts().coalesce(Shift::LASTS) + half);
    update.execute(db).await?;
    let found = Shift::filter(Shift::ID.eq(1)).select(Shift::LASTS);
    assert_eq!(found.one(db).await?, seconds(2 * 86_400) + half);
    Ok(())
}

async fn differences_by_the_operator(db: &Database) -> Result<()> {
    let begins = "2024-02-29T12:00:00Z".parse::<Timestamp>().expect("valid");
    let opens = "2024-02-29T12:00:00".parse::<DateTime>().expect("valid");
    let (ends, closes) = (begins + seconds(90), opens + seconds(60));
    let new = Session::insert(NewSession { begins, opens });
    let new = new.set(Session::ENDS, ends).set(Session::CLOSES, closes);
    new.execute(db).await?;
    let found = Session::all().select((
        Session::ENDS - Session::BEGINS,
        Session::OPENS - Session::CLOSES,
        Session::ENDS - begins,
        (Session::BEGINS - Session::LIMIT) - (Session::BEGINS + Session::LIMIT),
        Session::BEGINS - raw::<SignedDuration>("90000000"),
        (Session::ENDS - Session::BEGINS) - Session::LIMIT,
    ));
    let expected = (
        Some(seconds(90)),
        Some(seconds(-60)),
        Some(seconds(90)),
        seconds(-7_200),
        begins - seconds(90),
        Some(seconds(90 - 3_600)),
    );
    assert_eq!(found.one(db).await?, expected);
    let long = Session::filter((Session::ENDS - Session::BEGINS).gt(seconds(89)));
    // A column that cannot be NULL takes no difference that may be.
    let limit = (Session::CLOSES - opens).coalesce(seconds(0));
    let update = long.update().set(Session::LIMIT, limit);
    assert_eq!(update.execute(db).await?, 1);
    assert_eq!(Session::find(1).one(db).await?.limit, seconds(60));
    Ok(())
}

async fn spans_of_chrono(db: &Database) -> Result<()> {
    use durations_in_chrono::{Lap, NewLap};

    let usual = Lap::insert(NewLap {}).one(db).await?;
    assert_eq!(usual.took, TimeDelta::milliseconds(60_500));
    let took = Lap::filter(Lap::ENDS.duration_since(Lap::BEGINS).eq(Lap::TOOK));
    assert_eq!(took.one(db).await?, usual);
    let moved = Lap::all().select((Lap::BEGINS + Lap::TOOK, Lap::ENDS - Lap::BEST));
    assert_eq!(moved.one(db).await?, (usual.begins + usual.took, None));
    let between = Lap::all().select((
        Lap::ENDS - Lap::BEGINS,
        Lap::DAY - NaiveDate::from_ymd_opt(2024, 2, 28).expect("a date"),
        Lap::HOUR.duration_since(NaiveTime::MIN),
        Lap::BEGINS - Lap::TOOK,
    ));
    let last = TimeDelta::days(1) - TimeDelta::microseconds(1);
    let expected = (
        Some(usual.took),
        TimeDelta::days(2),
        last,
        usual.begins - usual.took,
    );
    assert_eq!(between.one(db).await?, expected);
    let most = TimeDelta::microseconds(i64::MAX);
    let lap = Lap::insert(NewLap {}).set(Lap::TOOK, most).one(db).await?;
    assert_eq!(lap.took, most);
    let least = TimeDelta::microseconds(i64::MIN);
    let fine = TimeDelta::nanoseconds(-1_999);
    for (span, kept) in [(least, least), (fine, TimeDelta::microseconds(-1))] {
        let lap = Lap::update(lap.id).set(Lap::BEST, span).one(db).await?;
        assert_eq!(lap.best, Some(kept));
    }
    let message = refused(Lap::insert(NewLap {}).set(Lap::TOOK, fine).one(db).await);
    assert!(message.contains("has to be at least 0s"), "{message}");
    let long = Lap::filter(Lap::TOOK.gt(TimeDelta::MAX)).one(db).await;
    refused(long);
    let sum = Lap::filter(Lap::TOOK.lt(most)).select((Lap::TOOK + TimeDelta::seconds(1)).sum());
    assert_eq!(sum.one(db).await?, Some(TimeDelta::milliseconds(61_500)));
    Ok(())
}
