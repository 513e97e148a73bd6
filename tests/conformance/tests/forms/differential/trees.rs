//! Rows that a relation of a model with itself reaches step by step.

use std::collections::BTreeSet;
use std::sync::Arc;

use tablewright::{Database, Many, One, Result, Select};
use tablewright_test_conformance::models::letters::{Letter, Person};

use super::Cases;
use super::related::Rows;
use super::subject::{Asked, Subject, ids};
use super::world::World;

type Given<'a> = (&'a mut Cases, &'a Arc<World>, &'a Database);

pub async fn compare(cases: &mut Cases, world: &Arc<World>, db: &Database) -> Result<()> {
    let persons = (World::reports as Rows<Person, Person>, World::chief as _);
    let letters = (World::answers as Rows<Letter, Letter>, World::former as _);
    if cases.random.flip() {
        let relations = (Person::REPORTS, Person::CHIEF);
        of((cases, world, db), relations, persons).await
    } else {
        let relations = (Letter::ANSWERS, Letter::FORMER);
        of((cases, world, db), relations, letters).await
    }
}

async fn of<M: Subject>(
    (cases, world, db): Given<'_>,
    (children, parent): (Many<M, M>, One<M, Option<M>>),
    (children_of, parent_of): (Rows<M, M>, Rows<M, M>),
) -> Result<()> {
    let question = super::question::any::<M>(&mut cases.random, world, 1);
    let asked = Asked::<M>::any(&mut cases.random, world, 2);
    let said = format!("{}: {}", cases.said, asked.said);
    let start = asked.of(M::rows(world));
    let followed = |row: &M| {
        let mut rows = children_of(world, row);
        rows.retain(|row| question.finds(Some(row)));
        rows
    };
    let below = reached(&start, |row| children_of(world, row));
    let some = reached(&start, followed);
    let above = reached(&start, |row| parent_of(world, row));
    let mut subtree = below.clone();
    subtree.extend(ids(&start));

    let select = || asked.select();
    same(select().descendants(children), &below, world, db, &said).await?;
    same(select().subtree(children), &subtree, world, db, &said).await?;
    same(select().ancestors(parent), &above, world, db, &said).await?;
    let said = format!("{said}, over {}", question.said);
    let over = children.filter(question.filter.clone());
    same(select().descendants(over), &some, world, db, &said).await?;

    // As a condition of a change. Not every database allows a change to read its own table.
    let tx = db.begin().await?;
    let deleted = select().descendants(children).delete().execute(&tx).await?;
    let rows = M::rows(world).iter();
    let there = rows.filter(|row| below.contains(&row.id()) && !row.is_deleted());
    assert_eq!(deleted, there.count() as u64, "{said}, deleted");
    tx.rollback().await
}

/// The keys of the rows to which steps lead from these.
fn reached<M: Subject>(start: &[M], step: impl Fn(&M) -> Vec<M>) -> BTreeSet<M::Id> {
    let mut found = BTreeSet::new();
    let mut last = start.to_vec();
    while !last.is_empty() {
        let next = last.iter().flat_map(&step);
        last = next.filter(|row| found.insert(row.id())).collect();
    }
    found
}

async fn same<M: Subject>(
    select: Select<'static, M>,
    expected: &BTreeSet<M::Id>,
    world: &World,
    db: &Database,
    said: &str,
) -> Result<()> {
    let rows = M::rows(world).iter();
    let rows = rows.filter(|row| expected.contains(&row.id()) && !row.is_deleted());
    let expected: Vec<M> = rows.cloned().collect();
    let found = select.all(db).await;
    let found = found.unwrap_or_else(|error| panic!("{said}: {error}"));
    assert_eq!(ids(&found), ids(&expected), "{said}");
    assert_eq!(found, expected, "{said}");
    Ok(())
}
