//! The same dates and times, as types of `chrono`.

use tablewright::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use tablewright::{Database, Insert, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::dates::{Meeting, NewMeeting};

use crate::check::refused;

everywhere!(dates: edges, what_not_every_database_holds_is_refused);

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn hour(text: &str) -> NaiveTime {
    text.parse().expect("a time")
}

fn meeting(local: NaiveDateTime) -> Insert<'static, Meeting> {
    let instant: DateTime<Utc> = local.and_utc();
    Meeting::insert(NewMeeting {
        day: local.date(),
        hour: local.time(),
        local,
        instant,
        days: vec![local.date()],
        hours: vec![local.time(), NaiveTime::MIN],
        locals: vec![local],
        instants: vec![instant, DateTime::UNIX_EPOCH],
    })
}

async fn edges(db: &Database) -> Result<()> {
    for date in [
        "0001-01-01",
        "1582-10-10",
        "1970-01-01",
        "2024-02-29",
        "9999-12-31",
    ] {
        for time in [
            "00:00:00",
            "00:00:00.000001",
            "12:00:00.5",
            "23:59:59.999999",
        ] {
            let local = day(date).and_time(hour(time));
            let inserted = meeting(local).one(db).await?;
            let expected = Meeting {
                id: inserted.id,
                day: local.date(),
                hour: local.time(),
                local,
                instant: local.and_utc(),
                days: vec![local.date()],
                hours: vec![local.time(), NaiveTime::MIN],
                locals: vec![local],
                instants: vec![local.and_utc(), DateTime::UNIX_EPOCH],
            };
            assert_eq!(inserted, expected);
            assert_eq!(Meeting::find(inserted.id).one(db).await?, expected);
            expected.save(db).await?;
            assert_eq!(Meeting::find(inserted.id).one(db).await?, expected);
        }
    }
    // Digits beyond microseconds are truncated.
    let fine = day("2024-02-29").and_time(hour("23:59:59.999999999"));
    let kept = meeting(fine).one(db).await?;
    let cut = day("2024-02-29").and_time(hour("23:59:59.999999"));
    assert_eq!(
        (kept.hour, kept.local, kept.instant),
        (cut.time(), cut, cut.and_utc())
    );
    assert_eq!((kept.hours[0], kept.locals[0]), (cut.time(), cut));
    Ok(())
}

async fn what_not_every_database_holds_is_refused(db: &Database) -> Result<()> {
    for date in [NaiveDate::MIN, day("0000-12-31"), NaiveDate::MAX] {
        let message = refused(meeting(date.and_time(NaiveTime::MIN)).one(db).await);
        assert_eq!(message, "meetings.day: its year is not between 1 and 9999");
    }
    let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).expect("a leap second");
    let message = refused(meeting(day("2016-12-31").and_time(leap)).one(db).await);
    assert_eq!(message, "meetings.hour: a time must not be a leap second");
    assert_eq!(Meeting::all().count(db).await?, 0);
    Ok(())
}
