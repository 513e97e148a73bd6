//! New rows: one by one, several at once, and upserts.

use tablewright::{AsyncConnection, Database, Insert, Result};
use tablewright_test_conformance::models::forms::{Form, NewForm};

use super::form::SETS;
use super::random::Random;
use super::subject::{Subject, ids};

/// The number of the first new row.
const FIRST: i32 = 1_000;

/// A new row for the library, and the columns that it sets in an existing row.
struct New {
    insert: Insert<'static, Form>,
    sets: Vec<(usize, Form)>,
    id: i32,
    said: String,
}

impl New {
    /// A row that sets some of the columns.
    fn any(random: &mut Random, id: i32, empty: &Form) -> New {
        let mut insert = Form::insert(NewForm { id });
        let mut row = empty.clone();
        let mut sets = Vec::new();
        let mut said = format!("{id}");
        for (number, (name, set, _)) in SETS.iter().enumerate() {
            if random.below(4) == 0 {
                insert = set(random, insert, &mut row);
                sets.push((number, row.clone()));
                said.push_str(&format!(", {name}"));
            }
        }
        New {
            insert,
            sets,
            id,
            said,
        }
    }

    /// The row, with these columns set.
    fn of(&self, mut row: Form) -> Form {
        row.id = self.id;
        for (number, values) in &self.sets {
            let (_, _, copy) = SETS[*number];
            copy(values, &mut row);
        }
        row
    }
}

/// Inserts rows, and rolls back.
pub async fn compare(
    random: &mut Random,
    rows: &[Form],
    empty: &Form,
    db: &Database,
    said: &str,
) -> Result<()> {
    let tx = db.begin().await?;
    let mut expected = rows.to_vec();
    if random.flip() {
        let count = 1 + random.below(5) as i32;
        let news: Vec<New> = (FIRST..FIRST + count)
            .map(|id| New::any(random, id, empty))
            .collect();
        let texts: Vec<&str> = news.iter().map(|new| new.said.as_str()).collect();
        let said = format!("{said}, new rows {texts:?}");
        expected.extend(news.iter().map(|new| new.of(empty.clone())));
        let returned = inserted(random, news, &tx, &said).await?;
        agree(&tx, expected, returned, &said).await?;
    } else {
        let id = match random.flip() {
            true => random.pick(rows).id,
            false => FIRST,
        };
        let new = New::any(random, id, empty);
        let there = expected.iter().position(|row| row.id == id);
        let kind = random.below(3);
        let said = format!("{said}, upsert {kind} of {}", new.said);
        let upsert = Form::upsert(new.insert.clone(), Form::ID);
        let returned = match kind {
            0 => {
                match there {
                    Some(place) => expected[place] = new.of(expected[place].clone()),
                    None => expected.push(new.of(empty.clone())),
                }
                Some(vec![upsert.one(&tx).await?])
            }
            1 => {
                let inserted = upsert.do_nothing().optional(&tx).await?;
                assert_eq!(inserted.is_none(), there.is_some(), "{said}");
                if there.is_none() {
                    expected.push(new.of(empty.clone()));
                }
                inserted.map(|row| vec![row])
            }
            _ => {
                let whole = new.of(empty.clone());
                match there {
                    // Columns that the new row does not set get their defaults.
                    Some(place) => {
                        let row = &mut expected[place];
                        row.name = whole.name;
                        row.half = whole.half;
                        row.numbers = whole.numbers;
                        row.cost = whole.cost;
                    }
                    None => expected.push(whole),
                }
                let columns = (Form::NAME, Form::HALF, Form::NUMBERS, Form::COST);
                upsert.update(columns).execute(&tx).await?;
                None
            }
        };
        agree(&tx, expected, returned, &said).await?;
    }
    tx.rollback().await
}

/// Inserts rows in one of four ways; two of them return the rows.
async fn inserted(
    random: &mut Random,
    news: Vec<New>,
    db: &impl AsyncConnection,
    said: &str,
) -> Result<Option<Vec<Form>>> {
    let count = news.len() as u64;
    let news = news.into_iter().map(|new| new.insert);
    let mut returned = Vec::new();
    match random.below(4) {
        0 => {
            for new in news {
                returned.push(new.one(db).await?);
            }
        }
        1 => {
            for new in news {
                new.execute(db).await?;
            }
            return Ok(None);
        }
        2 => returned = Form::insert_all(news).all(db).await?,
        _ => {
            let inserted = Form::insert_all(news).execute(db).await?;
            assert_eq!(inserted, count, "{said}");
            return Ok(None);
        }
    }
    Ok(Some(returned))
}

/// Stored and returned rows are equal to those in memory.
async fn agree(
    db: &impl AsyncConnection,
    mut expected: Vec<Form>,
    returned: Option<Vec<Form>>,
    said: &str,
) -> Result<()> {
    let stored = Form::all().all(db).await?;
    assert_eq!(ids(&stored), ids(&expected), "{said}");
    for (stored, expected) in stored.iter().zip(&mut expected) {
        expected.follow(stored);
        assert_eq!(stored, expected, "{said}");
    }
    for row in returned.into_iter().flatten() {
        let same = stored.iter().find(|stored| stored.id == row.id);
        assert_eq!(same, Some(&row), "{said}, returned");
    }
    Ok(())
}
