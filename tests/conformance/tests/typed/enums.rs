//! Enums, stored as text or as numbers.

use tablewright::query::{Aggregate, count};
use tablewright::{Database, Error, Result, serde_json, sql};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::enums::{
    Board, Card, Flag, Level, NewBoard, NewCard, NewTask, Priority, Status, Task,
};

everywhere!(enums:
    values_go_there_and_back,
    a_database_holds_numbers,
    they_come_in_the_order_of_the_file,
    the_least_and_the_greatest_are_those_of_the_file,
    they_are_keys_and_references,
    what_is_no_value_is_refused,
    what_no_value_stands_for_is_not_read,
);

fn task() -> NewTask {
    NewTask { flags: Vec::new() }
}

/// JSON has the value of the database, not the name of the variant.
#[test]
fn serde_names_the_values() {
    let names = ["todo", "doing", "done", "it's \"odd\" \\"];
    assert_eq!(Status::ALL.len(), names.len());
    for (status, name) in Status::ALL.iter().zip(names) {
        let json = serde_json::to_value(status).expect("JSON");
        assert_eq!(json, serde_json::Value::from(name));
        let back: Status = serde_json::from_value(json).expect("a status");
        assert_eq!(back, *status);
    }
    assert!(serde_json::from_str::<Status>("\"Todo\"").is_err());
}

/// Rows with every pair of a status and a priority, in no order.
async fn fill(db: &Database) -> Result<()> {
    let mut rows = Vec::new();
    for (number, status) in Status::ALL.iter().enumerate() {
        for (other, priority) in Priority::ALL.iter().enumerate() {
            let team = i32::from((number + other) % 2 == 0);
            let row = Task::insert(task())
                .set(Task::STATUS, *status)
                .set(Task::PRIORITY, *priority)
                .set(Task::TEAM, team);
            let row = match number {
                0 => row,
                _ => row.set(Task::BEFORE, *priority).set(Task::STATE, *status),
            };
            rows.push(row);
        }
    }
    rows.swap(0, 7);
    rows.swap(3, 10);
    Task::insert_all(rows).execute(db).await?;
    Ok(())
}

async fn values_go_there_and_back(db: &Database) -> Result<()> {
    let unset = Task::insert(task()).one(db).await?;
    assert_eq!(
        (unset.status, unset.priority),
        (Status::Doing, Priority::Normal)
    );
    assert_eq!((unset.before, unset.level, unset.flag), (None, None, None));
    let all = vec![Flag::Last, Flag::First, Flag::Last];
    let set = Task::insert(NewTask { flags: all.clone() })
        .set(Task::STATUS, Status::ALL[3])
        .set(Task::PRIORITY, Priority::Low)
        .set(Task::BEFORE, Priority::High)
        .set(Task::STATE, Status::ALL[3])
        .set(Task::LEVEL, Level::Gold)
        .set(Task::FLAG, Flag::First)
        .one(db)
        .await?;
    assert_eq!(Task::find(set.id).one(db).await?, set);
    assert_eq!(set.flags, all);
    assert_eq!((set.priority, set.flag), (Priority::Low, Some(Flag::First)));
    let changed = Task::update(set.id)
        .set(Task::PRIORITY, Priority::High)
        .set(Task::BEFORE, None)
        .set(Task::FLAGS, vec![Flag::First])
        .one(db)
        .await?;
    assert_eq!((changed.priority, changed.before), (Priority::High, None));
    assert_eq!(changed.flags, [Flag::First]);
    let found = Task::filter(Task::FLAGS.contains(Flag::First)).count(db);
    assert_eq!(found.await?, 1);
    Ok(())
}

async fn a_database_holds_numbers(db: &Database) -> Result<()> {
    let row = Task::insert(task()).set(Task::FLAG, Flag::Last);
    row.set(Task::LEVEL, Level::Gold).execute(db).await?;
    let row: (i16, i32, i64) = sql("SELECT priority, level, flag FROM tasks")
        .one(db)
        .await?;
    assert_eq!(row, (0, 2_000_000, i64::MAX));
    // Raw SQL takes and gives the values themselves.
    let again: (Priority, Option<Level>) = sql("SELECT priority, level FROM tasks WHERE flag = ?")
        .bind(Flag::Last)
        .one(db)
        .await?;
    assert_eq!(again, (Priority::Normal, Some(Level::Gold)));
    assert_eq!(Priority::Low.number(), -10);
    assert_eq!(Priority::try_from(10)?, Priority::High);
    let error = Priority::try_from(11).expect_err("no value has the number");
    assert_eq!(
        error.to_string(),
        "a value was refused: 11 is not one of -10, 0, 10 (`Priority`)"
    );
    assert_eq!("high".parse::<Priority>()?, Priority::High);
    assert_eq!(Priority::High.to_string(), "high");
    Ok(())
}

async fn they_come_in_the_order_of_the_file(db: &Database) -> Result<()> {
    fill(db).await?;
    let rows = Task::all().order_by([Task::STATUS.asc(), Task::PRIORITY.desc()]);
    let rows: Vec<(Status, Priority)> = rows.select((Task::STATUS, Task::PRIORITY)).all(db).await?;
    let mut expected = Vec::new();
    for status in Status::ALL {
        expected.extend(Priority::ALL.iter().rev().map(|it| (*status, *it)));
    }
    assert_eq!(rows, expected);
    let nulls_first = Task::all().order_by([Task::BEFORE.asc(), Task::STATE.desc()]);
    let first = nulls_first.select(Task::BEFORE).one(db).await?;
    assert_eq!(first, None);
    for value in Priority::ALL {
        let less = Task::filter(Task::PRIORITY.lt(*value)).count(db).await?;
        let many = Priority::ALL.iter().filter(|it| *it < value).count();
        assert_eq!(less, many as u64 * 4, "{value}");
        let from = Task::filter(Task::PRIORITY.ge(*value)).count(db).await?;
        assert_eq!(from, 12 - less, "{value}");
    }
    for (position, value) in Status::ALL.iter().enumerate() {
        let more = Task::filter(Task::STATUS.gt(*value)).count(db).await?;
        assert_eq!(more, (3 - position) as u64 * 3, "{value}");
    }
    Ok(())
}

async fn the_least_and_the_greatest_are_those_of_the_file(db: &Database) -> Result<()> {
    let nothing = (
        Task::STATUS.min(),
        Task::STATUS.max(),
        Task::PRIORITY.min(),
        Task::BEFORE.max(),
        Task::STATE.min(),
    );
    let none = Task::all().select(nothing.clone()).one(db).await?;
    assert_eq!(none, (None, None, None, None, None));
    fill(db).await?;
    let all = Task::all().select(nothing).one(db).await?;
    assert_eq!(
        all,
        (
            Some(Status::Todo),
            Some(Status::ALL[3]),
            Some(Priority::Low),
            Some(Priority::High),
            Some(Status::Doing),
        )
    );
    // By groups, which are sorted and picked out by them.
    let by_priority =
        Task::filter(Task::STATUS.ne(Status::Todo) | Task::PRIORITY.eq(Priority::High))
            .select((Task::PRIORITY, Task::STATUS.min(), Task::STATE.max()))
            .group_by(Task::PRIORITY)
            .order_by([Task::STATUS.min().desc(), Task::PRIORITY.desc()])
            .all(db)
            .await?;
    let last = Some(Status::ALL[3]);
    assert_eq!(
        by_priority,
        [
            (Priority::Normal, Some(Status::Doing), last),
            (Priority::Low, Some(Status::Doing), last),
            (Priority::High, Some(Status::Todo), last),
        ]
    );
    for (having, expected) in [
        (Task::STATUS.min().gt(Status::Todo), 2),
        (Task::STATUS.min().eq(Status::Todo), 1),
        (Task::STATUS.max().le(Status::Done), 0),
        (Task::STATUS.max().ne(Status::Done), 3),
    ] {
        let groups =
            Task::filter(Task::STATUS.ne(Status::Todo) | Task::PRIORITY.eq(Priority::High));
        let groups = groups
            .select((Task::PRIORITY, count()))
            .group_by(Task::PRIORITY)
            .having(having)
            .all(db)
            .await?;
        assert_eq!(groups.len(), expected);
    }
    let by_team = Task::all()
        .select((Task::TEAM, Task::PRIORITY.max()))
        .group_by(Task::TEAM)
        .having(Task::PRIORITY.max().ge(Priority::High))
        .order_by([Task::PRIORITY.max().desc(), Task::TEAM.asc()])
        .all(db)
        .await?;
    assert_eq!(by_team.len(), 2);
    Ok(())
}

async fn they_are_keys_and_references(db: &Database) -> Result<()> {
    let title = |title: &'static str| NewBoard {
        title: title.into(),
    };
    let high = Board::insert(title("high")).one(db).await?;
    assert_eq!(high.priority, Priority::High);
    let low = Board::insert(title("low")).set(Board::PRIORITY, Priority::Low);
    let low = low.one(db).await?;
    let boards = Board::all().all(db).await?;
    assert_eq!(boards, [low.clone(), high.clone()], "by the key");
    for priority in [Priority::High, Priority::Low, Priority::High] {
        let card = NewCard {
            board_priority: priority,
        };
        Card::insert(card).execute(db).await?;
    }
    let with = Board::all().with(Board::CARDS).all(db).await?;
    let counts: Vec<usize> = with.iter().map(|(_, cards)| cards.len()).collect();
    assert_eq!(counts, [1, 2]);
    assert_eq!(low.cards().all(db).await?[0].level, Level::Gold);
    let missing = Card::insert(NewCard {
        board_priority: Priority::Normal,
    });
    let error = missing.execute(db).await;
    assert!(matches!(error, Err(Error::ForeignKey(_))), "{error:?}");
    let found = Board::find(Priority::High).one(db).await?;
    assert_eq!(found, high);
    Ok(())
}

async fn what_is_no_value_is_refused(db: &Database) -> Result<()> {
    Task::insert(task()).execute(db).await?;
    for text in [
        "UPDATE tasks SET priority = 1",
        "UPDATE tasks SET level = 0",
        "UPDATE tasks SET flag = 5",
        "UPDATE tasks SET status = 'Todo'",
    ] {
        let error = sql(text).execute(db).await;
        assert!(matches!(error, Err(Error::Check(_))), "{text}: {error:?}");
    }
    Ok(())
}

async fn what_no_value_stands_for_is_not_read(db: &Database) -> Result<()> {
    let read: Result<Priority> = sql("SELECT 7").one(db).await;
    let error = read.expect_err("no value has the number").to_string();
    assert!(error.contains("one of -10, 0, 10 (`Priority`)"), "{error}");
    Ok(())
}
