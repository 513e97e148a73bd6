//! Updates and deletes, with conditions, orders and limits.

use tablewright::{AsyncConnection, Database, Result, Select, Update};

use super::orders::{Part, Sorted, limited};
use super::random::Random;
use super::subject::{Asked, Deleted, Subject, ids};

/// A change for the library, and the same change in memory; its first parameter is the row before
/// the change.
pub type Change<M> = (
    &'static str,
    fn(Update<'static, M>) -> Update<'static, M>,
    fn(&M, &mut M),
);

/// Changes and deletes some of these rows, and rolls back.
pub async fn compare<M: Subject>(
    random: &mut Random,
    rows: &[M],
    asked: &Asked<M>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let (sorted, part) = (Sorted::<M>::any(random, 0, 2), Part::any(random));
    let mut meant = asked.of(rows);
    sorted.sort(&mut meant);
    let meant = ids(&part.of(meant));
    let statement = || -> Select<'static, M> {
        if part.is_whole() {
            return asked.select();
        }
        limited!(asked.select().order_by(sorted.with_id()), part)
    };
    let changes: Vec<Change<M>> = match M::changes() {
        [] => Vec::new(),
        changes => (0..1 + random.below(5))
            .map(|_| random.pick(changes))
            .collect(),
    };
    let names: Vec<&str> = changes.iter().map(|(name, ..)| *name).collect();
    let said = format!("{said}, {part:?} by {:?}, {names:?}", sorted.orders);
    if !changes.is_empty() {
        let tx = db.begin().await?;
        let update = changes
            .iter()
            .fold(statement().update(), |update, (_, set, _)| set(update));
        let mut expected = rows.to_vec();
        for row in &mut expected {
            if meant.contains(&row.id()) {
                let old = row.clone();
                for (_, _, change) in &changes {
                    change(&old, row);
                }
            }
        }
        let returned = random.flip();
        let (count, mut changed) = if returned {
            let changed = update.all(&tx).await?;
            (changed.len() as u64, changed)
        } else {
            (update.execute(&tx).await?, Vec::new())
        };
        assert_eq!(count, meant.len() as u64, "{said}");
        let stored = read::<M>(&tx).await?;
        assert_eq!(ids(&stored), ids(&expected), "{said}");
        for (stored, mut expected) in stored.iter().zip(expected) {
            if meant.contains(&stored.id()) {
                expected.follow(stored);
            }
            assert_eq!(*stored, expected, "{said}");
        }
        if returned {
            changed.sort_by_key(M::id);
            let mut now = stored;
            now.retain(|row| meant.contains(&row.id()));
            assert_eq!(changed, now, "{said}");
        }
        tx.rollback().await?;
    }
    let tx = db.begin().await?;
    let count = if random.flip() {
        let mut deleted = ids(&statement().delete().all(&tx).await?);
        deleted.sort();
        let mut meant = meant.clone();
        meant.sort();
        assert_eq!(deleted, meant, "{said}");
        deleted.len() as u64
    } else {
        statement().delete().execute(&tx).await?
    };
    assert_eq!(count, meant.len() as u64, "{said}");
    let there = |row: &&M| !row.is_deleted() && !meant.contains(&row.id());
    let left: Vec<M> = rows.iter().filter(there).cloned().collect();
    let stored = M::select(Deleted::LeftOut).all(&tx).await?;
    assert_eq!(ids(&stored), ids(&left), "{said}");
    if M::STAYS {
        assert_eq!(ids(&read::<M>(&tx).await?), ids(rows), "{said}");
    }
    tx.rollback().await
}

async fn read<M: Subject>(db: &impl AsyncConnection) -> Result<Vec<M>> {
    M::select(Deleted::Included).all(db).await
}
